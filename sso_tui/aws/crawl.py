"""Who asks for what, and when? The threads of one listing, and what they have found so far.

One thread reads the pages of accounts, others read the roles in them. Whoever started the crawl
collects news from it, and sees to it that it stops: then every thread ends within a second, as far
as the network lets it.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sso_tui.aws.ageing import Ageing
from sso_tui.aws.backlog import Backlog
from sso_tui.aws.calls import Calls, SharedToken, Tokens
from sso_tui.aws.client import PortalClient
from sso_tui.aws.crew import Crew
from sso_tui.aws.limiter import Limiter
from sso_tui.catalogue import Entry
from sso_tui.errors import NoAccess, PortalError, SsotuiError
from sso_tui.model import Account

BREAKS_AFTER: Final = 20
"""So many accounts failing in a row, with none succeeding, mean that the portal is out of reach."""


@dataclass(slots=True)
class News:
    """What a crawl has found since it was last asked.

    Attributes:
        accounts: those just listed.
        due: ids of accounts whose roles are going to be asked for.
        entries: those whose roles were just read, or could not be, by account id.
        gone: ids of accounts that were known and are assigned no more; told when all are listed.
        named: whether all accounts are listed.
        skipped: items that made no sense.
        over: whether nothing more will come.
        failure: what ended the crawl early, if anything did.
    """

    accounts: list[Account] = field(default_factory=list)
    due: set[str] = field(default_factory=set)
    entries: dict[str, Entry] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    named: bool = False
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
        ageing: how long that holds.
        now: the clock.
    """

    def __init__(
        self,
        client: PortalClient,
        tokens: Tokens,
        limiter: Limiter,
        known: Iterable[Entry],
        ageing: Ageing,
        now: Callable[[], datetime],
    ) -> None:
        self._over = threading.Event()
        self._backlog = Backlog(self._read_at)
        self._crew = Crew(limiter, lambda: self._backlog.left, self._read_roles, self._end)
        self._calls = Calls(
            client, SharedToken(tokens), limiter, self._crew.stopped, self._crew.take_on
        )
        self._known = {entry.account.id: entry for entry in known}
        self._ageing = ageing
        self._now = now
        self._held: dict[str, Account] = {}
        self._lock = threading.Lock()
        self._news = News()
        self._failures_in_a_row = 0

    def start(self, wanted: Sequence[str]) -> None:
        """Begin; accounts that are wanted and known are asked for though they are not listed yet."""
        self._held = {one: self._known[one].account for one in wanted if one in self._known}
        self.want(wanted)
        self._crew.start(self._read_accounts)
        self._crew.take_on()

    def want(self, wanted: Sequence[str]) -> None:
        """From now on ask for these accounts before others, the first one first."""
        self._backlog.prefer(wanted)
        now = self._now()
        with self._lock:
            held = [self._held[one] for one in wanted if one in self._held]
            self._take_up(
                one for one in held if self._ageing.due(self._known[one.id], now, looked_at=True)
            )

    def _take_up(self, accounts: Iterable[Account]) -> None:
        due = self._backlog.add(accounts)
        self._news.due |= due
        for account_id in due:
            self._held.pop(account_id, None)

    def news(self) -> News:
        """What was found since the last time."""
        with self._lock:
            news = self._news
            self._news = News(named=news.named, over=news.over, failure=news.failure)
        return news

    def passes(self, seconds: float) -> bool:
        """Wait that long, but not for longer than the crawl goes on; says whether it is over."""
        return self._over.wait(seconds)

    def stop(self) -> None:
        """End it: no thread starts another call, and those under way are given up."""
        self._crew.stopped.set()
        self._backlog.close()
        self._crew.stop()
        self._known, self._held = {}, {}  # its parts know one another, and so are there for a while

    def _end(self, failure: SsotuiError | None) -> None:
        with self._lock:
            if not self._news.over:
                self._news.over, self._news.failure = True, failure
        self._crew.stopped.set()
        self._backlog.close()  # after that, since threads that it sends home end it without failure
        self._over.set()

    def _read_accounts(self) -> None:
        gone = set(self._known)
        for page in self._calls.account_pages():
            accounts = list(map(self._as_known, page.accounts))
            gone.difference_update(account.id for account in accounts)
            now = self._now()
            due = [one for one in accounts if self._is_due(one, now)]
            with self._lock:
                self._news.accounts.extend(accounts)
                self._news.skipped += page.skipped
                self._held |= {one.id: one for one in accounts if one not in due}
                self._take_up(due)
            self._crew.take_on()
        with self._lock:
            self._news.gone = gone
            self._news.named = True
        self._backlog.complete(gone)

    def _as_known(self, account: Account) -> Account:
        """The very object that is known already, where the account is what it was.

        Ten thousand of them are there once, then, and searches know their texts.
        """
        known = self._known.get(account.id)
        return known.account if known and known.account == account else account

    def _is_due(self, account: Account, now: datetime) -> bool:
        known = self._known.get(account.id)
        return known is None or self._ageing.due(known, now)

    def _read_at(self, account_id: str) -> float:
        known = self._known.get(account_id)
        return known.listed_at.timestamp() if known and known.listed_at else 0.0

    def _read_roles(self) -> bool:
        """Read roles until there are none left to read, or this thread is one too many."""
        while (account := self._backlog.take()) is not None:
            failed = True
            try:
                failed = bool(self._read(account).failure)
            finally:
                self._backlog.give_back(account, failed=failed)
            if self._crew.goes_home():
                return False
        return True

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
