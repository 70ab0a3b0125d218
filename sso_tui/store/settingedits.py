"""What can the program change in the settings file, and how does all the rest stay as it is?

Each edit changes one key. The user's comments, order and other keys stay, those that nobody knows
too; an edit that would change anything else is refused.
"""

import re
import tomllib
from collections.abc import Callable, Collection, MutableSequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.settings import Settings

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_MARK = "\ufeff"

_LINE_FEED = re.compile(r"(?<!\r)\n")
"""The end of a line on Unix."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to the settings.

    Attributes:
        key: the key at the top of the file that changes.
        change: changes it.
        done: whether settings are as they should be afterwards.
    """

    key: str
    change: Callable[["TOMLDocument"], None]
    done: Callable[[Settings], bool]


def favourite(role: str, on: bool) -> Edit:
    """Make a role, by one of its spellings, a favourite, or no longer one."""

    def change(document: "TOMLDocument") -> None:
        _keep(document.setdefault("favourites", []), role, on)

    return Edit("favourites", change, lambda settings: (role in settings.favourites) == on)


def hidden(account_id: str, on: bool) -> Edit:
    """Hide an account, or show it again."""

    def change(document: "TOMLDocument") -> None:
        _keep(document.setdefault("hidden", []), account_id, on)

    return Edit("hidden", change, lambda settings: (account_id in settings.hidden) == on)


def region(name: str, wanted: str) -> Edit:
    """Use a region for commands.

    Args:
        name: the portal, the account's id, or `ACCOUNT_ID/ROLE`.
        wanted: the region; empty to take away the one that there is.
    """

    def change(document: "TOMLDocument") -> None:
        regions = document.setdefault("regions", {})
        if wanted:
            regions[name] = wanted
        else:
            del regions[name]

    return Edit("regions", change, lambda settings: settings.regions.get(name, "") == wanted)


def alias(account_id: str, wanted: str) -> Edit:
    """Give an account a name of one's own; an empty one takes it away."""

    def change(document: "TOMLDocument") -> None:
        aliases = document.setdefault("aliases", {})
        if wanted:
            aliases[account_id] = wanted
        else:
            del aliases[account_id]

    return Edit("aliases", change, lambda settings: settings.aliases.get(account_id, "") == wanted)


def tags(account_id: str, wanted: Collection[str]) -> Edit:
    """Have just these words to find an account by."""

    def change(document: "TOMLDocument") -> None:
        table = document.setdefault("tags", {})
        if not wanted:
            del table[account_id]
            return
        words = table.setdefault(account_id, [])
        for word in (*words, *wanted):
            _keep(words, word, clean(word) in wanted)

    def done(settings: Settings) -> bool:
        return set(settings.tags.get(account_id, ())) == set(wanted)

    return Edit("tags", change, done)


def word(setting: str, wanted: str) -> Edit:
    """Give a setting of one word, such as `theme`, another."""

    def change(document: "TOMLDocument") -> None:
        document[setting] = wanted

    return Edit(setting, change, lambda settings: getattr(settings, setting) == wanted)


def edited(text: str, edit: Edit, source: str) -> str:
    """The text of a settings file after an edit.

    Args:
        text: as it was; valid TOML.
        edit: what changes.
        source: what to call the file in a complaint.

    Raises:
        ConfigError: the edit can't be made, or not without changing more than its own key.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    mark = _MARK if text.startswith(_MARK) else ""
    before = _ended(text.removeprefix(_MARK))
    try:
        document = tomlkit.parse(before)
        edit.change(document)
        after = _as_ended(before, tomlkit.dumps(document))
        same = _others(before, edit.key) == _others(after, edit.key)
    except (TOMLKitError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(clean(f"{source} can't be edited: {error}")) from error
    if not same:
        raise ConfigError(clean(f"{source} can't be edited without changing its meaning"))
    return mark + after


def _ended(text: str) -> str:
    """The text with an end to its last line: else what is added would belong to a comment there."""
    if not text or text.endswith("\n"):
        return text
    return text + ("\r\n" if "\r\n" in text else "\n")


def _as_ended(before: str, after: str) -> str:
    """The text after an edit, its new lines ended as all of those before."""
    alone = _LINE_FEED.search(before)
    return after if alone or "\n" not in before else _LINE_FEED.sub("\r\n", after)


def _others(text: str, key: str) -> str:
    """What a text says but for one key, spelt out: true is no 1 then, and nan is nan."""
    said: dict[str, Any] = tomllib.loads(text)
    return repr({name: value for name, value in said.items() if name != key})


def _keep(words: MutableSequence[str], word: str, on: bool) -> None:
    """Have the word in the list, once it was not, or no more; what else is there stays."""
    if on and word not in words:
        words.append(word)
    while not on and word in words:
        words.remove(word)
