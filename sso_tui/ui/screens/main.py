"""The main screen: what is seen, what is searched, and what the highlight stands on.

What is done with a role is the app's affair; this screen says which role, and shows what became of
it. Its state is a portal, an index of rows, a search text and a highlighted target; the result and
the lines follow from those.
"""

from dataclasses import astuple, dataclass
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer, Input, Static
from textual.worker import get_current_worker

from sso_tui.actions.menu import MENU
from sso_tui.broker import Broker, Local
from sso_tui.catalogue import Catalogue, changes
from sso_tui.errors import SignInNeeded, SsotuiError
from sso_tui.model import Portal, Role
from sso_tui.moments import left
from sso_tui.search import Index, parse
from sso_tui.ui import words
from sso_tui.ui.boundary import reporting
from sso_tui.ui.outcome import Calling
from sso_tui.ui.outline import Outline, Target
from sso_tui.ui.widgets.details import DetailPane, Details
from sso_tui.ui.widgets.filter_input import FilterInput
from sso_tui.ui.widgets.notice import Notice, Remark
from sso_tui.ui.widgets.portal_header import PortalHeader
from sso_tui.ui.widgets.progress_line import ProgressLine
from sso_tui.ui.widgets.role_line import Look
from sso_tui.ui.widgets.role_tree import RoleTree

