"""What of which portals is on the main screen, and what becomes of it as listings arrive.

The state is in the parts that are shown; the header, the notice, the tree and the details follow
from those.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sso_tui import search
from sso_tui.errors import SignInNeeded, SsotuiError
from sso_tui.hot.hidden import Hidden
from sso_tui.model import Portal
from sso_tui.search import Index
from sso_tui.ui import collector, words
from sso_tui.ui.boundary import reporting
from sso_tui.ui.outline import Target
from sso_tui.ui.parts import Part, Parts
from sso_tui.ui.widgets.details import DetailPane
from sso_tui.ui.widgets.lister import Lister
from sso_tui.ui.widgets.notice import Remark

if TYPE_CHECKING:
    from sso_tui.ui.screens.main import MainScreen


class Showing:
    """Puts portals onto the main screen, and keeps what is there up to date."""

    def __init__(self, screen: "MainScreen", portal: Portal) -> None:
        self._screen = screen
        self.parts = Parts((portal,), screen.broker, screen.calling)
        """What is shown."""
        self._told = False
        """Whether something that ends soon was told at the last look at the clock."""

    @property
    def part(self) -> Part:
        """The portal of the highlighted line."""
        return self.parts.part(self._screen.target)

    def show(self, portals: Sequence[Portal]) -> None:
        """Show other portals: what is remembered of them first, then what they say themselves.

        What is remembered is in the first frame. Only then are the portals asked: what speaks to
        them takes longer to load than all the rest.

        Args:
            portals: one, or all of them, in the order in which they are drawn.
        """
        self.parts = self._parts(portals)
        self.parts.head(self._screen.header)
        self._screen.finder.clear()
        lister = self._screen.lister
        lister.begin(portals, self.parts.apart)
        with reporting(self.looking_failed):
            for portal in portals:
                lister.remember(portal)
            for portal in portals:
                event = lister.listed(portal)
                self._keep(event)
            self._draw(event.index)
        self._screen.call_after_refresh(self._go_on)

    def _parts(self, portals: Sequence[Portal]) -> Parts:
        broker, calling = self._screen.broker, self._screen.calling
        if len(portals) == 1:
            return Parts(portals, broker, calling)
        from sso_tui.ui.together import Together

        return Together(portals, broker, calling)

    def _go_on(self) -> None:
        search.load()
        collector.let_go()
        self.list_again()

    def list_again(self, *, refresh: bool = False) -> None:
        """Read accounts and roles again: those that are due, or with `refresh` all of them."""
        for part in self.parts.parts.values():
            part.remark = Remark("")
        for part in self.parts.asked():
            self._screen.lister.list(part.portal, refresh=refresh)
        self._screen.notice.remark = self.parts.remark()

    def list_one(self, portal: Portal) -> None:
        """Read accounts and roles of a portal again, as somebody has just signed in to it."""
        if part := self.parts.parts.get(portal.key):
            part.remark = Remark("")
            self._screen.lister.list(portal)
            self._screen.notice.remark = self.parts.remark()

    def look_again(self) -> None:
        """Look again at what this machine knows: the settings, the credentials at hand."""
        self._screen.lister.look()

    # What arrives

    def take(self, event: Lister.Listed) -> None:
        """Draw what has arrived; what other portals said is of no interest any more."""
        if event.reading is self._screen.lister.reading:
            self._keep(event)
            self._draw(event.index)

    def listing_failed(self, event: Lister.ListingFailed) -> None:
        """Say why a list is not up to date; sign in if there is nothing else to look at."""
        if event.reading is not self._screen.lister.reading:
            return
        part, error = self.parts.parts[event.portal], event.error
        broker = self._screen.broker
        keys, now = broker.settings.keys, broker.now()
        part.remark = words.listing_trouble(error, part.catalogue, keys, now)
        self._screen.notice.remark = self.parts.remark()
        self.look_again()
        if isinstance(error, SignInNeeded) and self.parts.insists(part):
            self._screen.action_sign_in()

    def looking_failed(self, error: SsotuiError) -> None:
        """Say why what is shown may not hold any more."""
        self._screen.notice.remark = Remark(str(error), "error")

    # From what is known to what is seen

    def show_target(self, target: Target | None) -> None:
        """Show what is known of the highlighted line, and have what is in sight read first."""
        self._screen.lister.looked_at = self._screen.finder.looked_at
        self._screen.query_one(DetailPane).details = self.parts.details(target)

    def show_times(self) -> None:
        """Show how long the sign-ins and the credentials at hand last."""
        self._screen.header.sign_in = self.parts.sign_in()
        tree = self._screen.finder.role_tree
        tree.look = self.parts.look()
        tree.refresh()

    def keep_time(self) -> None:
        """Show the times anew; of what ends soon, look whether something has renewed it."""
        self.show_times()
        before, self._told = self._told, bool(self.parts.endings())
        if before or self._told:
            self._screen.notice.remark = self.parts.remark()
            self.look_again()

    def _keep(self, event: Lister.Listed) -> None:
        """Take note of it, and of what a complete listing has that the one before had not."""
        part, catalogue = self.parts.parts[event.catalogue.portal], event.catalogue
        part.catalogue, part.local = catalogue, event.local
        before, part.compared = part.compared, catalogue if part.compared is None else part.compared
        if before is not None and catalogue.complete and catalogue is not before:
            from sso_tui.changes import changes

            settings = self._screen.broker.settings
            hidden = Hidden(settings.hidden)
            seen = catalogue.without(hidden)
            difference = changes(before.without(hidden), seen)
            part.remark = words.after_listing(seen, difference, settings.keys)
            part.compared = catalogue
            self._screen.notice.remark = self.parts.remark()

    def _draw(self, index: Index) -> None:
        finder, parts = self._screen.finder, self.parts
        finder.last_used = parts.first.local.last
        finder.show(index, parts.look(), parts.progress(), parts.why_empty())
        self._screen.header.hidden = len(index.hidden)
        self._screen.target = finder.target
        self.show_target(finder.target)
        self.show_times()
