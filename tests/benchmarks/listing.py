"""How near does the listing come to what a portal lets through?

    python tests/benchmarks/listing.py [ROUNDS]

Lists accounts of the embedded portal, which runs in a process of its own, and prints for each
case the least time that the portal's limit allows, the time taken, their ratio, what was asked,
turned down, lost and asked twice, and how busy the portal and the lister were: the portal is no
measure where it was busy all the time. Short cases are run ROUNDS times in turns; their medians count.

The floor of a short case is what this machine does in the same minute: bare threads of http.client,
as many as the listing allows itself, that know from the start what to ask for, and the portal's rate.
"""

import json
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from statistics import median
from threading import Lock, Thread
from time import perf_counter, process_time, sleep
from urllib.parse import urlsplit

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from portal_apart import ROLES, Apart, Tally, portal_apart
from row import Row

from sso_tui.aws import directory, signin
from sso_tui.aws.client import PAGE_SIZE, PortalClient
from sso_tui.aws.rate import MOST_IN_FLIGHT
from sso_tui.catalogue import Catalogue
from sso_tui.demo import Behaviour, Organisation
from sso_tui.model import Token
from sso_tui.steps import SignedIn

LATENCY = 0.04
"""Seconds that each answer takes, as from another continent."""

ACCOUNTS = "/assignment/accounts?max_result=100"
"""Where accounts are listed; their first page, in place of each."""

TOKEN = "x-amz-sso_bearer_token"
"""The header that the token goes in."""

SERIALLY = 50
"""Accounts that are listed one after the other; the time for more follows from theirs."""

MOST_THROTTLED = 0.05
"""The part of the calls that may be turned down."""


