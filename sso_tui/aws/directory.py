"""Which accounts and roles are there? The listing, as a row of catalogues that grow.

First comes what was known, then what arrives, at most every 50 ms, sharing whatever did not
change, and at last the whole. Nothing known is dropped before the portal has named every account;
where the listing can't be finished, what it has found is yielded, marked incomplete, before the
error is raised.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sso_tui.aws.calls import Tokens
from sso_tui.aws.client import PortalClient
from sso_tui.aws.crawl import Crawl, News
from sso_tui.aws.limiter import Limiter
from sso_tui.catalogue import Catalogue, Entry, Progress, order
from sso_tui.errors import Cancelled
from sso_tui.world import Wait

TICK: Final = 0.05
"""Seconds between two catalogues."""


def listing(
    client: PortalClient,
    tokens: Tokens,
    cached: Catalogue,
    *,
    wait: Wait,
    now: Callable[[], datetime],
    wanted: Callable[[], Sequence[str]] = lambda: (),
    limiter: Limiter | None = None,
) -> Iterator[Catalogue]:
    """Every account and role of a portal.

    Args:
        client: what speaks to the portal.
        tokens: where the token comes from, and the one after it.
        cached: what was known before; an empty catalogue where nothing was.
        wait: the patience of whoever asks.
        now: the clock.
        wanted: ids of accounts whose roles are asked for before all others.
        limiter: says when to call; the client's own where it is left out.

    Raises:
        SignInNeeded: the token was rejected, and there is no other.
        PortalError: the accounts could not be listed, or the portal is out of reach.
        Cancelled: `wait` said so.
    """
    limiter = limiter or client.limiter
    crawl = Crawl(client, tokens, limiter, cached.entries, now)
    growing = Growing(cached)
    crawl.start()
    try:
        yield growing.catalogue
        while not (news := crawl.news(wanted())).over:
            if growing.take(news, throttled=limiter.holding_back):
                yield growing.catalogue
            if wait(TICK):
                raise Cancelled
        growing.take(news, throttled=False)
        if news.failure is not None:
            yield growing.catalogue
            raise news.failure
        yield growing.completed(now())
    finally:
        crawl.stop()


class Growing:
    """A catalogue that takes in the news of a crawl.

    Attributes:
        catalogue: how it stands.
    """

    def __init__(self, cached: Catalogue) -> None:
        entries = tuple(replace(entry, pending=True) for entry in cached.entries)
        self.catalogue = replace(
            cached,
            entries=entries,
            complete=False,
            progress=Progress(0, len(entries)),
            skipped=0,
        )
        self._entries = {entry.account.id: entry for entry in entries}

    def take(self, news: News, *, throttled: bool) -> bool:
        """Take the news in; says whether anything changed."""
        before = self.catalogue
        if self._take_accounts(news):
            entries = tuple(sorted(self._entries.values(), key=order))
            self.catalogue = replace(self.catalogue, entries=entries)
        self._entries.update(news.entries)
        self.catalogue = self.catalogue.with_entries(news.entries)
        progress = self._progress(throttled=throttled)
        skipped = before.skipped + news.skipped
        self.catalogue = replace(self.catalogue, skipped=skipped, progress=progress)
        return self.catalogue != before or progress != before.progress

    def _take_accounts(self, news: News) -> bool:
        """Take in accounts that come, go, or have another name; says whether any do."""
        changed = bool(news.gone)
        for account_id in news.gone:
            self._entries.pop(account_id)
        for account in news.accounts:
            known = self._entries.get(account.id)
            if known is None or known.account != account:
                entry = replace(known or Entry(account), account=account, pending=True)
                self._entries[account.id] = entry
                changed = True
        return changed

    def _progress(self, *, throttled: bool) -> Progress:
        pending = sum(entry.pending for entry in self.catalogue.entries)
        total = len(self.catalogue.entries)
        return Progress(total - pending, total, throttled)

    def completed(self, at: datetime) -> Catalogue:
        """The whole, listed at that moment."""
        return replace(self.catalogue, complete=True, listed_at=at)
