"""The app: what is done with a role, from the key to the effect, whichever screen asked.

The main screen says what is seen. Every action goes through `do`: it asks what has to be asked,
prepares in a thread, signs in and comes back where that is needed, and has the effect performed.
What the first frame can do without is imported when it is first needed.
"""

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.worker import get_current_worker

from sso_tui.actions.menu import MENU, MenuItem
from sso_tui.broker import Broker
from sso_tui.errors import SignInNeeded, SsotuiError, unforeseen
from sso_tui.model import Portal, Secret
from sso_tui.ui.boundary import reporting
from sso_tui.ui.outcome import Calling, Outcome
from sso_tui.ui.outline import Target
from sso_tui.ui.screens.main import MainScreen
from sso_tui.ui.theme import DARK, THEMES
from sso_tui.ui.words import sign_in_state

if TYPE_CHECKING:
    from sso_tui.actions.base import Request
    from sso_tui.effects import Effect


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
        Binding("ctrl+q", "quit", "Quit", id="quit", tooltip="Leave, change nothing", show=False),
        Binding("f1", "help", "Help", tooltip="What the keys do here", show=False),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    @dataclass
    class Prepared(Message):
        """An action knows what is to be done."""

        item: MenuItem
        request: "Request"
        effect: "Effect"

    @dataclass
    class Done(Message):
        """An effect was performed."""

        note: str

    @dataclass
    class Noticed(Message):
        """Something that the user should hear of, though nothing failed."""

        sentence: str

    @dataclass
    class Failed(Message):
        """An action failed; with `again`, it is worth another try after a sign-in."""

        error: SsotuiError
        again: Callable[[], object] | None = None

    def __init__(
        self,
        broker: Broker,
        portal: Portal | None,
        calling: Calling,
        search_text: str = "",
        driver_class: type[Driver] | None = None,
    ) -> None:
        """
        Args:
            broker: whom to ask.
            portal: what is shown first; None where there is no portal yet.
            calling: who called, and for what.
            search_text: what the filter begins with.
            driver_class: what draws on the terminal.
        """
        super().__init__(driver_class=driver_class)
        self.broker = broker
        self.calling = calling
        self.crash: SsotuiError | None = None
        """What ended the app, where a fault did."""
        self.main_screen: MainScreen
        """Every account and role of a portal, once there is one."""
        self._portal = portal
        self._search_text = search_text
        if portal is not None:
            self._make_main(portal)
        for theme in THEMES:
            self.register_theme(theme)
        self._put_on(broker.settings.theme)

    def get_default_screen(self) -> Screen[None]:
        """The main screen is the first, so that no empty one is drawn before it."""
        return super().get_default_screen() if self._portal is None else self.main_screen

    def on_mount(self) -> None:
        """Put on the user's own keys, and heed signals."""
        self.set_keymap(dict(self.broker.settings.keys))
        self.broker.notice = lambda sentence: self.post_message(self.Noticed(sentence))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            loop.add_signal_handler(number, self.exit, Outcome(status=128 + number))
        loop.set_exception_handler(lambda _, told: self._crash_of_a_task(told.get("exception")))
        if self._portal is None:
            self._ask_for_portal()

    def _put_on(self, wanted: str) -> None:
        """Begin with the wanted theme, or with the program's own.

        Nothing is styled yet. So in a dark app a dark theme of the program's own needs no more than
        its colours known, where another theme has all that there is to style read anew.
        """
        known = wanted if wanted in self.available_themes else DARK.name
        if known == DARK.name and self.current_theme.dark:
            self.set_reactive(App.theme, known)
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            self.theme = known

    def _make_main(self, portal: Portal) -> None:
        self.main_screen = MainScreen(self.broker, portal, self.calling, self._search_text)

    def _ask_for_portal(self) -> None:
        """Have the first portal configured, and go on with it; leaving that leaves the program."""
        from sso_tui.ui.screens.configure import ConfigureScreen

        def configured(name: str | None) -> None:
            if name is None:
                self.leave()
            else:
                self._make_main(self.broker.portal(name))
                self.push_screen(self.main_screen)

        self.push_screen(ConfigureScreen(self.broker), configured)

    # What the main screen asks for

    @on(MainScreen.Wanted)
    def do_wanted(self, event: MainScreen.Wanted) -> None:
        """Do what was asked for, or show what can be done."""
        from sso_tui.ui import asking

        request = self._request(event.target)
        if request is None:
            return
        if event.action:
            self.do(_item(event.action), request)
        else:
            asking.which_action(
                self,
                request,
                shell_listens=self.calling.listens,
                go_on=lambda item: self.do(item, request),
            )

    @on(MainScreen.SignInWanted)
    def sign_in_wanted(self) -> None:
        """Sign in, then list."""
        self.sign_in(self.main_screen.list_again)

    @on(MainScreen.PortalWanted)
    def switch_portal(self) -> None:
        """Offer the portals of the AWS config file."""
        from sso_tui.ui.screens.choice import Choice, ChoiceScreen

        try:
            portals = {portal.key: portal for portal in self.broker.portals()}
            choices = [Choice(key, one.name, self._note(one)) for key, one in portals.items()]
        except SsotuiError as error:
            self.tell(str(error), "error")
            return

        def chosen(key: str | None) -> None:
            if key is not None and key != self.main_screen.portal.key:
                self.main_screen.show_portal(portals[key])

        self.push_screen(ChoiceScreen("Portal", choices, self.main_screen.portal.key), chosen)

    def _note(self, portal: Portal) -> str:
        """What is said of a portal in a choice of several."""
        state = sign_in_state(self.broker.sign_ins.known(portal), self.broker.now())
        glass = "break glass" if portal.key in self.broker.settings.break_glass else ""
        return " · ".join(filter(None, (portal.region, state.words, glass)))

    @on(MainScreen.Leave)
    def leave(self) -> None:
        """Nothing was chosen."""
        self.exit(Outcome(status=130))

    # From an action to its effect

    def do(self, item: MenuItem, request: "Request", *, agreed: bool = False) -> None:
        """Do one thing with one role.

        Args:
            item: what to do.
            request: with which role.
            agreed: whether the user agreed to hand out a protected one.
        """
        from sso_tui.ui import asking

        if item.name == "export" and not self.calling.listens:
            asking.instead_of_export(self, lambda name: self.do(_item(name), request))
        elif item.hands_out and request.protected and not agreed:
            asking.whether_to_hand_out(
                self, item, request, lambda: self.do(item, request, agreed=True)
            )
        elif item.asks == "key":
            asking.which_key(self, request, partial(self.prepare, item))
        elif item.asks == "region":
            asking.which_region(self, request, partial(self.prepare, item))
        elif item.asks == "profile":
            asking.which_profile(self, request, self.carry_out)
        else:
            self.prepare(item, request)

    @work(thread=True, group="action", exclusive=True, exit_on_error=False)
    def prepare(self, item: MenuItem, request: "Request") -> None:
        """Work out, in a thread, what an action does; sign in first where that is needed."""
        wait = get_current_worker().cancelled_event.wait

        def failed(error: SsotuiError) -> None:
            again = (
                partial(self.prepare, item, request) if isinstance(error, SignInNeeded) else None
            )
            self.post_message(self.Failed(error, again))

        with reporting(failed):
            effect = item.prepare(replace(request, wait=wait, refresh=item.name == "renew"))
            self.broker.used(request.role, item.name)
            self.post_message(self.Prepared(item, request, effect))

    @on(Prepared)
    def prepared(self, event: Prepared) -> None:
        """Leave with what only the terminal can do; have the rest performed here."""
        from sso_tui.effects import Handoff, Run

        match event.effect:
            case Handoff() | Run() as effect:
                self.exit(Outcome(effect))
            case effect:
                self.carry_out(effect)

    @work(thread=True, group="effect", exit_on_error=False)
    def carry_out(self, effect: "Effect") -> None:
        """Perform an effect, in a thread, and say that it was."""
        from sso_tui.actions.perform import perform

        wait = get_current_worker().cancelled_event.wait
        with reporting(lambda error: self.post_message(self.Failed(error))):
            self.post_message(self.Done(perform(effect, self.broker, wait)))

    @on(Done)
    def done(self, event: Done) -> None:
        """Say what was done, and look again at what this machine knows."""
        self.tell(event.note)
        self.main_screen.look_again()

    @on(Noticed)
    def noticed(self, event: Noticed) -> None:
        """Say it."""
        self.tell(event.sentence, "warning")

    @on(Failed)
    def failed(self, event: Failed) -> None:
        """Say what went wrong, or sign in and take up the action again."""
        if event.again is not None:
            self.sign_in(event.again)
        else:
            self.tell(str(event.error), "error")

    def sign_in(self, then: Callable[[], object]) -> None:
        """Have the user sign in, and go on with `then` if they did."""
        from sso_tui.ui.screens.sign_in import SignInScreen

        def ended(signed_in: bool | None) -> None:
            if signed_in:
                then()

        hint = self.broker.world.get("SSOTUI_DEMO") or ""
        self.push_screen(SignInScreen(self.broker, self.main_screen.portal, hint), ended)

    def tell(self, text: str, severity: SeverityLevel = "information") -> None:
        """Say a sentence in a corner of the screen; what it says is never taken for markup."""
        self.notify(text, severity=severity, markup=False)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is selected on the screen as everything is copied: not through the terminal."""
        from sso_tui.effects import Copy

        self._clipboard = text
        self.carry_out(Copy(Secret(text), "selected text", sensitive=False))

    def action_command_palette(self) -> None:
        """Show everything that can be done, by its name."""
        from sso_tui.ui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help(self) -> None:
        """Show what the keys do here, or hide it again."""
        shown = bool(self.screen.query("HelpPanel"))
        self.screen.set_class(not shown, "-helping")
        if shown:
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    async def action_quit(self) -> None:
        """Leave without having chosen anything."""
        self.exit(Outcome(status=0))

    def action_help_quit(self) -> None:
        """Leave at once, as Ctrl+C does everywhere."""
        self.exit(Outcome(status=130))

    def _request(self, target: Target) -> "Request | None":
        from sso_tui.actions.base import Request

        entry = self.main_screen.catalogue.entry(target.account_id)
        if target.role is None or entry is None:
            return None
        return Request(
            broker=self.broker,
            portal=self.main_screen.portal,
            account=entry.account,
            role=target.role,
            wait=self.broker.world.wait,
            shell=self.calling.shell,
            region=self.calling.region,
        )

    # A crash says what failed, and shows nothing of what was at hand

    def _fatal_error(self) -> None:
        self._crash(sys.exc_info()[1])

    def _handle_exception(self, error: Exception) -> None:
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


def _item(name: str) -> MenuItem:
    return next(item for item in MENU if item.name == name)