@dataclass(frozen=True)
class Case:
    """One listing.

    Attributes:
        accounts: how many.
        rate: calls a second that the portal lets through, 0 for all.
        goal: how many times the limit it may take; None where nothing was promised.
    """

    accounts: int
    rate: float
    goal: float | None

    @property
    def limit(self) -> float:
        """The seconds that it takes at least."""
        if self.rate:
            return LATENCY + (self.pages + self.accounts - Behaviour().burst) / self.rate
        return LATENCY + self.accounts * LATENCY / MOST_IN_FLIGHT

    @property
    def pages(self) -> int:
        """How many calls list the accounts."""
        return -(-self.accounts // PAGE_SIZE)

    def __str__(self) -> str:
        rate = f"{self.rate:.0f}/s" if self.rate else "no throttle"
        return f"listing {self.accounts:,} accounts, {LATENCY * 1000:.0f} ms, {rate}"


CASES = (
    Case(100, 20, None),
    Case(100, 100, None),
    Case(1000, 0, 1.2),
    Case(1000, 100, 1.10),
    Case(1000, 20, 1.05),
)

LONG = 30.0
"""Seconds from which on one run of a case is enough."""


@dataclass(frozen=True)
class Run:
    """What a listing took, and what came of it."""

    seconds: float
    lost: int
    busy: float
    tally: Tally


def measured(case: Case) -> Run:
    """One listing by the program."""
    with portal_apart(case.accounts, case.rate, LATENCY) as apart:
        client = PortalClient(apart.portal, apart.environ)
        token = signed_in(client)
        apart.tally()
        started, spent = perf_counter(), process_time()
        *_, last = directory.listing(
            client, Tokens(token), Catalogue("bench"), wait=waited, now=now
        )
        seconds, busy = perf_counter() - started, process_time() - spent
        client.close()
        return Run(seconds, lost(case, last), busy, apart.tally())


def floor(case: Case) -> float:
    """The seconds in which bare threads ask for the same, at the rate that they are told."""
    with portal_apart(case.accounts, case.rate, LATENCY) as apart:
        token = signed_in(PortalClient(apart.portal, apart.environ)).access.reveal()
        accounts = Organisation.generate(case.accounts, ROLES).accounts()
        targets = deque(f"/assignment/roles?account_id={one.id}" for one in accounts)
        targets.extendleft([ACCOUNTS] * case.pages)
        turns = Paced(case.rate)

        def ask() -> None:
            connection = HTTPConnection(urlsplit(apart.url).netloc)
            with suppress(IndexError):
                while True:
                    target = targets.popleft()
                    next(turns)
                    connection.request("GET", target, headers={TOKEN: token})
                    answer = connection.getresponse()
                    json.loads(answer.read())
                    if answer.status == 429:
                        targets.append(target)
            connection.close()

        started = perf_counter()
        threads = [Thread(target=ask) for _ in range(MOST_IN_FLIGHT)]
        deque(map(Thread.start, threads), 0)
        deque(map(Thread.join, threads), 0)
        return perf_counter() - started


class Paced:
    """Turns that come as often in a second as `rate` says, without end; 0 is at once."""

    def __init__(self, rate: float) -> None:
        self._pause = 1 / rate if rate else 0.0
        self._next = perf_counter()
        self._lock = Lock()

    def __next__(self) -> None:
        with self._lock:
            sleep(max(0.0, self._next - perf_counter()))
            self._next += self._pause


def serially(apart: Apart) -> float:
    """The seconds that each account takes where boto3 asks for one after the other."""
    token = signed_in(PortalClient(apart.portal, apart.environ)).access.reveal()
    client = boto3.client(
        "sso",
        region_name="eu-west-1",
        endpoint_url=apart.url,
        config=Config(signature_version=UNSIGNED),
    )
    started = perf_counter()
    accounts = client.list_accounts(accessToken=token)["accountList"]
    for account in accounts:
        client.list_account_roles(accessToken=token, accountId=account["accountId"])
    return (perf_counter() - started) / len(accounts)


def lost(case: Case, catalogue: Catalogue) -> int:
    """How many accounts are not there as they are."""
    truth = {
        one.id: set(one.roles) for one in Organisation.generate(case.accounts, ROLES).accounts()
    }
    found = {one.account.id: set(one.role_names) for one in catalogue.entries}
    return sum(found.get(number) != roles for number, roles in truth.items())


class Tokens:
    """The one token there is."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def current(self) -> Token:
        return self._token

    def renewed(self, rejected: Token) -> Token:
        raise AssertionError("it was good")


def signed_in(client: PortalClient) -> Token:
    steps = signin.device_code(client, None, now=now, wait=waited)
    return next(step.token for step in steps if isinstance(step, SignedIn))


def now() -> datetime:
    return datetime.now(UTC)


def waited(seconds: float) -> bool:
    sleep(seconds)
    return False


def rows(rounds: int = 5) -> Iterator[Row]:
    """What was measured, and what is promised."""
    runs: dict[Case, list[Run]] = {case: [] for case in CASES}
    floors: dict[Case, list[float]] = {case: [case.limit] for case in CASES}
    for turn in range(rounds):
        for case in CASES:
            if turn == 0 or case.limit < LONG:
                runs[case].append(measured(case))
            if case.limit < LONG:
                floors[case].append(floor(case))
    for case, its in runs.items():
        yield row(case, median(floors[case][1:] or floors[case]), its)
    with portal_apart(SERIALLY, 0, LATENCY) as apart:
        each = serially(apart)
    free = next(case for case in CASES if not case.rate)
    faster = each * free.accounts / median(run.seconds for run in runs[free])
    yield Row(f"{free}, against one call after the other", "≥ 20×", f"{faster:.1f}×", faster >= 20)


def row(case: Case, floor: float, runs: list[Run]) -> Row:
    """The line of one case, whose floor is its limit or was measured."""
    took = median(run.seconds for run in runs)
    ratio = took / floor
    calls = sum(run.tally.calls for run in runs)
    throttled = sum(run.tally.throttled for run in runs) / calls
    wrong = sum(run.lost + run.tally.doubled for run in runs)
    portal = sum(run.tally.cpu for run in runs) / sum(run.seconds for run in runs)
    lister = sum(run.busy for run in runs) / sum(run.seconds for run in runs)
    return Row(
        str(case),
        f"≤ {case.goal:.2f}×, ≤ {MOST_THROTTLED:.0%} throttled" if case.goal else "none lost",
        f"{ratio:.2f}× of {floor:.2f} s ({took / case.limit:.2f}× of {case.limit:.2f} s on paper),"
        f" {calls // len(runs)} calls, {throttled:.1%} throttled,"
        f" {sum(run.lost for run in runs)} lost, {sum(run.tally.doubled for run in runs)} doubled"
        f" (processor: portal {portal:.0%}, lister {lister:.0%})",
        not wrong and (case.goal is None or (ratio <= case.goal and throttled <= MOST_THROTTLED)),
    )


def main(argv: list[str]) -> int:
    rounds = int(argv[0]) if argv else 5
    for one in rows(rounds):
        print(f"{'met ' if one.met else 'MISSED'}  {one.path}: {one.goal}\n        {one.measured}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
