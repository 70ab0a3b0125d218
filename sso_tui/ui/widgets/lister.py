"""What a portal has, read in threads: it draws nothing, and says what it found.

A listing of another portal takes the place of the one before; what that one still says is of no
interest any more, and every message names its portal so that it can be told apart. The work has a
description of its own, since Textual's would spell out ten thousand accounts.
"""

from dataclasses import dataclass

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.worker import get_current_worker

from sso_tui.broker import Broker
from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue
from sso_tui.errors import SsotuiError
from sso_tui.model import Portal
from sso_tui.search import Index, Marks
from sso_tui.ui.boundary import reporting


class Lister(Widget):
    """Reads accounts and roles, and what this machine knows of them."""

    DEFAULT_CSS = "Lister { display: none; }"

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

    @dataclass
    class LookingFailed(Message):
        """What this machine knows could not be read."""

        error: SsotuiError

    def __init__(self, broker: Broker) -> None:
        super().__init__()
        self.looked_at: tuple[str, ...] = ()
        """Ids of accounts whose roles are read before others; may be changed at any time."""
        self._broker = broker
        self._local: dict[str, Local] = {}
        self._index = Index.of((), Marks())

    def remembered(self, portal: Portal) -> Listed:
        """What is known of `portal` without asking it.

        Raises:
            SsotuiError: what this machine knows could not be read.
        """
        catalogue, local = self._broker.cached(portal), self._broker.local(portal)
        self._local[portal.key] = local
        self._index = Index.of((catalogue,), local.marks)
        return self.Listed(catalogue, self._index, local)

    @work(thread=True, group="listing", exclusive=True, exit_on_error=False, description="list")
    def list(self, portal: Portal, *, refresh: bool = False) -> None:
        """Read accounts and roles of `portal`: what is remembered first, the whole last.

        Args:
            portal: whose.
            refresh: whether to read everything again, however lately it was read.
        """
        from sso_tui.ui.heap import give_back_what_is_dropped

        give_back_what_is_dropped()
        wait = get_current_worker().cancelled_event.wait
        with reporting(lambda error: self.post_message(self.ListingFailed(portal.key, error))):
            for catalogue in self._broker.listing(
                portal, wait=wait, wanted=lambda: self.looked_at, refresh=refresh
            ):
                if catalogue.complete:  # at the beginning, as it is remembered, and at the end
                    self._local[portal.key] = self._broker.local(portal)
                local = self._local[portal.key]
                self._index = _index(catalogue, local.marks, self._index)
                self.post_message(self.Listed(catalogue, self._index, local))

    @work(thread=True, group="looking", exclusive=True, exit_on_error=False, description="look")
    def look(self, portal: Portal, catalogue: Catalogue, index: Index) -> None:
        """Look again at what this machine knows: the settings, the credentials at hand."""
        with reporting(lambda error: self.post_message(self.LookingFailed(error))):
            local = self._local[portal.key] = self._broker.local(portal)
            fresh = Index.of((catalogue,), local.marks, previous=index)
            self.post_message(self.Listed(catalogue, fresh, local))


def _index(catalogue: Catalogue, marks: Marks, before: Index) -> Index:
    """The index of the catalogue: the one before, where no more than the progress is another."""
    known = before.catalogues[0].entries if before.catalogues else None
    if known is catalogue.entries and before.marks == marks:
        return before
    return Index.of((catalogue,), marks, previous=before)
