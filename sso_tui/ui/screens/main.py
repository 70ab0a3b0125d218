"""The main screen: its parts, its keys, and what they ask for.

What is shown of a portal is the affair of `Showing`, and what is done with a role that of the app;
this screen says which role.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer

from sso_tui.actions.menu import MENU
from sso_tui.broker import Broker
from sso_tui.catalogue import Catalogue
from sso_tui.model import Portal
from sso_tui.ui.outcome import Calling
from sso_tui.ui.outline import Target
from sso_tui.ui.showing import Showing
from sso_tui.ui.widgets.details import DetailPane
from sso_tui.ui.widgets.filter_input import FilterInput
from sso_tui.ui.widgets.finder import Finder
from sso_tui.ui.widgets.lister import Lister
from sso_tui.ui.widgets.notice import Notice
from sso_tui.ui.widgets.portal_header import PortalHeader

TICK = 20
"""Seconds between two looks at the clock: the times on the screen are in minutes."""


def _on_screen(key: str, action: str, label: str, tooltip: str) -> Binding:
    """A control key that means the same wherever the focus is on the main screen."""
    name = action.replace("_", "-")
    return Binding(key, action, label, id=name, tooltip=tooltip, priority=True)


class MainScreen(Screen[None]):
    """Every account and role of one portal."""

    HELP = """\
## ssotui

Type a few letters of the account and of the role, then press **enter**.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(
                item.control,
                f"want('{item.name}')",
                item.short,
                id=item.name,
                tooltip=item.help,
                priority=True,
                show=item.name != "favourite",
            )
            for item in MENU
            if item.control
        ),
        Binding("f1", "app.help", "Help", id="help", tooltip="What the keys do here"),
        Binding("escape", "back", "Leave", id="back", tooltip="Clear the filter, then leave"),
        _on_screen("ctrl+r", "list_again", "Refresh", "Read accounts and roles again"),
        _on_screen("ctrl+t", "switch_portal", "Portal", "Switch to another portal"),
        _on_screen("ctrl+l", "sign_in", "Sign in", "Sign in again"),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("alt+right", "fold_all(True)", "Open all", id="open-all", show=False),
        Binding("alt+left", "fold_all(False)", "Close all", id="close-all", show=False),
        Binding("tab,shift+tab", "switch_focus", "Filter or tree", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """Something is to be done with a role; without a name, the user is asked what."""

        target: Target
        action: str = ""

    class SignInWanted(Message):
        """Somebody has to sign in; afterwards this screen lists again."""

    class PortalWanted(Message):
        """The user wants another portal."""

    class Leave(Message):
        """The user is done here, without having chosen anything."""

    target: reactive[Target | None] = reactive(None)

    finder = query_one(Finder)
    notice = query_one(Notice)
    header = query_one(PortalHeader)
    lister = query_one(Lister)

    def __init__(
        self, broker: Broker, portal: Portal, calling: Calling, search_text: str = ""
    ) -> None:
        super().__init__()
        self.broker = broker
        self.calling = calling
        self.showing = Showing(self, portal)
        """What of which portal is on the screen."""
        self._search_text = search_text

    @property
    def portal(self) -> Portal:
        """The portal that is shown."""
        return self.showing.portal

    @property
    def catalogue(self) -> Catalogue:
        """What is listed of it, complete or not."""
        return self.showing.catalogue

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        self._be_as_wide_as_the_terminal()
        yield PortalHeader()
        yield Notice()
        with Horizontal(id="body"):
            yield Finder(self._search_text)
            yield DetailPane()
        yield Lister(self.broker)
        yield Footer(show_command_palette=False, compact=True)

    def _be_as_wide_as_the_terminal(self) -> None:
        """Have the class for the width from the start: every widget is styled once less."""
        width = self.app.size.width
        steps = self.app.HORIZONTAL_BREAKPOINTS or ()
        fitting = [name for least, name in steps if width >= least]
        self.add_class(*fitting[-1:], update=False)

    def on_mount(self) -> None:
        """Show what is remembered, then list."""
        self.finder.filter_input.focus()
        self.set_interval(TICK, self.showing.show_times)
        self.show_portal(self.portal)

    def show_portal(self, portal: Portal) -> None:
        """Show a portal: what is remembered of it first, then what it says itself."""
        self.showing.show(portal)

    def list_again(self, *, refresh: bool = False) -> None:
        """Read accounts and roles again: those that are due, or with `refresh` all of them."""
        self.showing.list_again(refresh=refresh)

    def look_again(self) -> None:
        """Look again at what this machine knows: the settings, the credentials at hand."""
        self.showing.look_again()

    # What arrives

    @on(Lister.Listed)
    def listed(self, event: Lister.Listed) -> None:
        """Draw it."""
        self.showing.take(event)

    @on(Lister.ListingFailed)
    def listing_failed(self, event: Lister.ListingFailed) -> None:
        """Say so."""
        self.showing.listing_failed(event)

    @on(Lister.LookingFailed)
    def looking_failed(self, event: Lister.LookingFailed) -> None:
        """Say so."""
        self.showing.looking_failed(event)

    @on(Finder.Moved)
    def moved(self, event: Finder.Moved) -> None:
        """Take note of what the highlight stands on."""
        self.target = event.target

    @on(Finder.Chosen)
    def chosen(self, event: Finder.Chosen) -> None:
        """Use the role: export it where a shell listens, else ask what to do with it."""
        action = "export" if self.calling.listens else ""
        self.post_message(self.Wanted(event.target, action))

    @on(FilterInput.Asked)
    def asked(self, event: FilterInput.Asked) -> None:
        """Show the palette or the help."""
        if event.character == ":":
            self.app.action_command_palette()
        else:
            self.call_later(self.run_action, "app.help")

    def watch_target(self, before: Target | None, target: Target | None) -> None:
        """Show what is known of the highlighted line."""
        if self.is_mounted:
            self.showing.show_target(target)
            if (before is None) is not (target is None):
                self.refresh_bindings()  # the footer is made anew, which takes longer than the rest

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what needs a role while none is highlighted."""
        if action == "want":
            return True if self.target is not None else None
        return True

    # What one can do

    def action_want(self, name: str) -> None:
        """Do the action of that name with the highlighted role."""

        def act(target: Target | None) -> None:
            if target is not None and target.role is not None:
                self.post_message(self.Wanted(target, name))

        self.finder.after_typing(act)

    def action_list_again(self) -> None:
        """Read all accounts and roles again."""
        self.list_again(refresh=True)

    def action_switch_portal(self) -> None:
        """Ask for another portal."""
        self.post_message(self.PortalWanted())

    def action_sign_in(self) -> None:
        """Sign in again."""
        self.post_message(self.SignInWanted())

    def action_back(self) -> None:
        """Clear the filter; without one, leave."""
        if self.finder.filter_input.value:
            self.finder.filter_input.value = ""
        else:
            self.post_message(self.Leave())

    def action_move(self, lines: int) -> None:
        """Move the highlight."""
        self.finder.catch_up()
        self.finder.role_tree.action_move(lines)

    def action_move_page(self, pages: int) -> None:
        """Move the highlight by whole screens."""
        self.finder.catch_up()
        self.finder.role_tree.action_move_page(pages)

    def action_switch_focus(self) -> None:
        """From the filter to the tree, or back."""
        self.finder.switch_focus()

    def action_fold_all(self, opens: bool) -> None:
        """Open or close every account."""
        self.finder.catch_up()
        self.finder.role_tree.fold_all(opens)