TICK = 20
"""Seconds between two looks at the clock: the times on the screen are in minutes."""


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
            )
            for item in MENU
            if item.control
        ),
        Binding(
            "ctrl+r",
            "list_again",
            "Refresh",
            id="list-again",
            tooltip="Read accounts and roles again",
            priority=True,
        ),
        Binding(
            "ctrl+t",
            "switch_portal",
            "Portal",
            id="switch-portal",
            tooltip="Switch to another portal",
            priority=True,
        ),
        Binding(
            "ctrl+l",
            "sign_in",
            "Sign in",
            id="sign-in",
            tooltip="Sign in again",
            priority=True,
        ),
        Binding("escape", "back", "Leave", id="back", tooltip="Clear the filter, then leave"),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "move_page(-1)", "Page up", show=False),
        Binding("pagedown", "move_page(1)", "Page down", show=False),
        Binding("tab,shift+tab", "switch_focus", "Filter or tree", show=False),
    ]

    @dataclass
    class Wanted(Message):
        """Something is to be done with a role; without a name, the user is asked what."""

        target: Target
        action: str = ""

    @dataclass
    class SignInWanted(Message):
        """Somebody has to sign in; afterwards this screen lists again."""

        why: str = ""

    class PortalWanted(Message):
        """The user wants another portal."""

    class Leave(Message):
        """The user is done here, without having chosen anything."""

    class HelpWanted(Message):
        """The user wants to know what the keys do."""

    @dataclass
    class Listed(Message):
        """A listing has come further, or the disk gave what it remembered."""

        catalogue: Catalogue
        index: Index
        local: Local

    @dataclass
    class ListingFailed(Message):
        """A listing ended early."""

        portal: str
        error: SsotuiError

    search_text: reactive[str] = reactive("")
    target: reactive[Target | None] = reactive(None, bindings=True)

    role_tree = query_one("#roles", RoleTree)
    filter_input = query_one("#filter", FilterInput)
    notice = query_one(Notice)

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
        self.index = Index.of((), self.local.marks)
        """The rows that are searched."""
        self._before: Catalogue | None = None
        self._begun = False
        self.set_reactive(MainScreen.search_text, search_text)

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield PortalHeader()
        yield Notice()
        with Horizontal(id="filter-bar"):
            yield Static("❯", id="prompt")
            yield FilterInput(
                self.search_text, can_fold=lambda opens: self.role_tree.can_fold(opens), id="filter"
            )
            yield Static(id="count", markup=False)
        with Horizontal(id="body"):
            with Vertical(id="list"):
                yield RoleTree(id="roles")
                yield Static(id="empty", markup=False)
                yield ProgressLine()
            yield DetailPane()
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show what the disk remembers, then list."""
        self.filter_input.focus()
        self.set_interval(TICK, self._show_times)
        self.show_portal(self.portal)

    def show_portal(self, portal: Portal) -> None:
        """Show another portal: what is remembered of it first, then what it says itself."""
        self.portal, self._before, self._begun = portal, None, False
        self.catalogue, self.index = Catalogue(portal.key), Index.of((), self.local.marks)
        self.query_one(PortalHeader).portal_name = portal.name
        self.query_one(PortalHeader).place = self.broker.place(portal)
        self.notice.remark = Remark("")
        self._list(portal)

    def list_again(self) -> None:
        """Read accounts and roles again."""
        self.notice.remark = Remark("")
        self._list(self.portal)

    def look_again(self) -> None:
        """Look again at what this machine knows: the settings, the credentials at hand."""
        self._look(self.catalogue, self.index)

    # What arrives

    @on(Listed)
    def show_listed(self, event: Listed) -> None:
        """Draw what has arrived; a listing of another portal is of no interest any more."""
        if event.catalogue.portal != self.portal.key:
            return
        first = not self._begun and len(event.index) > 0
        self.catalogue, self.index, self.local = event.catalogue, event.index, event.local
        if self._before is None:
            self._before = event.catalogue
        if event.catalogue.complete and event.catalogue is not self._before:
            self.notice.remark = words.after_listing(
                event.catalogue, changes(self._before, event.catalogue)
            )
            self._before = event.catalogue
        self._begun = self._begun or first
        progress = None if event.catalogue.complete else event.catalogue.progress
        self.query_one(ProgressLine).progress = progress
        self._show_lines(begin=first)
        self._show_times()

    @on(ListingFailed)
    def say_listing_failed(self, event: ListingFailed) -> None:
        """Say why the list is not up to date; sign in if there is nothing else to look at."""
        if event.portal != self.portal.key:
            return
        self.query_one(ProgressLine).progress = None
        nothing = not self.catalogue.entries
        self.notice.remark = words.listing_trouble(event.error, self.catalogue, self.broker.now())
        self._show_times()
        if isinstance(event.error, SignInNeeded) and nothing:
            self.post_message(self.SignInWanted())

    @on(RoleTree.Moved)
    def moved(self, event: RoleTree.Moved) -> None:
        """Take note of what the highlight stands on."""
        self.target = event.target

    @on(RoleTree.Chosen)
    def chosen(self, event: RoleTree.Chosen) -> None:
        """Use the role: export it where a shell listens, else ask what to do with it."""
        action = "export" if self.calling.listens else ""
        self.post_message(self.Wanted(event.target, action))

    @on(RoleTree.Typed)
    def typed_in_tree(self, event: RoleTree.Typed) -> None:
        """Put into the filter what was typed in the tree."""
        if not self.filter_input.value and event.character in (":", "?"):
            self._asked(event.character)
        else:
            self.filter_input.insert_text_at_cursor(event.character)
            self.filter_input.focus()

    @on(FilterInput.Asked)
    def asked(self, event: FilterInput.Asked) -> None:
        """Show the palette or the help."""
        self._asked(event.character)

    @on(FilterInput.Fold)
    def fold(self, event: FilterInput.Fold) -> None:
        """Open or close the highlighted account."""
        self.role_tree.action_fold(event.opens)

    @on(Input.Changed, "#filter")
    def filtered(self, event: Input.Changed) -> None:
        """Search for another text."""
        self.search_text = event.value

    @on(Input.Submitted, "#filter")
    def submitted(self) -> None:
        """Enter acts on the highlighted line, wherever the focus is."""
        self.role_tree.action_choose()

    def watch_search_text(self) -> None:
        """Show what matches; the best match is highlighted."""
        if self.is_mounted:
            self.role_tree.forget_closed()
            self._show_lines(begin=True)

    def watch_target(self) -> None:
        """Show what is known of the highlighted line."""
        if self.is_mounted:
            self._show_details()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what needs a role while none is highlighted."""
        if action == "want":
            return True if self.target is not None and self.target.role is not None else None
        return True

    # What one can do

    def action_want(self, name: str) -> None:
        """Do the action of that name with the highlighted role."""
        if self.target is not None and self.target.role is not None:
            self.post_message(self.Wanted(self.target, name))

    def action_list_again(self) -> None:
        """Read accounts and roles again."""
        self.list_again()

    def action_switch_portal(self) -> None:
        """Ask for another portal."""
        self.post_message(self.PortalWanted())

    def action_sign_in(self) -> None:
        """Sign in again."""
        self.post_message(self.SignInWanted())

    def action_back(self) -> None:
        """Clear the filter; without one, leave."""
        if self.filter_input.value:
            self.filter_input.value = ""
        else:
            self.post_message(self.Leave())

    def action_move(self, lines: int) -> None:
        """Move the highlight."""
        self.role_tree.action_move(lines)

    def action_move_page(self, pages: int) -> None:
        """Move the highlight by whole screens."""
        self.role_tree.action_move_page(pages)

    def action_switch_focus(self) -> None:
        """From the filter to the tree, or back."""
        (self.filter_input if self.role_tree.has_focus else self.role_tree).focus()

    # How it is shown

    def _asked(self, character: str) -> None:
        if character == ":":
            self.app.action_command_palette()
        else:
            self.post_message(self.HelpWanted())

    def _show_lines(self, *, begin: bool) -> None:
        query = parse(self.search_text)
        result = self.index.search(query)
        if result is None:
            return
        tree = self.role_tree
        go_to = self._best(result.best) if begin else None
        if go_to is not None and not query:
            tree.reveal(go_to)
        outline = Outline(self.index, result, tree.closed if query else tree.folded)
        tree.show(outline, self._look_of_tree(), go_to)
        self.target = tree.target
        self.query_one("#count", Static).update(f"{result.shown}/{result.total}")
        why = words.empty(self.catalogue, self.search_text, signed_in=self.local.token is not None)
        shown = len(outline) == 0
        self.query_one("#empty", Static).update(
            Content.styled(why if shown else "", "$foreground-muted")
        )
        self.set_class(shown, "-empty")
        self._show_details()

    def _best(self, row: int | None) -> Target | None:
        if row is None:
            return None
        portal = self.index.catalogue(row).portal
        return Target(portal, self.index.entry(row).account.id, self.index.role(row))

    def _look_of_tree(self) -> Look:
        now = self.broker.now()
        return Look(
            favourites=self.local.marks.favourites,
            time_left={role: left(until - now) for role, until in self.local.held.items()},
            shell_role=self.calling.role,
            aliases=self.local.marks.aliases,
        )

    def _show_details(self) -> None:
        pane, target = self.query_one(DetailPane), self.target
        entry = self.catalogue.entry(target.account_id) if target else None
        if target is None or entry is None:
            pane.details = Details()
            return
        pane.details = words.details(self.portal, entry, target.role, self._facts(target.role))

    def _facts(self, role: Role | None) -> words.Facts:
        partition = self.broker.partition(self.portal)
        if role is None:
            return words.Facts(partition)
        until = self.local.held.get(role)
        return words.Facts(
            partition,
            region=self.calling.region or self.broker.settings.region_for(role) or "",
            profiles=self.local.config.profiles_for(*astuple(role)),
            time_left=left(until - self.broker.now()) if until else "",
        )

    def _show_times(self) -> None:
        now = self.broker.now()
        self.query_one(PortalHeader).sign_in = words.sign_in_state(self.local.token, now)
        self.role_tree.look = self._look_of_tree()
        self.role_tree.refresh()

    @work(thread=True, group="listing", exclusive=True, exit_on_error=False)
    def _list(self, portal: Portal) -> None:
        worker = get_current_worker()
        index = None
        with reporting(lambda error: self.post_message(self.ListingFailed(portal.key, error))):
            for catalogue in self.broker.listing(portal, wait=worker.cancelled_event.wait):
                local = self.broker.local(portal)
                index = Index.of((catalogue,), local.marks, previous=index)
                self.post_message(self.Listed(catalogue, index, local))

    @work(thread=True, group="looking", exclusive=True, exit_on_error=False)
    def _look(self, catalogue: Catalogue, index: Index) -> None:
        with reporting(
            lambda error: self.post_message(self.ListingFailed(catalogue.portal, error))
        ):
            local = self.broker.local(self.portal)
            fresh = Index.of((catalogue,), local.marks, previous=index)
            self.post_message(self.Listed(catalogue, fresh, local))
