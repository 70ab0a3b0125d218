"""The sign-in: the code in large type, the page to visit, and how long there is for it.

A thread goes through the steps of the sign-in and posts each one; leaving the screen cancels it
within a moment. Nothing is drawn here that would let anybody else finish the sign-in.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from sso_tui import desktop
from sso_tui.broker import Broker
from sso_tui.effects import Copy
from sso_tui.errors import DesktopError, SsotuiError
from sso_tui.model import Portal, Secret
from sso_tui.moments import left
from sso_tui.steps import SignedIn, Step, Visit, Waiting
from sso_tui.ui.bound import bound
from sso_tui.ui.boundary import reporting
from sso_tui.ui.screens.modal import Dialog
from sso_tui.ui.widgets.large_type import LargeType
from sso_tui.ui.widgets.qr_code import fits, qr_code

COMPARE = "Approve only if the page shows this code, and only because you started this yourself."
BRIEFLY = "Approve only if the page shows [b]$code[/b] and you started this."
ASKING = "Asking the portal …"
AROUND = 14
"""Lines beside a QR code: the frame, the footer, the texts, the code in large type."""
AT_LEAST = 4
"""Lines beside it where there is little room: the frame, the footer, and the code to compare."""
COMES_BACK = "Approve the sign-in in the browser; this screen goes on by itself."


class SignInScreen(Dialog[bool]):
    """Signs in to one portal; its result says whether somebody is signed in afterwards."""

    HELP = """\
### Sign in

Approve the sign-in in your browser; this screen goes on by itself. With a code, the browser can be
on another machine: compare the code there with the one here, and approve nothing that you did not
start yourself.

