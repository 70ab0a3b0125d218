"""What of which portal is on the main screen, and what becomes of it as listings arrive.

The state is a portal, a catalogue, and what this machine knows of both; the header, the notice,
the tree and the details follow from those.
"""

from typing import TYPE_CHECKING

from sso_tui import search
from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue
from sso_tui.errors import SignInNeeded
from sso_tui.model import Portal
from sso_tui.ui import collector, words
from sso_tui.ui.boundary import reporting
from sso_tui.ui.outline import Target
from sso_tui.ui.widgets.details import DetailPane, Details
from sso_tui.ui.widgets.lister import Lister
from sso_tui.ui.widgets.notice import Remark
from sso_tui.ui.widgets.role_line import Look

if TYPE_CHECKING:
    from sso_tui.ui.screens.main import MainScreen


class Showing:
    """Puts a portal onto the main screen, and keeps what is there up to date."""

    def __init__(self, screen: "MainScreen", portal: Portal) -> None:
        self.portal = portal
        self.catalogue = Catalogue(portal.key)
        """What is listed, complete or not."""
        self.local = Local()
        """What this machine knows of the portal."""
        self._compared: Catalogue | None = None
        self._screen = screen
        self._broker = screen.broker

    def show(self, portal: Portal) -> None:
        """Show another portal: what is remembered of it first, then what it says itself.

        What is remembered is in the first frame. Only then is the portal asked: what speaks to it
        takes longer to load than all the rest.
        """
        self.portal, self.catalogue, self._compared = portal, Catalogue(portal.key), None
        header = self._screen.header
        header.portal_name = portal.name
        header.break_glass = portal.key in self._broker.settings.break_glass
        header.place = self._broker.place(portal)
        self._screen.finder.clear()
        with reporting(lambda error: self.looking_failed(Lister.LookingFailed(error))):
            self.take(self._screen.lister.remembered(portal))
        self._screen.call_after_refresh(self._go_on)

    def _go_on(self) -> None:
        search.load()
        collector.let_go()
        self.list_again()

    def list_again(self, *, refresh: bool = False) -> None:
        """Read accounts and roles again: those that are due, or with `refresh` all of them."""
        self._screen.notice.remark = Remark("")
        self._screen.lister.list(self.portal, refresh=refresh)

    def look_again(self) -> None:
        """Look again at what this machine knows: the settings, the credentials at hand."""
        self._screen.lister.look(self.portal, self.catalogue, self._screen.finder.index)

    def take(self, event: Lister.Listed) -> None:
        """Draw what has arrived; a listing of another portal is of no interest any more."""
        if event.catalogue.portal != self.portal.key:
            return
        self.catalogue, self.local = event.catalogue, event.local
        finder = self._screen.finder
        finder.last_used = event.local.last
        self._compare(event.catalogue)
        finder.show(
            event.index,
            self._look(),
            None if event.catalogue.complete else event.catalogue.progress,
            words.empty(event.catalogue, self._keys, signed_in=event.local.token is not None),
        )
        self._screen.header.hidden = len(event.index.hidden)
        self._screen.target = finder.target
        self.show_target(finder.target)
        self.show_times()

    def listing_failed(self, event: Lister.ListingFailed) -> None:
        """Say why the list is not up to date; sign in if there is nothing else to look at."""
        if event.portal != self.portal.key:
            return
        self._screen.notice.remark = words.listing_trouble(
            event.error, self.catalogue, self._keys, self._broker.now()
        )
        self.look_again()
        if isinstance(event.error, SignInNeeded) and not self.catalogue.entries:
            self._screen.action_sign_in()

    def looking_failed(self, event: Lister.LookingFailed) -> None:
        """Say why what is shown may not hold any more."""
        self._screen.notice.remark = Remark(str(event.error), "error")

    def show_target(self, target: Target | None) -> None:
        """Show what is known of the highlighted line, and have what is in sight read first."""
        self._screen.lister.looked_at = self._screen.finder.looked_at
        self._screen.query_one(DetailPane).details = self._details(target)

    def show_times(self) -> None:
        """Show how long the sign-in and the credentials at hand last."""
        self._screen.header.sign_in = words.sign_in_state(self.local.token, self._broker.now())
        tree = self._screen.finder.role_tree
        tree.look = self._look()
        tree.refresh()

    def _compare(self, catalogue: Catalogue) -> None:
        """Say what a complete listing has that the one before had not."""
        before, self._compared = self._compared, self._compared or catalogue
        if before is not None and catalogue.complete and catalogue is not before:
            from sso_tui.changes import changes

            hidden = self._broker.settings.hidden
            seen = catalogue.without(hidden)
            difference = changes(before.without(hidden), seen)
            remark = words.after_listing(seen, difference, self._keys)
            self._screen.notice.remark = remark
            self._compared = catalogue

    @property
    def _keys(self) -> words.Keys:
        return self._broker.settings.keys

    def _details(self, target: Target | None) -> Details:
        entry = self.catalogue.entry(target.account_id) if target else None
        if target is None or entry is None:
            return Details()
        calling, role = self._screen.calling, target.role
        facts = words.facts(self._broker, self.portal, calling, self.local, entry.account, role)
        return words.details(self.portal, entry, role, facts)

    def _look(self) -> Look:
        settings, now = self._broker.settings, self._broker.now()
        return words.look(self.local, self._screen.calling, settings, now)
