"""What can be done with the highlighted role, each under one key."""

from collections.abc import Container, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from sso_tui.actions.menu import MENU, MenuItem
from sso_tui.keys import shown
from sso_tui.ui.bound import bound
from sso_tui.ui.screens.modal import Dialog


class ActionMenu(Dialog[MenuItem]):
    """The menu of one role; its result is what was chosen."""

    HELP = "### Actions\n\nWhat can be done with this role. **enter** does what is highlighted.\n"

    BINDINGS: ClassVar[list[BindingType]] = [
        bound(f"menu.{item.name}", f"choose('{item.name}')", item.label, tooltip=item.help)
        for item in MENU
    ]

    DEFAULT_CSS = """
    ActionMenu {
        & > #box { width: 46; }
    }
    """

    def __init__(
        self,
        title: str,
        *,
        last: str,
        keys: Mapping[str, str],
        greyed: Container[str] = (),
    ) -> None:
        """
        Args:
            title: account and role, safe to draw.
            last: the name of the action to highlight.
            keys: the user's own keys, by their ids.
            greyed: names of actions that can't be done here.
        """
        super().__init__(title)
        self._last = last
        self._keys = keys
        self._greyed = greyed

    def compose_box(self) -> ComposeResult:
        """One line for each action."""
        yield OptionList(
            *(Option(self._line(item), item.name, item.name in self._greyed) for item in MENU),
            markup=False,
        )

    def on_mount(self) -> None:
        """Highlight the action that was used last."""
        names = [item.name for item in MENU]
        self.query_one(OptionList).highlighted = (
            names.index(self._last) if self._last in names else 0
        )

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Leave with the highlighted action."""
        self.action_choose(event.option.id or "")

    def action_choose(self, name: str) -> None:
        """Leave with the action of that name."""
        if name not in self._greyed:
            self.dismiss(next((item for item in MENU if item.name == name), None))

    def _line(self, item: MenuItem) -> Content:
        key = shown(f"menu.{item.name}", self._keys)
        control = shown(item.name, self._keys).replace("ctrl+", "^") if item.control else ""
        gap = max(39 - len(item.label) - len(control) - len(key), 1)
        return Content.assemble(
            (f" {key} ", "bold $accent"),
            f" {item.label}",
            " " * gap,
            (control, "$foreground-muted"),
        )