One sign-in serves ssotui, the AWS CLI and every SDK.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("sign-in.cancel", "dismiss(False)", "Cancel", show=True),
        bound(
            "sign-in.open", "open", "Open page", tooltip="Open the page in the browser", show=True
        ),
        bound("sign-in.copy", "copy", "Copy link", tooltip="Copy the page's address", show=True),
        bound("sign-in.qr", "qr", "QR code", tooltip="Show the address as a QR code", show=True),
        bound(
            "sign-in.device", "device", "Use a code", tooltip="For a browser elsewhere", show=True
        ),
        bound("sign-in.again", "again", "Try again", show=True),
    ]

    DEFAULT_CSS = """
    SignInScreen {
        & #box { height: auto; align-horizontal: center; }
        & #explanation { margin: 0 0 1 0; width: 1fr; height: auto; }
        & #address { display: none; margin: 1 0 0 0; width: 1fr; height: auto; color: $text-primary; }
        & #address.-shown { display: block; }
        & #qr { width: auto; height: auto; display: none; }
        & #qr.-shown { display: block; }
        & #state { margin: 1 0 0 0; width: 1fr; height: auto; color: $foreground-muted; }
        & LargeType { display: none; }
        & LargeType.-shown { display: block; }
        & .-brief #explanation { margin: 0; }
        & .-brief #address.-shown, & .-brief #state, & .-brief LargeType.-shown { display: none; }
    }
    """

    @dataclass(eq=False, repr=False)
    class Stepped(Message):
        """The sign-in has come one step further."""

        attempt: int
        step: Step

    @dataclass(eq=False, repr=False)
    class Failed(Message):
        """The sign-in is over without success."""

        attempt: int
        error: SsotuiError

    @dataclass(eq=False, repr=False)
    class Opened(Message):
        """The browser was asked to open the page; `trouble` says why it did not, if it did not."""

        trouble: str

    @dataclass(eq=False, repr=False)
    class Wanted(Message):
        """The page's address is to be copied."""

        effect: Copy

    def __init__(self, broker: Broker, portal: Portal, hint: str = "") -> None:
        super().__init__(f"Sign in to {portal.name}")
        self.broker = broker
        self.portal = portal
        self.visit: Visit | None = None
        """The page to visit, once it is known."""
        self._hint = hint
        self._attempt = 0
        self._failed = False
        self._headless = desktop.headless_reason(broker.world)

    def compose_box(self) -> ComposeResult:
        """From top to bottom what a person reads."""
        yield Static(ASKING, id="explanation", markup=False)
        yield LargeType(id="code")
        yield Static(id="address", markup=False)
        yield Static(id="qr", markup=False)
        yield Static(id="state", markup=False)

    def on_mount(self) -> None:
        """Begin at once, the way that suits this machine."""
        self.set_interval(1, self._tick)
        self._begin(by_browser=not self._headless)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what has no page yet, and hide what does not apply."""
        if action in ("open", "copy", "qr"):
            return True if self.visit else None
        if action == "again":
            return self._failed
        if action == "device":
            return not self._failed and not (self.visit and self.visit.code)
        return True

    @on(Stepped)
    def step_on(self, event: Stepped) -> None:
        """Show where the sign-in stands."""
        if event.attempt != self._attempt:
            return
        match event.step:
            case Visit() as visit:
                self._show(visit)
            case Waiting(trouble=trouble) if trouble:
                self._say(f"{trouble} Trying again …", "text-warning")
            case SignedIn():
                self.dismiss(True)

    @on(Failed)
    def fail(self, event: Failed) -> None:
        """Say why, and offer another try."""
        if event.attempt != self._attempt:
            return
        self.visit, self._failed = None, True
        self.query_one(LargeType).remove_class("-shown")
        self._hide_qr()
        self.query_one("#address").remove_class("-shown")
        self.query_one("#explanation", Static).update(
            Content.styled(f"{event.error.what}.", "$text-error")
        )
        again, cancel = self.key_for("sign-in.again"), self.key_for("sign-in.cancel")
        self._say(f"{again} tries again, {cancel} leaves.")
        self.refresh_bindings()

    @on(Opened)
    def opened(self, event: Opened) -> None:
        """Say so if the page must be opened by hand."""
        if event.trouble and self.visit:
            self.query_one("#explanation", Static).update(
                Content.styled(f"{event.trouble} Open this page yourself:", "$text-warning")
            )
            self.query_one("#address").add_class("-shown")

    def action_open(self) -> None:
        """Open the page in the browser."""
        if self.visit:
            self._open(self.visit.url)

    def action_copy(self) -> None:
        """Copy the page's address."""
        if self.visit:
            address = Secret(self.visit.url)
            self.post_message(self.Wanted(Copy(address, "page's address", sensitive=False)))

    def action_qr(self) -> None:
        """Show the page's address as a QR code, or hide it again."""
        if self.visit is None:
            return
        shown = self.query_one("#qr", Static)
        if shown.has_class("-shown"):
            self._hide_qr()
            return
        drawn, (width, height) = qr_code(self.visit.url), self.size
        brief = not fits(drawn, width, height, beside=AROUND)
        if brief and not fits(drawn, width, height, beside=AT_LEAST):
            lines = drawn.plain.splitlines()
            self._say(
                f"The QR code takes {len(lines[0]) + 4} columns and {len(lines) + AT_LEAST} lines: "
                f"enlarge the window, or copy the link with {self.key_for('sign-in.copy')}.",
                "text-warning",
            )
            return
        shown.update(drawn)
        shown.add_class("-shown")
        self.query_one("#box").set_class(brief, "-brief")
        if brief and self.visit.code:
            only = Content.from_markup(BRIEFLY, code=self.visit.code)
            self.query_one("#explanation", Static).update(only)

    def _hide_qr(self) -> None:
        self.query_one("#qr").remove_class("-shown")
        self.query_one("#box").remove_class("-brief")
        if self.visit and self.visit.code:
            self.query_one("#explanation", Static).update(COMPARE)

    def action_device(self) -> None:
        """Start again with a code, for a browser on another machine."""
        self._begin(by_browser=False)

    def action_again(self) -> None:
        """Start again."""
        self._begin(by_browser=not self._headless)

    def _begin(self, *, by_browser: bool) -> None:
        self._attempt += 1
        self.visit, self._failed = None, False
        self._hide_qr()
        self.query_one(LargeType).remove_class("-shown")
        self.query_one("#address").remove_class("-shown")
        self.query_one("#explanation", Static).update(ASKING)
        self._say("")
        self.refresh_bindings()
        self._sign_in(self._attempt, by_browser)

    def _show(self, visit: Visit) -> None:
        self.visit = visit
        code = self.query_one(LargeType)
        code.code = visit.code
        code.set_class(bool(visit.code), "-shown")
        self.query_one("#explanation", Static).update(COMPARE if visit.code else COMES_BACK)
        address = self.query_one("#address", Static)
        address.update(Content(visit.url))
        address.set_class(bool(visit.code), "-shown")
        if not self._headless:
            self._open(visit.url)
        why = f"With a code, since this runs {self._headless}." if self._headless else ""
        self._say(f"{self._hint}{why}")
        self._tick()
        self.refresh_bindings()

    def _tick(self) -> None:
        remaining = left(self.visit.expires_at - self.broker.now()) if self.visit else ""
        self.query_one("#box").border_subtitle = Content(f"{remaining} left" if remaining else "")

    def _say(self, text: str, colour: str = "foreground-muted") -> None:
        self.query_one("#state", Static).update(Content.styled(text, f"${colour}"))

    @work(thread=True, group="sign-in", exclusive=True, exit_on_error=False)
    def _sign_in(self, attempt: int, by_browser: bool) -> None:
        wait = get_current_worker().cancelled_event.wait
        with reporting(lambda error: self.post_message(self.Failed(attempt, error))):
            for step in self.broker.sign_ins.steps(self.portal, by_browser=by_browser, wait=wait):
                self.post_message(self.Stepped(attempt, step))

    @work(thread=True, group="desktop", exit_on_error=False)
    def _open(self, url: str) -> None:
        trouble = ""
        try:
            desktop.open_url(Secret(url), self.broker.world)
        except DesktopError as error:
            trouble = f"{error.what}."
        self.post_message(self.Opened(trouble))
