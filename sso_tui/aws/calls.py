"""How is one page got in spite of everything? Calls that wait their turn, and are tried again.

Refusals for being too many are the limiter's business; a rejected token is renewed, once for all
threads, and the very same page is asked for again; a failing network is tried a few times. Pages
that go round in circles, or on for ever, are an error.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, Protocol, TypeVar

from sso_tui.aws.client import AccountsPage, PortalClient
from sso_tui.aws.faults import Slower
from sso_tui.aws.limiter import Limiter
from sso_tui.aws.patience import unless
from sso_tui.errors import Cancelled, MalformedAnswer, NoAccess, PortalError, SignInNeeded
from sso_tui.model import Token

MOST_REFUSALS: Final = 20
"""How often one page may be turned down for being too many. The waits add up to minutes."""

MOST_FAILURES: Final = 3
"""How often the network may fail one page."""

FAILURE_PAUSE: Final = 0.5
"""Seconds to wait after the network's first failure; twice as many after the next."""

MOST_PAGES: Final = 1000
"""Pages of one listing: a hundred thousand accounts."""


class Tokens(Protocol):
    """Where tokens come from."""

    def current(self) -> Token:
        """The token to use; raises SignInNeeded where there is none."""

    def renewed(self, rejected: Token, /) -> Token:
        """The token to use instead of a rejected one; raises SignInNeeded where there is none."""


class Page(Protocol):
    """What is common to pages."""

    @property
    def next_token(self) -> str | None:
        """Where the next one begins; None on the last one."""


AnyPage = TypeVar("AnyPage", bound=Page)


class SharedToken:
    """The token that all threads use, renewed by the first one that finds it rejected."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._lock = threading.Lock()
        self._token = tokens.current()

    def current(self) -> Token:
        """The token to use now."""
        with self._lock:
            return self._token

    def replace(self, rejected: Token) -> None:
        """See to another token, unless somebody already has."""
        with self._lock:
            if self._token is rejected:
                self._token = self._tokens.renewed(rejected)


class Calls:
    """The listing's calls.

    Args:
        client: what speaks to the portal.
        token: the one to use.
        limiter: says when to call.
        stopped: set when nobody wants the answers any more; every call then raises `Cancelled`.
        room: called when a turn came at once: more threads could be kept busy.
    """

    def __init__(
        self,
        client: PortalClient,
        token: SharedToken,
        limiter: Limiter,
        stopped: threading.Event,
        room: Callable[[], None] = lambda: None,
    ) -> None:
        self._client = client
        self._token = token
        self._limiter = limiter
        self._stopped = stopped
        self._room = room

    def account_pages(self) -> Iterator[AccountsPage]:
        """Every page of the accounts. They go before roles: without its name nothing is found."""
        return self._pages(self._client.accounts, urgent=True)

    def roles(self, account_id: str) -> tuple[list[str], int]:
        """The wire names of all roles in one account, and how many items made no sense."""
        names: list[str] = []
        skipped = 0
        for page in self._pages(lambda token, start: self._client.roles(token, account_id, start)):
            names.extend(page.role_names)
            skipped += page.skipped
        return names, skipped

    def _pages(
        self, get: Callable[[Token, str | None], AnyPage], *, urgent: bool = False
    ) -> Iterator[AnyPage]:
        seen: set[str] = set()
        start: str | None = None
        for _ in range(MOST_PAGES):
            page = self._page(get, start, urgent=urgent)
            yield page
            start = page.next_token
            if start is None:
                return
            if start in seen:
                raise MalformedAnswer("The portal's pages go round in circles")
            seen.add(start)
        raise MalformedAnswer("The portal's pages go on for ever")

    def _page(
        self, get: Callable[[Token, str | None], AnyPage], start: str | None, *, urgent: bool
    ) -> AnyPage:
        troubles = Troubles()
        while True:
            token = self._token.current()
            try:
                with self._turn(urgent=urgent):
                    return get(token, start)
            except SignInNeeded as rejected:
                troubles.rejected(rejected)
                self._token.replace(token)
            except Slower as slower:
                troubles.refused(slower)
            except (MalformedAnswer, NoAccess):
                raise
            except PortalError as failure:
                if self._stopped.wait(troubles.failed(failure)):
                    raise Cancelled from None

    @contextmanager
    def _turn(self, *, urgent: bool) -> Iterator[None]:
        began, at_once = self._limiter.begin(self._stopped, urgent=urgent)
        if at_once:
            self._room()
        try:
            with unless(self._stopped.is_set):
                yield
        except Slower as slower:
            self._limiter.throttled(began, slower.retry_after)
            raise
        except BaseException:
            self._limiter.failed(began)
            raise
        self._limiter.succeeded(began)


class Troubles:
    """What has gone wrong with one page so far; each method raises what was once too often."""

    def __init__(self) -> None:
        self._rejections = self._refusals = self._failures = 0

    def rejected(self, error: SignInNeeded) -> None:
        """The token was rejected. One that was just renewed and is rejected too ends it."""
        self._rejections += 1
        if self._rejections > 1:
            raise error

    def refused(self, error: Slower) -> None:
        """There were too many calls."""
        self._refusals += 1
        if self._refusals >= MOST_REFUSALS:
            raise error

    def failed(self, error: PortalError) -> float:
        """The network failed; the answer is how many seconds to wait."""
        self._failures += 1
        if self._failures >= MOST_FAILURES:
            raise error
        return FAILURE_PAUSE * float(2 ** (self._failures - 1))
