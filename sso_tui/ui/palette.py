"""Everything that can be done, by its name: the command palette."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from sso_tui.actions.menu import MENU
from sso_tui.ui.bound import bound
from sso_tui.ui.screens.main import MainScreen

SCREEN_COMMANDS = (
    ("List again", "Read accounts and roles again", "list_again"),
    ("Switch portal", "Show another portal", "switch_portal"),
    ("Show all portals", "Every portal's accounts in one list", "all_portals"),
    ("Sign in again", "Sign in to this portal again", "sign_in"),
    ("Open all accounts", "Show the roles of every account", "fold_all(True)"),
    ("Close all accounts", "Show only the accounts", "fold_all(False)"),
    ("Change the theme", "Other colours, light or dark, from now on", "app.change_theme"),
    ("Help", "What the keys do here", "app.help"),
    ("Quit", "Leave, and change nothing", "app.quit"),
)
"""Title, explanation and action of what concerns no single role."""

ACCOUNT_COMMANDS = (
    ("Alias of the account", "Your own name for it", "describe('alias')"),
    ("Tags of the account", "Words to find it by", "describe('tags')"),
    ("Hide the account", "is:hidden alone shows it", "describe('hidden')"),
)
"""Title, explanation and action of what concerns the highlighted account."""

SHOW_AGAIN = ("Show the account again", "It is hidden by your settings", "describe('hidden')")


class Palette(CommandPalette):
    """Textual's palette, which can be left like every other box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("quit", "app.quit", "Quit"),
        Binding("ctrl+c", "app.help_quit", "Quit", show=False),
    ]

    DEFAULT_CSS = """
    Palette {
        & > Vertical { width: 78; max-width: 100%; margin-top: 2; background: transparent; }
        & SearchIcon { display: none; }
        & #--input, & #--input.--list-visible {
            background: $surface;
            border: round $primary;
            padding: 0 1;
        }
        & CommandInput, & CommandInput:focus { border: none; height: 1; padding: 0; }
        & CommandList, & CommandList:focus {
            background: $surface;
            border: none;
            max-height: 70vh;
            padding: 0 1;
            & > .option-list--option { padding: 0 1; }
            & > .option-list--option-highlighted {
                color: $block-cursor-foreground;
                background: $block-cursor-background;
            }
        }
        & > .command-palette--help-text { color: $foreground-muted; text-style: not bold; }
        & > .command-palette--highlight { color: $accent; text-style: bold underline; }
    }
    """


class RoleCommands(Provider):
    """What can be done with the highlighted role, and with the list."""

    async def discover(self) -> Hits:
        """Everything, in the order of the menu."""
        for title, explanation, run in self._commands():
            yield DiscoveryHit(title, run, help=explanation)

    async def search(self, query: str) -> Hits:
        """What matches `query`."""
        matcher = self.matcher(query)
        for title, explanation, run in self._commands():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, help=explanation)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        if screen.target is not None and screen.target.role is not None:
            for item in MENU:
                if item.asks != "account":
                    told = self._with_key(item.help, f"want('{item.name}')")
                    yield item.label, told, partial(screen.action_want, item.name)
        for title, explanation, action in (*self._account_commands(screen), *SCREEN_COMMANDS):
            told = self._with_key(explanation, action)
            yield title, told, partial(screen.run_action, action)

    def _account_commands(self, screen: MainScreen) -> tuple[tuple[str, str, str], ...]:
        if screen.target is None or not screen.target.account_id:
            return ()
        entry = screen.catalogue.entry(screen.target.account_id)
        hidden = entry and screen.broker.settings.hidden_by(entry.account)
        return (*ACCOUNT_COMMANDS[:-1], SHOW_AGAIN) if hidden else ACCOUNT_COMMANDS

    def _with_key(self, explanation: str, action: str) -> str:
        """The explanation, and the key that does the same on the main screen, if one does."""
        held = (one.binding for one in self.screen.active_bindings.values())
        name = action.removeprefix("app.")
        key = next((one for one in held if one.action.removeprefix("app.") == name), None)
        return f"{explanation} · {self.app.get_key_display(key)}" if key else explanation
