"""The first minute: which access portal, and the section that is written for it.

One question, the start URL. The region is found out; where it can't be, it is asked for. The exact
change is shown before it is written.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from sso_tui.actions.configure import Draft, configure, offered_region, usual_name
from sso_tui.actions.perform import perform
from sso_tui.broker import Broker
from sso_tui.broker.decisions import PortalRegion
from sso_tui.effects import Save
from sso_tui.errors import SsotuiError
from sso_tui.ui.bound import bound
from sso_tui.ui.boundary import reporting
from sso_tui.ui.diff import diff_content
from sso_tui.ui.screens.modal import Dialog

QUESTION = "What is the start URL of your AWS access portal?"
WHERE = "It stands in your invitation, and in the browser's address line when it is open."
LOOKING = "Finding out which region it is in …"
UNKNOWN = "Its region could not be found out. Which one is it? → completes"
READY = "enter writes this and goes on to the sign-in"


class ConfigureScreen(Dialog[str]):
    """Asks for a portal and writes its section; the result is the name of its session."""

    HELP = """\
### The first portal

Only the **start URL** is asked for, and its region where that can't be found out. **enter** looks it
up, and once more writes what you see; nothing else in the AWS config file is changed.

The region for commands is where your commands work; empty, it is the shell's own.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("configure.back", "back", "Back", show=True),
    ]

    DEFAULT_CSS = """
    ConfigureScreen {
        & > #box { width: 88; }
        & Input { background: $panel; padding: 0 1; margin: 1 0 0 0; }
        & #where { color: $foreground-muted; }
        & #region { display: none; }
        & #region.-asked { display: block; }
        & VerticalScroll { height: auto; max-height: 1fr; padding: 0 1; margin: 1 0 0 0; }
        & .-none { display: none; }
        & #commands-row { height: auto; margin: 1 0 0 0; }
        & #commands-row Static { width: auto; }
        & #commands { width: 1fr; margin: 0; }
        & #diff { width: auto; height: auto; }
        & #state { color: $foreground-muted; margin: 1 0 0 0; height: auto; }
    }
    """

    @dataclass(eq=False, repr=False)
    class Prepared(Message):
        """The section is ready to be written."""

        asked: tuple[str, str]
        name: str
        save: Save
        commands: str

    @dataclass(eq=False, repr=False)
    class RegionWanted(Message):
        """The region could not be found out."""

        asked: tuple[str, str]
        regions: tuple[str, ...]

    @dataclass(eq=False, repr=False)
    class Written(Message):
        """The section is in the file."""

        name: str

    @dataclass(eq=False, repr=False)
    class Refused(Message):
        """What was typed can't be used, or the file can't be written."""

        error: SsotuiError

    def __init__(self, broker: Broker) -> None:
        super().__init__("Welcome to ssotui")
        self.broker = broker
        self._ready: ConfigureScreen.Prepared | None = None

    def compose_box(self) -> ComposeResult:
        """The question, and below it what comes of the answer."""
        yield Static(QUESTION, markup=False)
        yield Static(WHERE, id="where", markup=False)
        yield Input(placeholder="https://d-1234567890.awsapps.com/start", id="url", compact=True)
        yield Input(placeholder="eu-central-1", id="region", compact=True)
        yield VerticalScroll(Static(id="diff", markup=False), classes="-none", can_focus=False)
        yield Horizontal(
            Static("Region for commands  ", markup=False),
            Input(placeholder="the shell's own", id="commands", compact=True),
            id="commands-row",
            classes="-none",
        )
        yield Static(id="state", markup=False)

    @on(Input.Changed, "#url, #region")
    def changed(self) -> None:
        """What was shown no longer holds."""
        self._ready = None
        for part in (VerticalScroll, "#commands-row"):
            self.query_one(part).add_class("-none")
        self._say("")

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Write what is shown; where nothing is yet, find out what to show."""
        if self._ready is not None:
            commands = self.query_one("#commands", Input).value.strip().lower()
            self._write(self._ready.name, self._ready.save, commands)
        elif self._asked[0]:
            self._say(LOOKING)
            self._work_out(*self._asked)

    @on(RegionWanted)
    def region_wanted(self, event: RegionWanted) -> None:
        """Ask for the region too."""
        if event.asked != self._asked:
            return
        field = self.query_one("#region", Input)
        field.suggester = SuggestFromList(event.regions, case_sensitive=False)
        field.add_class("-asked")
        field.focus()
        self._say(UNKNOWN)

    @on(Prepared)
    def prepared(self, event: Prepared) -> None:
        """Show the change."""
        if event.asked != self._asked:
            return
        self._ready = event
        lines = diff_content(event.save)
        self.query_one("#box").border_subtitle = Content(self.broker.files.config_file)
        self.query_one("#diff", Static).update(lines)
        self.query_one(VerticalScroll).set_class(not lines, "-none")
        self.query_one("#commands", Input).value = event.commands
        self.query_one("#commands-row").remove_class("-none")
        self._say(READY)

    @on(Written)
    def written(self, event: Written) -> None:
        """Leave with the portal's name."""
        self.dismiss(event.name)

    @on(Refused)
    def refused(self, event: Refused) -> None:
        """Say why it won't do."""
        self.query_one("#state", Static).update(Content.styled(str(event.error), "$text-error"))

    def action_back(self) -> None:
        """Leave without a portal."""
        self.dismiss(None)

    @property
    def _asked(self) -> tuple[str, str]:
        url, region = (self.query_one(name, Input).value.strip() for name in ("#url", "#region"))
        return url, region.lower()

    def _say(self, sentence: str) -> None:
        self.query_one("#state", Static).update(sentence)

    def _reporting(self) -> AbstractContextManager[None]:
        return reporting(lambda error: self.post_message(self.Refused(error)))

    @work(thread=True, group="prepare", exclusive=True, exit_on_error=False)
    def _work_out(self, start_url: str, region: str) -> None:
        asked = (start_url, region)
        with self._reporting():
            found = region or self.broker.geography.region_behind(start_url)
            if found is None:
                regions = tuple(self.broker.geography.regions())
                self.post_message(self.RegionWanted(asked, regions))
                return
            name = usual_name(self.broker, start_url)
            save = configure(self.broker, Draft(name, start_url, found))
            commands = offered_region(self.broker, found)
            self.post_message(self.Prepared(asked, name, save, commands))

    @work(thread=True, group="write", exclusive=True, exit_on_error=False)
    def _write(self, name: str, save: Save, commands: str) -> None:
        with self._reporting():
            perform(save, self.broker, get_current_worker().cancelled_event.wait)
            if commands:
                self.broker.remember(PortalRegion(name, commands))
            self.post_message(self.Written(name))
