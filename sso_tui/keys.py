"""Which keys are there that a user can choose, by which ids, and where does each hold?

The front end binds them under these ids; a test holds this list equal to what is bound. It stands
apart from the front end because the settings are checked against it by commands without a screen.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Final, NamedTuple


class Place(Enum):
    """Where a key holds."""

    EVERYWHERE = "everywhere"
    MAIN = "main screen"
    TREE = "tree"
    DIALOG = "every box"
    MENU = "action menu"
    SIGN_IN = "sign-in"
    PROTECTED = "protected role"
    PROFILE = "profile"
    CONFIGURE = "first portal"


class Key(NamedTuple):
    """What one key does.

    Attributes:
        id: how the settings name it.
        keys: the keys it has by itself, parted by commas.
        does: what it does, in a few words.
        place: where it holds.
    """

    id: str
    keys: str
    does: str
    place: Place


def _at(place: Place, **keys: tuple[str, str]) -> tuple[Key, ...]:
    """Keys of one place; in an id a `_` is a `-`, and `__` a `.`."""
    return tuple(
        Key(name.replace("__", ".").replace("_", "-"), key, does, place)
        for name, (key, does) in keys.items()
    )


KEYS: Final[Mapping[str, Key]] = {
    key.id: key
    for key in (
        *_at(
            Place.EVERYWHERE,
            quit=("ctrl+q", "leave, change nothing"),
            palette=("ctrl+p", "the command palette"),
            help=("f1", "what the keys do here"),
        ),
        *_at(
            Place.MAIN,
            choose=("enter", "open or close an account; use a role"),
            menu=("f2", "what can be done with the role or the account"),
            export=("ctrl+x", "export to the shell"),
            copy=("ctrl+y", "copy exports"),
            console=("ctrl+o", "open the console"),
            profile=("ctrl+s", "write a profile"),
            favourite=("ctrl+f", "favourite, or no longer"),
            back=("escape", "clear the filter, then leave"),
            list_again=("ctrl+r", "read accounts and roles again"),
            switch_portal=("ctrl+t", "switch to another portal"),
            sign_in=("ctrl+l", "sign in again"),
            up=("up", "one line up"),
            down=("down", "one line down"),
            page_up=("pageup", "one page up"),
            page_down=("pagedown", "one page down"),
            open_all=("alt+right", "open every account"),
            close_all=("alt+left", "close every account"),
            switch_focus=("tab,shift+tab", "to the tree and back"),
        ),
        *_at(
            Place.TREE,
            first=("home", "the first line"),
            last=("end", "the last line"),
            close=("left", "close the account"),
            open=("right", "open the account"),
        ),
        *_at(
            Place.MENU,
            menu__export=("e", "export to the shell"),
            menu__copy=("c", "copy exports"),
            menu__copy_key=("k", "copy one key"),
            menu__console=("o", "open the console"),
            menu__copy_link=("l", "copy a console link"),
            menu__profile=("p", "write a profile"),
            menu__account_id=("i", "copy the account id"),
            menu__shell=("s", "a shell with this role"),
            menu__region=("r", "set the region"),
            menu__renew=("n", "new credentials"),
            menu__favourite=("f", "favourite, or no longer"),
            menu__account=("a", "the account: alias, tags, hide"),
        ),
        *_at(Place.DIALOG, dialog__back=("escape", "leave the box")),
        *_at(
            Place.SIGN_IN,
            sign_in__cancel=("escape", "cancel"),
            sign_in__open=("o", "open the page"),
            sign_in__copy=("c", "copy the page's address"),
            sign_in__qr=("q", "the address as a QR code"),
            sign_in__device=("d", "use a code"),
            sign_in__again=("r", "try again"),
        ),
        *_at(Place.PROTECTED, protected__go_on=("y", "go on all the same")),
        *_at(
            Place.PROFILE,
            profile__kind=("tab", "how programs get credentials"),
            profile__page_up=("pageup", "the change, one page up"),
            profile__page_down=("pagedown", "the change, one page down"),
        ),
        *_at(Place.CONFIGURE, configure__back=("escape", "leave, write nothing")),
    )
}
"""Every key that can be chosen, by its id; `ctrl+c`, which leaves at once, can't be."""

LETTERS_FIT: Final = frozenset({Place.MENU, Place.SIGN_IN, Place.PROTECTED})
"""Where nothing is typed, so that a plain letter can be a key."""

_BOXES: Final = frozenset({Place.MENU, Place.PROTECTED, Place.PROFILE})
"""Where the keys of every box hold too."""


def held_by(key: Key, own: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that something has, with the user's own keys by their ids."""
    return tuple(one.strip() for one in own.get(key.id, key.keys).split(","))


def shown(name: str, own: Mapping[str, str]) -> str:
    """The key of that id as one reads it in a sentence, such as `esc` or `ctrl+r`."""
    key = held_by(KEYS[name], own)[0]
    return {"escape": "esc"}.get(key, key)


def together(key: Key, other: Key) -> bool:
    """Whether two keys hold at the same time, so that they can't be the same one."""
    one, two = sorted((key.place, other.place), key=list(Place).index)
    if one is two or one is Place.EVERYWHERE:
        return True
    return (one, two) == (Place.MAIN, Place.TREE) or (one is Place.DIALOG and two in _BOXES)
