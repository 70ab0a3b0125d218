"""How does a listing come about, and what becomes of what it finds?

What is remembered comes first, then what arrives. What was read is kept account by account: now
and then while the listing goes on, and at its end, whatever that is, so that the next one goes on
where this one was.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from sso_tui.broker.sign_ins import SignIn, SignIns
from sso_tui.broker.wires import Wires, load
from sso_tui.catalogue import Catalogue
from sso_tui.errors import StorageError
from sso_tui.model import Portal
from sso_tui.store.cache import CatalogueCache
from sso_tui.world import Wait

KEPT_EVERY: Final = 15.0
"""Seconds between two writings of a long listing: what a crash costs, and with a megabyte for ten
thousand accounts no more than thirty megabytes in all."""

Wanted = Callable[[], Sequence[str]]
"""Ids of accounts that are wanted before others, as of now."""


class Keeping:
    """Writes down what one listing finds.

    Args:
        cache: where to.
        notice: told, once, why it can't be written.
        before: what the listing began with, which is in all that it finds.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        cache: CatalogueCache,
        notice: Callable[[str], object],
        before: Catalogue | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cache = cache
        self._before = before
        self._notice = notice
        self._clock = clock
        self._kept_at = clock()
        self._found: Catalogue | None = None
        self._told = False

    def take(self, found: Catalogue) -> None:
        """Note how far the listing has come; write it down if it is time to."""
        self._found = found
        if found.complete or self._clock() - self._kept_at >= KEPT_EVERY:
            self.keep()

    def keep(self) -> None:
        """Write down what was found since the last time, beside what others found meanwhile."""
        found, self._found = self._found, None
        if found is None:
            return
        known = self._cache.load(found.portal)
        try:
            news = known if known is not self._before else None
            self._cache.save(found if news is None else found.beside(news))
        except StorageError as error:
            if not self._told:
                self._notice(str(error))
            self._told = True
        self._kept_at = self._clock()


class Listings:
    """The listings of all portals.

    Args:
        cache: what was listed before.
        sign_ins: who is signed in where.
        wires: what speaks to the portals.
        notice: told, in sentences that are safe to draw, what the user should hear of.
    """

    def __init__(
        self,
        cache: CatalogueCache,
        sign_ins: SignIns,
        wires: Wires,
        notice: Callable[[str], object],
    ) -> None:
        self._cache = cache
        self._sign_ins = sign_ins
        self._wires = wires
        self._notice = notice

    def known(self, portal: Portal) -> Catalogue:
        """What was last listed; an empty catalogue where nothing was."""
        found = self._cache.load(portal.key)
        return Catalogue(portal.key) if found is None else found

    def begin(
        self, portal: Portal, *, wait: Wait, wanted: Wanted, refresh: bool
    ) -> Iterator[Catalogue]:
        """One listing of a portal; see `Broker.listing`."""
        known = self.known(portal)
        yield known
        sign_in = SignIn(self._sign_ins, portal, wait)
        sign_in.current()
        load()
        from sso_tui.aws import directory

        keeping = Keeping(self._cache, self._notice, known)
        row = directory.listing(
            self._wires.client(portal),
            sign_in,
            known,
            wait=wait,
            now=self._sign_ins.now,
            wanted=wanted,
            refresh=refresh,
        )
        try:
            for catalogue in row:
                keeping.take(catalogue)
                yield catalogue
        finally:
            row.close()
            keeping.keep()
