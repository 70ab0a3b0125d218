"""The app: its screens, what holds on all of them, and how it ends.

The main screen says what is seen and what is wanted. What performs that, signs in and switches
portals is imported when it is first needed, since the first frame can do without.
"""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.notifications import Notify, SeverityLevel
from textual.screen import Screen
from textual.timer import Timer

from sso_tui.broker import Broker
from sso_tui.errors import SsotuiError, unforeseen
from sso_tui.keys import shown
from sso_tui.model import Portal, Secret
from sso_tui.ui.bound import bound
from sso_tui.ui.outcome import Calling, Outcome
from sso_tui.ui.screens.main import MainScreen
from sso_tui.ui.theme import THEMES, put_on

if TYPE_CHECKING:
    from sso_tui.ui.performing import Performer
    from sso_tui.ui.screens.sign_in import SignInScreen


def _role_commands() -> type[Provider]:
    from sso_tui.ui.palette import RoleCommands

    return RoleCommands


class SsotuiApp(App[Outcome]):
    """Everything on the screen."""

    TITLE = "ssotui"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_role_commands}
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it for instances
        (0, "-narrow"),
        (100, "-wide"),
    ]

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("quit", "quit", "Quit"),
        bound("help", "help", "Help"),
        bound("palette", "command_palette", "Palette", priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(
        self,
        broker: Broker,
        portal: Portal | None,
        calling: Calling,
        search_text: str = "",
        *,
        every: bool = False,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """
        Args:
            broker: whom to ask.
            portal: what is shown first; None where there is no portal yet.
            calling: who called, and for what.
            search_text: what the filter begins with.
            every: whether all portals are shown first.
            driver_class: what draws on the terminal.
        """
        super().__init__(driver_class=driver_class)
        self.broker = broker
        self.calling = calling
        self.crash: SsotuiError | None = None
        """What ended the app, where a fault did."""
        self.main_screen: MainScreen
        """Every account and role of a portal, once there is one."""
        self._clearing: Timer | None = None
        self._portal = portal
        self._search_text = search_text
        self._every = every
        if portal is not None:
            self.begin_with(portal)
        for theme in THEMES:
            self.register_theme(theme)
        put_on(self, broker.settings.theme)

    def get_default_screen(self) -> Screen[None]:
        """The main screen is the first, so that no empty one is drawn before it."""
        return super().get_default_screen() if self._portal is None else self.main_screen

    def on_mount(self) -> None:
        """Put on the user's own keys, and heed signals."""
        self.set_keymap(dict(self.broker.settings.keys))
        self.broker.notice = lambda sentence: self.call_later(self.tell, sentence, "warning")
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            loop.add_signal_handler(number, self.exit, Outcome(status=128 + number))
        loop.set_exception_handler(lambda _, told: self._crash_of_a_task(told.get("exception")))
        if self._portal is None:
            from sso_tui.ui.switching import configure_first

            configure_first(self)

    def begin_with(self, portal: Portal) -> None:
        """Make the main screen; it shows that portal first."""
        self.main_screen = MainScreen(
            self.broker, portal, self.calling, self._search_text, every=self._every
        )

    # What the main screen asks for

    @on(MainScreen.Wanted)
    def do_wanted(self, event: MainScreen.Wanted) -> None:
        """Do what was asked for, or show what can be done."""
        self._performer.want(event.target, event.action)

    @on(MainScreen.AccountWanted)
    def describe_wanted(self, event: MainScreen.AccountWanted) -> None:
        """Ask how the user wants to have an account."""
        self._performer.want_account(event.target, event.what)

    @on(MainScreen.SignInWanted)
    def sign_in_wanted(self, event: MainScreen.SignInWanted) -> None:
        """Sign in, then list."""
        from sso_tui.ui.signing_in import sign_in

        sign_in(self, event.portal, partial(self.main_screen.showing.list_one, event.portal))

    def on_sign_in_screen_wanted(self, event: "SignInScreen.Wanted") -> None:
        """Do what a sign-in asks for beside."""
        self._performer.carry_out(event.effect)

    @on(MainScreen.PortalWanted)
    def switch_portal(self, event: MainScreen.PortalWanted) -> None:
        """Offer the other portals, or show all of them."""
        from sso_tui.ui.switching import choose, show_all

        (show_all if event.every else choose)(self)

    @on(MainScreen.Leave)
    def leave(self) -> None:
        """Nothing was chosen."""
        self.exit(Outcome(status=130))

    # What holds on every screen

    def tell(
        self, text: str, severity: SeverityLevel = "information", about: Iterable[str] = ()
    ) -> None:
        """Say a sentence in a corner of the screen; what it says is never taken for markup.

        Args:
            text: the sentence.
            severity: how bad it is.
            about: what it is about; what was said of that before goes.
        """
        from sso_tui.ui.telling import Saying

        saying = Saying(text, "", severity, self.NOTIFICATION_TIMEOUT, markup=False)
        saying.about = frozenset((text, *about))
        self.post_message(Notify(saying))

    def on_notify(self, event: Notify) -> None:
        """Take away what was said of the same thing before; Textual then shows what is new."""
        from sso_tui.ui.telling import outdated

        for one in outdated(self._notifications, event.notification):
            self._unnotify(one, refresh=False)

    def have_terminal_copy(self, text: str, clear_after: int) -> None:
        """Tell the terminal to copy (OSC 52), and after so many seconds to forget; 0 for never."""
        if self._clearing:
            self._clearing.stop()
        super().copy_to_clipboard(text.encode("utf-8", "replace").decode())
        self._clipboard = ""  # which pasting would put on the screen
        again = partial(self.have_terminal_copy, "", 0)
        self._clearing = self.set_timer(clear_after, again) if clear_after else None

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is selected on the screen as everything is copied: not through the terminal."""
        from sso_tui.effects import Copy

        self._clipboard = text
        self._performer.carry_out(Copy(Secret(text), "selected text", sensitive=False))

    def action_change_theme(self) -> None:
        """Offer other colours, and begin with those from now on."""
        from sso_tui.ui.describing import choose_theme

        choose_theme(self, self.broker, self._performer.carry_out)

    def action_command_palette(self) -> None:
        """Show everything that can be done, by its name."""
        from sso_tui.ui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help(self) -> None:
        """Show what the keys do here, or hide it again."""
        from sso_tui.ui.help import toggle

        toggle(self.screen, shown("help", self.broker.settings.keys))

    async def action_quit(self) -> None:
        """Leave without having chosen anything."""
        self.exit(Outcome(status=0))

    def action_help_quit(self) -> None:
        """Leave at once, as Ctrl+C does everywhere."""
        self.exit(Outcome(status=130))

    @cached_property
    def _performer(self) -> "Performer":
        from sso_tui.ui.performing import Performer

        return Performer(self)

    # A crash says what failed, and shows nothing of what was at hand

    def _fatal_error(self) -> None:
        self._crash(sys.exc_info()[1])

    def _handle_exception(self, error: Exception) -> None:
        if self._exit and isinstance(error, NoMatches):
            return  # of a screen that was to come: an app that leaves gives it no widgets
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._crash(error)

    def _crash_of_a_task(self, error: BaseException | None) -> None:
        if error is not None:
            self._crash(error)

    def _crash(self, error: BaseException | None) -> None:
        self.bell()
        self._return_code = 1
        self.crash = self.crash or unforeseen(error or RuntimeError())
        self._close_messages_no_wait()
