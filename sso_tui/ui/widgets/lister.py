"""What portals have, read in threads: it draws nothing, and says what it found.

Each portal is read by itself, so that one that fails or takes its time keeps none of the others
back. A thread that is cancelled goes on for a while: nothing that it finds counts any more, and every
message has the reading that it is of, so that what is still said of an earlier one can be told apart.
The work has a description of its own, since Textual's would spell out ten thousand accounts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock, RLock
from typing import Any

from textual.message import Message
from textual.widget import Widget
from textual.worker import Worker, get_current_worker

from sso_tui.broker import Broker
from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue
from sso_tui.errors import SsotuiError
from sso_tui.model import Portal
from sso_tui.search import Index, Marks
from sso_tui.ui.boundary import reporting


class Reading:
    """What was read of the portals that are shown, and all of it as one index."""

    def __init__(self, portals: Sequence[Portal], apart: frozenset[str]) -> None:
        self.portals = portals
        self.lock = RLock()
        """Held while something is found and told, so that what is told last is the latest."""
        self._apart = apart
        self._looking = Lock()
        self._found = {portal.key: (Catalogue(portal.key), Local()) for portal in portals}
        self._index = Index.of((), Marks())

    def put(self, catalogue: Catalogue) -> None:
        """Take note of what a portal has; what is known besides is as before."""
        with self.lock:
            _, known = self._found[catalogue.portal]
            self._found[catalogue.portal] = catalogue, known

    def look(self, portal: Portal, local_of: Callable[[Portal], Local]) -> None:
        """Take note of what this machine knows of a portal; what it has is as it came meanwhile.

        One look at a time, so that none that began earlier counts for more than a later one.
        """
        with self._looking:
            local = local_of(portal)
            with self.lock:
                catalogue, _ = self._found[portal.key]
                self._found[portal.key] = catalogue, local

    def get(self, portal: Portal) -> tuple[Catalogue, Local]:
        """What is listed and known of one of the portals."""
        return self._found[portal.key]

    def index(self) -> Index:
        """The index of all that was found; the one before, where no more than progress is new."""
        with self.lock:
            catalogues, marks = self._together()
            before = self._index
            known = [id(one.entries) for one in before.catalogues]
            if known != [id(one.entries) for one in catalogues] or before.marks != marks:
                self._index = Index.of(catalogues, marks, previous=before)
            return self._index

    def _together(self) -> tuple[Sequence[Catalogue], Marks]:
        if len(self._found) == 1:
            [(catalogue, local)] = self._found.values()
            return (catalogue,), local.marks
        from sso_tui.ui import together

        catalogues, locals_ = zip(*self._found.values(), strict=True)
        names = [portal.name for portal in self.portals]
        listed = list(map(together.with_a_line, catalogues, names))
        return listed, together.marks(locals_, self._apart)


class Lister(Widget):
    """Reads accounts and roles, and what this machine knows of them."""

    DEFAULT_CSS = "Lister { display: none; }"

    @dataclass(eq=False, repr=False)
    class Listed(Message):
        """A listing has come further, or the disk gave what it remembered."""

        catalogue: Catalogue
        index: Index
        local: Local
        reading: Reading

    @dataclass(eq=False, repr=False)
    class ListingFailed(Message):
        """A listing ended early."""

        portal: str
        error: SsotuiError
        reading: Reading

    @dataclass(eq=False, repr=False)
    class LookingFailed(Message):
        """What this machine knows could not be read."""

        error: SsotuiError

    def __init__(self, broker: Broker) -> None:
        super().__init__()
        self.looked_at: tuple[str, ...] = ()
        """Ids of accounts whose roles are read before others; may be changed at any time."""
        self.reading = Reading((), frozenset())
        """What is read; what is said of another one is of no interest any more."""
        self._broker = broker

    def begin(self, portals: Sequence[Portal], apart: frozenset[str] = frozenset()) -> None:
        """Read other portals from now on.

        Args:
            portals: which, in the order in which they are drawn.
            apart: the keys of those among them that come after all others.
        """
        self.workers.cancel_node(self)
        self.reading = Reading(portals, apart)

    def remember(self, portal: Portal) -> None:
        """Take note of what is known of `portal` without asking it.

        Raises:
            SsotuiError: what this machine knows could not be read.
        """
        self.reading.put(self._broker.cached(portal))
        self.reading.look(portal, self._broker.local)

    def listed(self, portal: Portal) -> Listed:
        """What is known of `portal` by now."""
        return self._listed(self.reading, portal)

    def list(self, portal: Portal, *, refresh: bool = False) -> None:
        """Read accounts and roles of `portal`: what is remembered first, the whole last.

        Args:
            portal: whose.
            refresh: whether to read everything again, however lately it was read.
        """
        self._work(f"listing {portal.key}", partial(self._list, self.reading, portal, refresh))

    def look(self) -> Worker[None]:
        """Look again at what this machine knows: the settings, the credentials at hand."""
        return self._work("looking", partial(self._look, self.reading))

    def _work(self, group: str, work: Any) -> Worker[None]:
        return self.run_worker(
            work,
            thread=True,
            group=group,
            exclusive=True,
            exit_on_error=False,
            description=group,
        )

    def _list(self, reading: Reading, portal: Portal, refresh: bool) -> None:
        from sso_tui.ui.heap import give_back_what_is_dropped

        give_back_what_is_dropped()
        worker = get_current_worker()

        def failed(error: SsotuiError) -> None:
            if not worker.is_cancelled:
                self.post_message(self.ListingFailed(portal.key, error, reading))

        with reporting(failed):
            for catalogue in self._broker.listing(
                portal,
                wait=worker.cancelled_event.wait,
                wanted=lambda: self.looked_at,
                refresh=refresh,
            ):
                if catalogue.complete:  # at the beginning, as it is remembered, and at the end
                    reading.look(portal, self._broker.local)
                with reading.lock:
                    if not worker.is_cancelled:
                        reading.put(catalogue)
                        self.post_message(self._listed(reading, portal))

    def _look(self, reading: Reading) -> None:
        with reporting(lambda error: self.post_message(self.LookingFailed(error))):
            for portal in reading.portals:
                reading.look(portal, self._broker.local)
            for portal in reading.portals:
                with reading.lock:
                    self.post_message(self._listed(reading, portal))

    def _listed(self, reading: Reading, portal: Portal) -> Listed:
        catalogue, local = reading.get(portal)
        return self.Listed(catalogue, reading.index(), local, reading)
