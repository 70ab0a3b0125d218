"""The main screen: its parts, its keys, and what they ask for.

What is shown of a portal is the affair of `Showing`, and what is done with a role that of the app;
this screen says which role.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from sso_tui.actions.menu import MENU
from sso_tui.broker import Broker
from sso_tui.catalogue import Catalogue
from sso_tui.model import Portal
from sso_tui.ui.bound import bound
from sso_tui.ui.frames import Frames
from sso_tui.ui.outcome import Calling
from sso_tui.ui.outline import Target
from sso_tui.ui.showing import Showing
from sso_tui.ui.widgets.details import DetailPane
from sso_tui.ui.widgets.filter_input import MOVES, FilterInput
from sso_tui.ui.widgets.finder import Finder
from sso_tui.ui.widgets.key_line import KeyLine
from sso_tui.ui.widgets.lister import Lister
from sso_tui.ui.widgets.notice import Notice
from sso_tui.ui.widgets.portal_header import PortalHeader

TICK = 20
"""Seconds between two looks at the clock: the times on the screen are in minutes."""


class MainScreen(Screen[None]):
    """Every account and role of one portal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            bound(
                item.name,
                f"want('{item.name}')",
                item.short,
                tooltip=item.help,
                priority=True,
                show=item.name != "favourite",
            )
            for item in MENU
            if item.control
        ),
        bound("menu", "menu", "Menu", priority=True),
        bound("help", "app.help", "Help", show=True),
        bound("back", "back", "Leave", show=True),
        bound("list-again", "list_again", "Refresh", show=True, priority=True),
        bound("switch-portal", "switch_portal", "Portal", show=True, priority=True),
        bound("sign-in", "sign_in", "Sign in", show=True, priority=True),
        *MOVES,
    ]

    @dataclass(eq=False, repr=False)
    class Wanted(Message):
        """Something is to be done with a role; without a name, the user is asked what."""

        target: Target
        action: str = ""

    @dataclass(eq=False, repr=False)
    class AccountWanted(Message):
        """The user wants to have an account another way; without a name of what, they are asked."""

        target: Target
        what: str = ""

    @dataclass(eq=False, repr=False)
    class SignInWanted(Message):
        """Somebody has to sign in to a portal; afterwards this screen lists it."""

        portal: Portal

    @dataclass(eq=False, repr=False)
    class PortalWanted(Message):
        """The user wants another portal, or with `every` all at once."""

        every: bool = False

    class Leave(Message):
        """The user is done here, without having chosen anything."""

    target: var[Target | None] = var(None)

    finder = query_one(Finder)
    notice = query_one(Notice)
    header = query_one(PortalHeader)
    lister = query_one(Lister)

    def __init__(
        self,
        broker: Broker,
        portal: Portal,
        calling: Calling,
        search_text: str = "",
        *,
        every: bool = False,
    ) -> None:
        super().__init__()
        self.broker = broker
        self.calling = calling
        self.showing = Showing(self, portal)
        """What of which portal is on the screen."""
        self._search_text = search_text
        self._every = every

    @property
    def portal(self) -> Portal:
        """The portal of the highlighted line."""
        return self.showing.part.portal

    @property
    def catalogue(self) -> Catalogue:
        """What is listed of it, complete or not."""
        return self.showing.part.catalogue

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        self._be_as_wide_as_the_terminal()
        yield PortalHeader()
        yield Notice()
        with Horizontal(id="body"):
            yield Finder(self._search_text, self.broker.settings.keys)
            yield DetailPane()
        yield Lister(self.broker)
        yield KeyLine()

    @cached_property
    def _update_timer(self) -> Frames:
        return Frames(self, self._on_timer_update, asyncio.get_running_loop())

    def _be_as_wide_as_the_terminal(self) -> None:
        """Have the class for the width from the start: every widget is styled once less."""
        width = self.app.size.width
        steps = self.app.HORIZONTAL_BREAKPOINTS or ()
        fitting = [name for least, name in steps if width >= least]
        self.add_class(*fitting[-1:], update=False)

    def on_mount(self) -> None:
        """Show what is remembered, then list."""
        self.finder.filter_input.focus()
        self.set_interval(TICK, self.showing.keep_time)
        self.show_portals(self._first_portals())

    def _first_portals(self) -> Sequence[Portal]:
        if not self._every:
            return (self.portal,)
        from sso_tui.ui.together import in_order

        return in_order(self.broker.portals(), self.broker.settings.break_glass)

    def show_portals(self, portals: Sequence[Portal]) -> None:
        """Show one portal, or all: what is remembered first, then what they say themselves."""
        self.showing.show(portals)

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
        self.showing.looking_failed(event.error)

    @on(Finder.Moved)
    def moved(self, event: Finder.Moved) -> None:
        """Take note of what the highlight stands on."""
        self.target = event.target

    @on(Finder.Chosen)
    def chosen(self, event: Finder.Chosen) -> None:
        """Use the role: export it where a shell listens, else do as the settings say.

        A line without a role stands for a portal that has nothing else to show.
        """
        if event.target.role is None:
            self.action_sign_in()
            return
        usual = self.broker.settings.default_action
        action = "export" if self.calling.listens else usual.removeprefix("menu")
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
        if action in ("want", "menu", "describe"):
            return True if self.target is not None else None
        return True

    # What one can do

    def action_want(self, name: str) -> None:
        """Do the action of that name with the highlighted role."""

        def act(target: Target | None) -> None:
            if target is not None and target.role is not None:
                self.post_message(self.Wanted(target, name))

        self.finder.after_typing(act)

    def action_menu(self) -> None:
        """Ask what is to be done with the highlighted role, or with the account."""

        def act(target: Target | None) -> None:
            if target is not None and not target.account_id:
                self.action_sign_in()
            elif target is not None and target.role is None:
                self.post_message(self.AccountWanted(target))
            elif target is not None:
                self.post_message(self.Wanted(target))

        self.finder.after_typing(act)

    def action_describe(self, what: str) -> None:
        """Have the account that is highlighted another way: its alias, its tags, hidden or not."""
        if self.target is not None and self.target.account_id:
            self.post_message(self.AccountWanted(self.target, what))

    def action_list_again(self) -> None:
        """Read all accounts and roles again."""
        self.list_again(refresh=True)

    def action_switch_portal(self) -> None:
        """Ask for another portal."""
        self.post_message(self.PortalWanted())

    def action_all_portals(self) -> None:
        """Ask for all portals at once."""
        self.post_message(self.PortalWanted(every=True))

    def action_sign_in(self) -> None:
        """Sign in to the portal of the highlighted line."""
        self.post_message(self.SignInWanted(self.portal))

    def action_back(self) -> None:
        """Close the help; without it clear the filter; without one, leave."""
        if self.has_class("-helping"):
            self.call_later(self.run_action, "app.help")
        elif self.finder.filter_input.value:
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
