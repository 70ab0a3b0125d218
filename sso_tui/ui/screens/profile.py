"""A profile about to be written: its name, and exactly what changes in the file."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from sso_tui.effects import Save
from sso_tui.errors import SsotuiError
from sso_tui.model import clean
from sso_tui.ui.boundary import reporting
from sso_tui.ui.screens.modal import Dialog

COLOURS = {"+": "$text-success", "-": "$text-error", "@": "$foreground-muted"}
"""The theme's colour for a line of a diff, by its first character."""


class ProfileScreen(Dialog[Save]):
    """Shows the change while the name is typed; its result is the change that was agreed to."""

    HELP = """\
### Write a profile

What you see is exactly what changes. **enter** writes it; everything else in the file stays as it is.
"""

    DEFAULT_CSS = """
    ProfileScreen {
        & > #box { width: 88; }
        & Input { background: $panel; padding: 0 1; margin: 0 0 1 0; }
        & VerticalScroll { height: auto; max-height: 1fr; background: $surface; padding: 0 1; }
        & #diff { width: auto; height: auto; }
        & #hint { color: $foreground-muted; margin: 1 0 0 0; }
    }
    """

    @dataclass
    class Prepared(Message):
        """What writing a profile of that name would change."""

        name: str
        save: Save

    @dataclass
    class Refused(Message):
        """A profile of that name can't be written."""

        name: str
        error: SsotuiError

    def __init__(self, title: str, name: str, file: str, prepare: Callable[[str], Save]) -> None:
        """
        Args:
            title: account and role, safe to draw.
            name: the name to begin with.
            file: the file that is written, safe to draw.
            prepare: works out the change for a name; raises SsotuiError; called in a thread.
        """
        super().__init__(title)
        self._profile_name = name
        self._file = file
        self._prepare = prepare
        self.save: Save | None = None
        """The change that is shown; None while there is none to agree to."""

    def compose_box(self) -> ComposeResult:
        """The name above the change."""
        yield Input(
            self._profile_name,
            placeholder="name of the profile",
            select_on_focus=False,
            compact=True,
        )
        yield VerticalScroll(Static(id="diff", markup=False), can_focus=False)
        yield Static(id="hint", markup=False)

    @on(Input.Changed)
    def renamed(self, event: Input.Changed) -> None:
        """Work out the change for another name."""
        self.save = None
        self._work_out(event.value.strip())

    @on(Input.Submitted)
    def agreed(self) -> None:
        """Leave with the change that is shown."""
        if self.save is not None and self.save.diff:
            self.dismiss(self.save)

    @on(Prepared)
    def prepared(self, event: Prepared) -> None:
        """Show the change."""
        if event.name != self.query_one(Input).value.strip():
            return
        self.save = event.save
        lines = event.save.diff[2:]  # the file's name is in the frame
        self.query_one("#box").border_subtitle = Content(self._file)
        self.query_one("#diff", Static).update(
            Content("\n").join(_coloured(line) for line in lines) if lines else Content("")
        )
        hint = (
            "enter writes this, esc leaves the file alone" if lines else "The file has it already."
        )
        self.query_one("#hint", Static).update(hint)

    @on(Refused)
    def refused(self, event: Refused) -> None:
        """Say why that name won't do."""
        if event.name != self.query_one(Input).value.strip():
            return
        self.query_one("#diff", Static).update("")
        self.query_one("#hint", Static).update(Content.styled(str(event.error), "$text-error"))

    @work(thread=True, group="prepare", exclusive=True, exit_on_error=False)
    def _work_out(self, name: str) -> None:
        with reporting(lambda error: self.post_message(self.Refused(name, error))):
            self.post_message(self.Prepared(name, self._prepare(name)))


def _coloured(line: str) -> Content:
    text = clean(line.expandtabs(4))
    return Content.styled(text, COLOURS.get(line[:1], "$foreground"))
