"""What can be done with the highlighted role, each under one key."""

from collections.abc import Container, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sso_tui.actions.menu import MENU, MenuItem
from sso_tui.keys import shown
from sso_tui.ui.bound import bound
from sso_tui.ui.screens.modal import Dialog


class ActionMenu(Dialog[MenuItem]):
    """The menu of one role; its result is what was chosen."""

    HELP = """\
### Actions

What can be done with this role: each has a letter of its own, and **enter** does what is highlighted,
at first what you did last. What stands on the right does it from the main screen at once.

What is grey can't be done here.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound(f"menu.{item.name}", f"choose('{item.name}')", item.label, tooltip=item.help)
        for item in MENU
    ]

    DEFAULT_CSS = """
    ActionMenu {
        & > #box { width: 56; }
        & #why { margin: 1 1 0 1; height: 2; color: $foreground-muted; }
    }
    """

    def __init__(
        self,
        title: str,
        about: str,
        *,
        last: str,
        keys: Mapping[str, str],
        greyed: Container[str] = (),
    ) -> None:
        """
        Args:
            title: account and role, safe to draw.
            about: the account's id and its kind.
            last: the name of the action to highlight.
            keys: the user's own keys, by their ids.
            greyed: names of actions that can't be done here.
        """
        super().__init__(title, about)
        self._last = last
        self._keys = keys
        self._greyed = greyed

    def compose_box(self) -> ComposeResult:
        """One line for each action."""
        yield OptionList(
            *(Option(self._line(item), item.name, item.name in self._greyed) for item in MENU),
            markup=False,
        )
        yield Static(id="why", markup=False)

    def on_mount(self) -> None:
        """Highlight the action that was used last."""
        names = [item.name for item in MENU]
        self.query_one(OptionList).highlighted = (
            names.index(self._last) if self._last in names else 0
        )

    @on(OptionList.OptionHighlighted)
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say more of it."""
        self.query_one("#why", Static).update(MENU[event.option_index].help)

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
        gap = max(48 - len(item.label) - len(control) - len(key), 1)
        return Content.assemble(
            (f" {key} ", "bold $accent"),
            f" {item.label}",
            " " * gap,
            (control, "$foreground-muted"),
        )
