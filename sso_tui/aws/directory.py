"""Which accounts and roles are there? The listing, as a row of catalogues that grow.

First comes what was known, then what arrives, at most every 50 ms, sharing whatever did not
change, and at last the whole. Nothing known is dropped before the portal has named every account;
where the listing can't be finished, what it has found is yielded, marked incomplete, before the
error is raised. What was read lately is not asked for again (see `ageing`), so a listing that was
broken off goes on where it was.
"""

import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sso_tui.aws.ageing import Ageing
from sso_tui.aws.calls import Tokens
from sso_tui.aws.client import PortalClient
from sso_tui.aws.crawl import Crawl, News
from sso_tui.aws.limiter import Limiter
from sso_tui.aws.pace import Pace
from sso_tui.catalogue import Catalogue, Entry, Progress, order
from sso_tui.errors import Cancelled
from sso_tui.world import Wait

TICK: Final = 0.05
"""Seconds between two catalogues, at least."""

REST: Final = 9
"""How many times as long as whoever asks took for the last catalogue the next one is put off."""


def listing(
    client: PortalClient,
    tokens: Tokens,
    cached: Catalogue,
    *,
    wait: Wait,
    now: Callable[[], datetime],
    wanted: Callable[[], Sequence[str]] = lambda: (),
    refresh: bool = False,
    limiter: Limiter | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[Catalogue, None, None]:
    """Every account and role of a portal.

    Args:
        client: what speaks to the portal.
        tokens: where the token comes from, and the one after it.
        cached: what was known before; an empty catalogue where nothing was.
        wait: the patience of whoever asks.
        now: the wall clock.
        wanted: ids of accounts whose roles are asked for before all others; asked again and again.
        refresh: whether everything is asked for, however lately it was read.
        limiter: says when to call; the client's own where it is left out.
        clock: seconds that never go back.

    Raises:
        SignInNeeded: the token was rejected, and there is no other.
        PortalError: the accounts could not be listed, or the portal is out of reach.
        Cancelled: `wait` said so.
    """
    limiter = limiter or client.limiter
    ageing = Ageing(len(cached.entries), refresh)
    crawl = Crawl(client, tokens, limiter, cached.entries, ageing, now)
    growing = Growing(cached, lambda entry: ageing.due(entry, now()), Pace(clock))
    crawl.start(wanted())
    try:
        yield growing.catalogue
        taken = 0.0
        while True:
            cancelled = _passes(taken, crawl, wait, wanted)
            news = crawl.news()
            if cancelled or news.over:
                break
            began = clock()
            if growing.take(news, throttled=limiter.holding_back):
                yield growing.catalogue
            taken = clock() - began
        growing.take(news, throttled=False)
        failure = news.failure if news.over else Cancelled()
        if failure is not None:
            yield growing.catalogue
            raise failure
        yield growing.completed(now())
    finally:
        crawl.stop()


def _passes(taken: float, crawl: Crawl, wait: Wait, wanted: Callable[[], Sequence[str]]) -> bool:
    """Let a while pass, the longer the longer the last catalogue has taken; whether to end."""
    for _ in range(1 + int(REST * taken / TICK)):
        if crawl.passes(TICK):
            break
        if wait(0):
            return True
        crawl.want(wanted())
    return False


class Growing:
    """A catalogue that takes in the news of a crawl.

    Args:
        cached: what was known before.
        due: whether an account of it is going to be asked for its roles.
        pace: what tells the time that is left.

    Attributes:
        catalogue: how it stands.
    """

    def __init__(self, cached: Catalogue, due: Callable[[Entry], bool], pace: Pace) -> None:
        self._entries = {
            entry.account.id: replace(entry, pending=due(entry)) for entry in cached.entries
        }
        self._pace = pace
        self.catalogue = replace(
            cached, entries=tuple(self._entries.values()), complete=False, skipped=0
        )
        self.catalogue = replace(self.catalogue, progress=self._progress(News(), throttled=False))

    def take(self, news: News, *, throttled: bool) -> bool:
        """Take the news in; says whether anything changed."""
        before = self.catalogue
        if self._take_accounts(news):
            entries = tuple(sorted(self._entries.values(), key=order))
            self.catalogue = replace(self.catalogue, entries=entries)
        read = {one: entry for one, entry in news.entries.items() if one in self._entries}
        self._entries.update(read)
        self.catalogue = self.catalogue.with_entries(read)
        self._pace.mark(len(read))
        progress = self._progress(news, throttled=throttled)
        skipped = before.skipped + news.skipped
        self.catalogue = replace(self.catalogue, skipped=skipped, progress=progress)
        return self.catalogue != before or progress != before.progress

    def _take_accounts(self, news: News) -> bool:
        """Take in accounts that come, go, have another name, or are due; says whether any do."""
        changed = bool(news.gone or news.due)
        for account_id in news.gone:
            self._entries.pop(account_id, None)
        for account in news.accounts:
            known = self._entries.get(account.id)
            if known is None or known.account != account:
                self._entries[account.id] = replace(known or Entry(account), account=account)
                changed = True
        for account_id in news.due & self._entries.keys():
            self._entries[account_id] = replace(self._entries[account_id], pending=True)
        return changed

    def _progress(self, news: News, *, throttled: bool) -> Progress:
        pending = sum(entry.pending for entry in self.catalogue.entries)
        total = len(self.catalogue.entries)
        rate, left = self._pace.rate, self._pace.left(pending) if news.named else None
        return Progress(total - pending, total, throttled, rate, left, news.named)

    def completed(self, at: datetime) -> Catalogue:
        """The whole, listed at that moment."""
        return replace(self.catalogue, complete=True, listed_at=at)
