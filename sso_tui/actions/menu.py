"""What can be done with a role, in which order, under which key, in which words.

One line here gives an action its key, its place in the menu, its entry in the palette and its line
in the help.
"""

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from sso_tui.actions.base import Prepare


class MenuItem(NamedTuple):
    """One thing to do with a role.

    Attributes:
        name: how settings, palette and memory know it.
        key: its key in the action menu.
        label: two or three words.
        help: one sentence.
        action: the function that prepares it, with its module in `sso_tui.actions`; that one is
            imported when it is first wanted. Empty where the question leads to the effect.
        control: its key on the main screen; empty where it has none.
        short: one word for the footer of the main screen.
        asks: what has to be asked first: `profile`, `key`, `region` or `account`; empty for
            nothing.
        hands_out: whether it gives somebody the role, so that a protected one is asked about.
    """

    name: str
    key: str
    label: str
    help: str
    action: str
    control: str = ""
    short: str = ""
    asks: str = ""
    hands_out: bool = False

    @property
    def prepare(self) -> "Prepare":
        """What does it."""
        module, _, function = self.action.partition(".")
        return cast("Prepare", getattr(import_module(f"sso_tui.actions.{module}"), function))


MENU: tuple[MenuItem, ...] = (
    MenuItem(
        "export",
        "e",
        "Export to the shell",
        "Give the calling shell the role's credentials and leave.",
        "env.export",
        control="ctrl+x",
        short="Export",
        hands_out=True,
    ),
    MenuItem(
        "copy",
        "c",
        "Copy exports",
        "Copy the lines that export the credentials.",
        "env.copy",
        control="ctrl+y",
        short="Copy",
        hands_out=True,
    ),
    MenuItem(
        "copy-key",
        "k",
        "Copy one key",
        "Copy the key id, the secret key or the session token.",
        "env.copy_key",
        asks="key",
        hands_out=True,
    ),
    MenuItem(
        "console",
        "o",
        "Open the console",
        "Open the AWS console as the role.",
        "console.visit",
        control="ctrl+o",
        short="Console",
        hands_out=True,
    ),
    MenuItem(
        "copy-link",
        "l",
        "Copy console link",
        "Copy a link that opens the console for 15 minutes.",
        "console.copy_link",
        hands_out=True,
    ),
    MenuItem(
        "profile",
        "p",
        "Write a profile",
        "Write a profile into the AWS config file, after showing the change.",
        "profile.write",
        control="ctrl+s",
        short="Profile",
        asks="profile",
    ),
    MenuItem(
        "account-id",
        "i",
        "Copy the account id",
        "Copy the account's twelve digits.",
        "account.copy_id",
    ),
    MenuItem(
        "shell",
        "s",
        "Shell with this role",
        "Leave for a new shell that has the credentials.",
        "shell.start",
        hands_out=True,
    ),
    MenuItem(
        "region",
        "r",
        "Set the region",
        "Choose the region for this role, and remember it.",
        "remember.region",
        asks="region",
    ),
    MenuItem(
        "renew",
        "n",
        "New credentials",
        "Get new credentials though the old ones still hold.",
        "env.renew",
    ),
    MenuItem(
        "favourite",
        "f",
        "Favourite",
        "Make the role a favourite, or no longer one.",
        "remember.favourite",
        control="ctrl+f",
        short="Favourite",
    ),
    MenuItem(
        "account",
        "a",
        "Alias, tags, hide",
        "Name the account, tag it, or hide it.",
        "",
        asks="account",
    ),
)
