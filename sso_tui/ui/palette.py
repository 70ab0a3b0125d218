"""Everything that can be done, by its name: the command palette."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from sso_tui.actions.menu import MENU
from sso_tui.ui.screens.main import MainScreen

SCREEN_COMMANDS = (
    ("List again", "Read accounts and roles again", "list_again"),
    ("Switch portal", "Show another portal", "switch_portal"),
    ("Sign in again", "Sign in to this portal again", "sign_in"),
    ("Open all accounts", "Show the roles of every account", "fold_all(True)"),
    ("Close all accounts", "Show only the accounts", "fold_all(False)"),
    ("Change the theme", "Other colours, light or dark", "app.change_theme"),
    ("Help", "What the keys do here", "app.help"),
    ("Quit", "Leave, and change nothing", "app.quit"),
)
"""Title, explanation and action of what concerns no single role."""


class Palette(CommandPalette):
    """Textual's palette, which can be left like every other box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "app.quit", "Quit", show=False),
        Binding("ctrl+c", "app.help_quit", "Quit", show=False),
    ]


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
                yield item.label, item.help, partial(screen.action_want, item.name)
        for title, explanation, action in SCREEN_COMMANDS:
            yield title, explanation, partial(screen.run_action, action)
