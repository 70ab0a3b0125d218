"""A line of text, which is looked at as it is typed."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from sso_tui.errors import UsageError
from sso_tui.ui.screens.modal import Dialog


class LineScreen(Dialog[str]):
    """Asks for a line of text; its result is what was typed, maybe nothing."""

    HELP = """\
### A line of text

**enter** keeps it in your settings file, where your comments stay as they are. An empty line takes
it out of there.
"""

    DEFAULT_CSS = """
    LineScreen {
        & > #box { width: 60; }
        & Input { background: $panel; padding: 0 1; margin: 0 0 1 0; }
        & Static { color: $foreground-muted; }
    }
    """

    def __init__(
        self, title: str, current: str, hint: str, where: str, check: Callable[[str], object]
    ) -> None:
        """
        Args:
            title: what is asked for, safe to draw.
            current: what holds now.
            hint: what the text may be, safe to draw.
            where: the file that it is kept in, safe to draw.
            check: raises UsageError for a text that won't do.
        """
        super().__init__(title)
        self._current = current
        self._hint = hint
        self._where = where
        self._check = check

    def compose_box(self) -> ComposeResult:
        """The line above what is said of it."""
        yield Input(self._current, compact=True)
        yield Static(self._hint, id="hint", markup=False)
        yield Static(f"enter keeps it in {self._where}", markup=False)

    @on(Input.Changed)
    def look(self) -> bool:
        """Say why what is typed won't do; the result is whether it will."""
        hint: str | Content = self._hint
        try:
            self._check(self.query_one(Input).value)
        except UsageError as error:
            hint = Content.styled(str(error), "$text-error")
        self.query_one("#hint", Static).update(hint)
        return hint is self._hint

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Leave with what was typed, if it will do."""
        if self.look():
            self.dismiss(event.value)
