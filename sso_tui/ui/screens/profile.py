"""A profile about to be written: its name, its kind, and exactly what changes in which file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import Input, Static

from sso_tui.actions.profile import Proposal
from sso_tui.effects import Save
from sso_tui.errors import SsotuiError
from sso_tui.ui.bound import bound
from sso_tui.ui.boundary import reporting
from sso_tui.ui.diff import diff_content
from sso_tui.ui.screens.modal import Dialog


class ProfileScreen(Dialog[Save]):
    """Shows the change while the name is typed; its result is the change that was agreed to."""

    HELP = """\
### Write a profile

What you see is exactly what changes. **enter** writes it; everything else in the file stays as it is.
A long change is turned page by page.

The kind is how programs get credentials by the profile:

- *sso-session*: by the sign-in itself; the AWS CLI and current SDKs
- *credential-process*: by asking ssotui; everything that knows `credential_process`
- *keys*: keys that end soon, in the credentials file; everything else
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("profile.kind", "next_kind", "Kind", show=True),
        bound("profile.page-up", "turn_page(-1)"),
        bound("profile.page-down", "turn_page(1)"),
    ]

    DEFAULT_CSS = """
    ProfileScreen {
        & > #box { width: 88; }
        & Input { background: $panel; padding: 0 1; }
        & #kind { margin: 0 0 1 0; padding: 0 1; color: $foreground-muted; }
        & VerticalScroll { height: auto; max-height: 50vh; background: $surface; padding: 0 1; }
        & #diff { width: 1fr; height: auto; }
        & #warning { color: $text-warning; margin: 1 0 0 0; }
        & #warning.-none { display: none; }
        & #hint { color: $foreground-muted; margin: 1 0 0 0; }
    }
    """

    @dataclass(eq=False, repr=False)
    class Prepared(Message):
        """What writing a profile of that name and kind would change."""

        asked: tuple[str, str]
        proposal: Proposal

    @dataclass(eq=False, repr=False)
    class Refused(Message):
        """A profile of that name and kind can't be written."""

        asked: tuple[str, str]
        error: SsotuiError

    kind: var[str] = var("", init=False)
    """How programs are to get credentials by the profile."""

    def __init__(
        self,
        title: str,
        kinds: Sequence[str],
        shown: Callable[[Path], str],
        prepare: Callable[[str, str], Proposal],
        about: str = "",
    ) -> None:
        """
        Args:
            title: account and role, safe to draw.
            kinds: the ways by which programs can get credentials, the usual one first.
            shown: a file's path, safe to draw.
            prepare: works out the change for a name, empty for the usual one, and a kind; raises
                SsotuiError; called in a thread.
            about: the portal, safe to draw; empty where there is one alone.
        """
        super().__init__(title, about)
        self._kinds = tuple(kinds)
        self._shown = shown
        self._prepare = prepare
        self.set_reactive(ProfileScreen.kind, self._kinds[0])
        self._filled = False
        self.save: Save | None = None
        """The change that is shown; None while there is none to agree to."""

    def compose_box(self) -> ComposeResult:
        """The name and the kind above the change."""
        yield Input(placeholder="name of the profile", select_on_focus=False, compact=True)
        yield Static(id="kind", markup=False)
        yield VerticalScroll(Static(id="diff", markup=False), can_focus=False)
        yield Static(id="warning", classes="-none", markup=False)
        yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """Begin with the usual name and kind."""
        self.watch_kind()

    def watch_kind(self) -> None:
        """Say which kind it is, and work out its change."""
        words = (
            Content.styled(f"● {kind}", "$foreground")
            if kind == self.kind
            else Content(f"○ {kind}")
            for kind in self._kinds
        )
        self.query_one("#kind", Static).update(Content("   ").join(words))
        self._begin()

    @on(Input.Changed)
    def renamed(self) -> None:
        """Work out the change for another name."""
        self._begin()

    @on(Input.Submitted)
    def agreed(self) -> None:
        """Leave with the change that is shown."""
        if self.save is not None and self.save.diff:
            self.dismiss(self.save)

    @on(Prepared)
    def prepared(self, event: Prepared) -> None:
        """Show the change, and the usual name where none was typed."""
        if event.asked != self._asked:
            return
        proposal, self.save = event.proposal, event.proposal.save
        self._fill_in(proposal.name)
        lines = diff_content(proposal.save)
        about = " · ".join(filter(None, (self._box_about, self._shown(proposal.save.path))))
        self.query_one("#box").border_subtitle = Content(about)
        self.query_one("#diff", Static).update(lines)
        self._warn(proposal.warning if lines else "")
        agree = f"enter writes this, {self.key_for('dialog.back')} leaves the file alone"
        hint = agree if lines else "The file has it already."
        self.query_one("#hint", Static).update(hint)

    @on(Refused)
    def refused(self, event: Refused) -> None:
        """Say why that name or kind won't do."""
        if event.asked != self._asked:
            return
        self.query_one("#diff", Static).update("")
        self._warn("")
        self.query_one("#hint", Static).update(Content.styled(str(event.error), "$text-error"))

    def action_next_kind(self) -> None:
        """Go to the next kind, and after the last to the first."""
        self.kind = self._kinds[(self._kinds.index(self.kind) + 1) % len(self._kinds)]

    def action_turn_page(self, pages: int) -> None:
        """Move on, or back, in a change that is longer than the box."""
        change = self.query_one(VerticalScroll)
        change.scroll_relative(y=pages * change.size.height, animate=False)

    @property
    def _asked(self) -> tuple[str, str]:
        return self.query_one(Input).value.strip(), self.kind

    def _begin(self) -> None:
        self.save = None
        self._work_out(*self._asked)

    def _fill_in(self, name: str) -> None:
        """Put the usual name where it can be changed, once."""
        field = self.query_one(Input)
        if not self._filled and not field.value:
            with self.prevent(Input.Changed):
                field.value = name
                field.action_end()
        self._filled = True

    def _warn(self, sentence: str) -> None:
        self.query_one("#warning", Static).update(sentence)
        self.query_one("#warning").set_class(not sentence, "-none")

    @work(thread=True, group="prepare", exclusive=True, exit_on_error=False)
    def _work_out(self, name: str, kind: str) -> None:
        asked = (name, kind)
        with reporting(lambda error: self.post_message(self.Refused(asked, error))):
            self.post_message(self.Prepared(asked, self._prepare(name, kind)))
