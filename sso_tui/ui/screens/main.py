"""The main screen: one portal, what is listed of it, and what the highlight stands on.

What is done with a role is the app's affair; this screen says which role, and shows what became of
it. Its state is a portal, a catalogue, and what this machine knows of both.
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

from sso_tui import search
from sso_tui.actions.menu import MENU
from sso_tui.broker import Broker
from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue
from sso_tui.errors import SignInNeeded
from sso_tui.model import Portal
from sso_tui.ui import collector, words
from sso_tui.ui.boundary import reporting
from sso_tui.ui.outcome import Calling
from sso_tui.ui.outline import Target
from sso_tui.ui.widgets.details import DetailPane, Details
from sso_tui.ui.widgets.filter_input import FilterInput
from sso_tui.ui.widgets.finder import Finder
from sso_tui.ui.widgets.lister import Lister
from sso_tui.ui.widgets.notice import Notice, Remark
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

    def __init__(
        self, broker: Broker, portal: Portal, calling: Calling, search_text: str = ""
    ) -> None:
        super().__init__()
        self.broker = broker
        self.portal = portal
        self.calling = calling
        self.catalogue = Catalogue(portal.key)
        """What is listed, complete or not."""
        self.local = Local()
        """What this machine knows of the portal."""
        self._compared: Catalogue | None = None
        self._search_text = search_text

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
        self.set_interval(TICK, self._show_times)
        self.show_portal(self.portal)

    def show_portal(self, portal: Portal) -> None:
        """Show another portal: what is remembered of it first, then what it says itself.

        What is remembered is in the first frame. Only then is the portal asked: what speaks to it
        takes longer to load than all the rest.
        """
        self.portal, self.catalogue, self._compared = portal, Catalogue(portal.key), None
        self.header.portal_name = portal.name
        self.header.break_glass = portal.key in self.broker.settings.break_glass
        self.header.place = self.broker.place(portal)
        self.finder.clear()
        lister = self.query_one(Lister)
        with reporting(lambda error: self.say_looking_failed(Lister.LookingFailed(error))):
            self.show_listed(lister.remembered(portal))
        self.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        search.load()
        collector.let_go()
        self.list_again()

    def list_again(self, *, refresh: bool = False) -> None:
        """Read accounts and roles again: those that are due, or with `refresh` all of them."""
        self.notice.remark = Remark("")
        self.query_one(Lister).list(self.portal, refresh=refresh)

    def look_again(self) -> None:
        """Look again at what this machine knows: the settings, the credentials at hand."""
        self.query_one(Lister).look(self.portal, self.catalogue, self.finder.index)

    # What arrives

    @on(Lister.Listed)
    def show_listed(self, event: Lister.Listed) -> None:
        """Draw what has arrived; a listing of another portal is of no interest any more."""
        if event.catalogue.portal != self.portal.key:
            return
        self.catalogue, self.local = event.catalogue, event.local
        self.finder.last_used = event.local.last
        self._compare(event.catalogue)
        why_empty = words.empty(event.catalogue, signed_in=event.local.token is not None)
        progress = None if event.catalogue.complete else event.catalogue.progress
        self.finder.show(
            event.index,
            words.look(self.local, self.calling, self.broker.settings, self.broker.now()),
            progress,
            why_empty,
        )
        self.target = self.finder.target
        self.query_one(Lister).looked_at = self.finder.looked_at
        self._show_details()
        self._show_times()

    @on(Lister.ListingFailed)
    def say_listing_failed(self, event: Lister.ListingFailed) -> None:
        """Say why the list is not up to date; sign in if there is nothing else to look at."""
        if event.portal != self.portal.key:
            return
        self.notice.remark = words.listing_trouble(event.error, self.catalogue, self.broker.now())
        self.look_again()
        if isinstance(event.error, SignInNeeded) and not self.catalogue.entries:
            self.post_message(self.SignInWanted())

    @on(Lister.LookingFailed)
    def say_looking_failed(self, event: Lister.LookingFailed) -> None:
        """Say why what is shown may not hold any more."""
        self.notice.remark = Remark(str(event.error), "error")

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
            self.query_one(Lister).looked_at = self.finder.looked_at
            self._show_details()
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

    # How it is shown

    def _compare(self, catalogue: Catalogue) -> None:
        """Say what a complete listing has that the one before had not."""
        before, self._compared = self._compared, self._compared or catalogue
        if before is not None and catalogue.complete and catalogue is not before:
            from sso_tui.changes import changes

            self.notice.remark = words.after_listing(catalogue, changes(before, catalogue))
            self._compared = catalogue

    def _show_details(self) -> None:
        pane, target = self.query_one(DetailPane), self.target
        entry = self.catalogue.entry(target.account_id) if target else None
        if target is None or entry is None:
            pane.details = Details()
        else:
            facts = words.facts(
                self.broker, self.portal, self.calling, self.local, entry.account, target.role
            )
            pane.details = words.details(self.portal, entry, target.role, facts)

    def _show_times(self) -> None:
        self.header.sign_in = words.sign_in_state(self.local.token, self.broker.now())
        self.finder.role_tree.look = words.look(
            self.local, self.calling, self.broker.settings, self.broker.now()
        )
        self.finder.role_tree.refresh()
