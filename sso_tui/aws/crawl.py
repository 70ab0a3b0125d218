"""Who asks for what, and when? The threads of one listing, and what they have found so far.

One thread reads the pages of accounts; as soon as the first is there, others join and read roles,
as many as the portal keeps busy. Whoever started the crawl collects news from it, and sees to it
that it stops: then every thread ends within a second, as far as the network lets it.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sso_tui.aws.backlog import Backlog
from sso_tui.aws.calls import Calls, SharedToken, Tokens
from sso_tui.aws.client import PortalClient
from sso_tui.aws.limiter import Limiter
from sso_tui.catalogue import Entry
from sso_tui.errors import Cancelled, NoAccess, PortalError, SsotuiError
from sso_tui.model import Account

MOST_THREADS: Final = 50
"""Calls in flight at once."""

BREAKS_AFTER: Final = 20
"""So many accounts failing in a row, with none succeeding, mean that the portal is out of reach."""

STOPPING_SECONDS: Final = 1.0
"""How long stopping waits for the threads."""


@dataclass(slots=True)
class News:
    """What a crawl has found since it was last asked.

    Attributes:
        accounts: those just listed.
        entries: those whose roles were just read, or could not be, by account id.
        gone: ids of accounts that were known and are assigned no more; told when all are listed.
        skipped: items that made no sense.
        over: whether nothing more will come.
        failure: what ended the crawl early, if anything did.
    """

    accounts: list[Account] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    skipped: int = 0
    over: bool = False
    failure: SsotuiError | None = None


class Crawl:
    """A listing under way. Stop it in any case, whatever came of it.

    Args:
        client: what speaks to the portal.
        tokens: where the token comes from.
        limiter: says when to call.
        known: what was known of the accounts before.
        now: the clock.
    """

    def __init__(
        self,
        client: PortalClient,
        tokens: Tokens,
        limiter: Limiter,
        known: Iterable[Entry],
        now: Callable[[], datetime],
    ) -> None:
        self._stopped = threading.Event()
        self._calls = Calls(client, SharedToken(tokens), limiter, self._stopped, self._join_in)
        self._limiter = limiter
        self._known = {entry.account.id: entry for entry in known}
        self._now = now
        self._backlog = Backlog()
        self._lock = threading.Lock()
        self._news = News()
        self._failures_in_a_row = 0
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin."""
        self._start_thread(self._read_accounts)

    def news(self, wanted: Sequence[str]) -> News:
        """What was found since the last time; `wanted` accounts are asked for before others."""
        self._backlog.prefer(wanted)
        with self._lock:
            news = self._news
            self._news = News(over=news.over, failure=news.failure)
        return news

    def stop(self) -> None:
        """End it: no thread starts another call, and those under way are given up."""
        self._stopped.set()
        self._backlog.close()
        until = time.monotonic() + STOPPING_SECONDS
        for thread in list(self._threads):
            thread.join(max(0.0, until - time.monotonic()))

    def _join_in(self) -> None:
        """Let another thread read roles, if it would not just stand in line."""
        if not self._backlog.waiting or self._limiter.crowded:
            return
        with self._lock:
            if len(self._threads) < MOST_THREADS and not self._stopped.is_set():
                self._start_thread(self._read_roles)

    def _start_thread(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(
            target=self._until_over, args=(work,), name="ssotui-listing", daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _until_over(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Cancelled:
            return
        except SsotuiError as failure:
            self._end(failure)
        else:
            self._end(None)

    def _end(self, failure: SsotuiError | None) -> None:
        with self._lock:
            if not self._news.over:
                self._news.over, self._news.failure = True, failure
        self._stopped.set()
        self._backlog.close()  # last, since threads that it sends home end it without a failure

    def _read_accounts(self) -> None:
        gone = set(self._known)
        for page in self._calls.account_pages():
            gone.difference_update(account.id for account in page.accounts)
            with self._lock:
                self._news.accounts.extend(page.accounts)
                self._news.skipped += page.skipped
            self._backlog.add(page.accounts)
            self._join_in()
        with self._lock:
            self._news.gone = gone
        self._backlog.complete()
        self._read_roles()

    def _read_roles(self) -> None:
        while (account := self._backlog.take()) is not None:
            failed = True
            try:
                failed = bool(self._read(account).failure)
            finally:
                self._backlog.give_back(account, failed=failed)

    def _read(self, account: Account) -> Entry:
        known = self._known.get(account.id)
        entry = replace(known, account=account) if known else Entry(account)
        skipped = 0
        try:
            names, skipped = self._calls.roles(account.id)
        except (NoAccess, PortalError) as failure:
            entry = entry.failed(failure.what)
            self._count_failure(failure)
        else:
            entry = entry.listed(names, self._now())
            self._failures_in_a_row = 0
        with self._lock:
            self._news.entries[account.id] = entry
            self._news.skipped += skipped
        return entry

    def _count_failure(self, failure: NoAccess | PortalError) -> None:
        if isinstance(failure, NoAccess):
            return
        with self._lock:
            self._failures_in_a_row += 1
            out_of_reach = self._failures_in_a_row >= BREAKS_AFTER
        if out_of_reach:
            raise failure
