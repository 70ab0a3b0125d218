"""What the user has decided, as frozen data; every field says what it does.

Reading and writing the file is the disk's affair. A setting that is not in the file has the value
given here.
"""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sso_tui.environments import USUAL, Environment, environment_of
from sso_tui.hot.hidden import Hidden
from sso_tui.model import Account, Role

CONTAINER_SCHEMES: Final = ("ext+granted-containers", "ext+container")
"""What Firefox extensions that open a link in a container listen to: Granted's, and others."""

EVERY_PORTAL: Final = "*"
"""What stands for all portals where one can be named."""

DEFAULT_ACTIONS: Final = (
    "menu",
    "export",
    "copy",
    "copy-key",
    "console",
    "copy-link",
    "profile",
    "account-id",
    "shell",
    "region",
    "renew",
    "favourite",
    "account",
)
"""What enter can do on a role: show the menu, or one of the menu's actions by its name."""

PERMISSIONS: Final = ("ask", "always", "never")
"""Whether something may be done."""

THEMES: Final = (
    "ssotui",
    "ssotui-light",
    "ansi-dark",
    "ansi-light",
    "atom-one-dark",
    "atom-one-light",
    "catppuccin-frappe",
    "catppuccin-latte",
    "catppuccin-macchiato",
    "catppuccin-mocha",
    "dracula",
    "flexoki",
    "gruvbox",
    "monokai",
    "nord",
    "rose-pine",
    "rose-pine-dawn",
    "rose-pine-moon",
    "solarized-dark",
    "solarized-light",
    "textual-dark",
    "textual-light",
    "tokyo-night",
)
"""The program's own colour themes, then those that come with Textual."""

PLACEHOLDERS: Final = ("account", "account_id", "role", "portal")
"""What a template of profile names can hold in braces: the account's alias or name, its id, the
role, the portal. `{account:.20}` takes the first 20 characters."""

_CUT: Final = re.compile(r"(\.[0-9]{1,3})?")
"""What may follow the colon in a placeholder; others of Python's could fill the memory."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings file, `config.toml`.

    Attributes:
        favourites: roles that stand first, as `ACCOUNT_ID/ROLE` in whichever portal, or as
            `PORTAL/ACCOUNT_ID/ROLE` in that one alone.
        hidden: accounts that are not shown, searched or completed, by their ids, or by patterns of
            their names, as in `sandbox-*`, without regard to case; `is:hidden` in the filter shows
            them, and their exact names still work.
        aliases: a name of one's own for an account, by its id.
        tags: words by which to find an account, by its id.
        region: the default region for commands, where nothing below says otherwise.
        regions: default regions by portal, by account id, or by `ACCOUNT_ID/ROLE`; the most
            particular one holds.
        profile_name: the template of a profile's name, which `PLACEHOLDERS` are filled into.
        cache_role_credentials: keep role credentials in the AWS CLI's cache, for the AWS CLI too.
        clear_clipboard_after: seconds until a copied secret is taken off the clipboard; 0 never.
        terminal_clipboard: where no clipboard can be reached, as over SSH, whether the terminal is
            told to copy (OSC 52), which nobody can see the success of; one of `PERMISSIONS`.
        browser: the command that opens links, before those of BROWSER and of its form: `%s` stands
            for the link, which comes last where none does. Empty for BROWSER and the desktop's own.
        container: the scheme of links for Firefox containers, one of `CONTAINER_SCHEMES`.
        theme: the colour theme, one of `THEMES`.
        default_action: what enter does on a role where no shell listens, one of
            `DEFAULT_ACTIONS`; where one does, enter exports.
        keys: keys of one's own, by the ids of `sso_tui.keys.KEYS`.
        environments: the kinds of accounts, the one that holds first; those that most companies'
            names fit follow the user's own.
        break_glass: portals for emergencies, by their keys, which are shown apart.
        begin_with: the portal that the screen begins with, by its key, or `*` for all of them at
            once. Empty for that of the role used last.
    """

    favourites: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    region: str = ""
    regions: Mapping[str, str] = field(default_factory=dict)
    profile_name: str = "{account}-{role}"
    cache_role_credentials: bool = True
    clear_clipboard_after: int = 45
    terminal_clipboard: str = "ask"
    browser: str = ""
    container: str = "ext+granted-containers"
    theme: str = "ssotui"
    default_action: str = "menu"
    keys: Mapping[str, str] = field(default_factory=dict)
    environments: tuple[Environment, ...] = USUAL
    break_glass: tuple[str, ...] = ()
    begin_with: str = ""

    def environment_of(self, account_id: str, name: str) -> Environment | None:
        """The kind of an account, by its id and its name; None where it is of none."""
        shown = f"{name} {self.aliases.get(account_id, '')}"
        return environment_of(self.environments, account_id, shown, self.tags.get(account_id, ()))

    def hidden_by(self, account: Account) -> str:
        """What hides an account, its id or a pattern; empty where it is not hidden."""
        return Hidden(self.hidden).by(account.id, account.wire_name)

    def protects(self, role: Role, account_name: str) -> bool:
        """Whether a role is asked about once more before anything is handed out.

        Where the account's name is not known, every kind of account may be its own.
        """
        if not account_name:
            return any(one.protects(role.wire_name) for one in self.environments)
        kind = self.environment_of(role.account_id, account_name)
        return kind is not None and kind.protects(role.wire_name)

    def region_for(self, role: Role) -> str | None:
        """The region that commands under `role` get; None where the settings know none."""
        names = (f"{role.account_id}/{role.wire_name}", role.account_id, role.portal)
        return next((self.regions[name] for name in names if name in self.regions), None) or (
            self.region or None
        )


def require_template(text: str) -> str:
    """The template of profile names, once it is seen to be one.

    Raises:
        ValueError: it is none; the text says why, as what follows "the template".
    """
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"is no template: {error}") from None
    if unknown := {str(name) for _, name, _, _ in parts} - set(PLACEHOLDERS):
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(f"has no use for {{{min(unknown)}}}; it knows {known}")
    if any(conversion or not _CUT.fullmatch(spec or "") for _, _, spec, conversion in parts):
        raise ValueError("can do no more with a name than cut it, as in {account:.20}")
    return text
