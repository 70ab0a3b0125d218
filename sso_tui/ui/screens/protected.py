"""A protected role is about to be handed out: one more keypress, another than the one before."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from sso_tui.ui.bound import bound
from sso_tui.ui.screens.modal import Dialog


class ProtectedScreen(Dialog[bool]):
    """Asks whether to go on; its result is whether the user wants to."""

    HELP = """\
### A protected role

Your settings protect this role, so that it takes one more key before anything is handed out:
`protected` under the `environments` there says which are.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("protected.go-on", "dismiss(True)", "Go on", show=True),
    ]

    DEFAULT_CSS = """
    ProtectedScreen {
        & > #box { border: round $error; border-title-color: $error; width: 60; padding: 1 2; }
        & #what { text-style: bold; }
        & #why { color: $foreground-muted; margin: 1 0 0 0; }
    }
    """

    def __init__(self, label: str, account_id: str, portal: str, doing: str) -> None:
        """
        Args:
            label: account and role, safe to draw.
            account_id: twelve digits.
            portal: the name of the role's portal, safe to draw; empty where there is one alone.
            doing: what is to be done, in a few words.
        """
        super().__init__("Protected")
        self._what = f"{label} ({account_id}){f' in the portal {portal}' if portal else ''}"
        self._doing = doing

    def compose_box(self) -> ComposeResult:
        """Which role, and what for."""
        yield Static(self._what, id="what", markup=False)
        yield Static(self._why(), id="why", markup=False)

    def _why(self) -> str:
        go_on, back = self.key_for("protected.go-on"), self.key_for("dialog.back")
        return f"{self._doing}: {go_on} goes on, {back} goes back"
