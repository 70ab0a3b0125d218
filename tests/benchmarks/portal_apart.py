"""The embedded portal in a process of its own, so that it and what is measured share no lock.

    python tests/benchmarks/portal_apart.py ACCOUNTS RATE LATENCY

serves until its standard input ends. RATE is calls a second or 0 for no throttle, LATENCY seconds.
It prints its URL, and for each line that it reads, what it was asked since the line before.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from time import process_time
from typing import TextIO

from sso_tui import demo, model

ROLES = 5
"""Roles in each account."""


@dataclass(frozen=True)
class Tally:
    """What a portal was asked.

    Attributes:
        calls: of a listing, answered or turned down.
        throttled: how many of them were turned down.
        doubled: accounts whose roles were given out more than once.
        cpu: seconds of processor time that answering took.
    """

    calls: int
    throttled: int
    doubled: int
    cpu: float


@dataclass(frozen=True)
class Apart:
    """A portal in another process."""

    url: str
    _asks: TextIO
    _says: TextIO

    @property
    def portal(self) -> model.Portal:
        """How the program knows it."""
        return model.Portal("bench", f"{self.url}/start", "eu-west-1")

    @property
    def environ(self) -> dict[str, str]:
        """What leads there."""
        return dict.fromkeys(demo.portal.ENDPOINT_VARIABLES, self.url)

    def tally(self) -> Tally:
        """What it was asked since the last time."""
        print(file=self._asks, flush=True)
        return Tally(**json.loads(self._says.readline()))


@contextmanager
def portal_apart(accounts: int, rate: float, latency: float) -> Iterator[Apart]:
    """A portal that ends with the block."""
    words = [sys.executable, __file__, str(accounts), str(rate), str(latency)]
    with subprocess.Popen(words, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Apart(process.stdout.readline().strip(), process.stdin, process.stdout)
        finally:
            process.stdin.close()


def main(accounts: int, rate: float, latency: float) -> int:
    organisation = demo.Organisation.generate(accounts, ROLES)
    organisation.accounts()
    with demo.Portal(
        organisation=organisation, rate=rate or None, latency=latency, auto_approve_after=0
    ) as portal:
        print(portal.url, flush=True)
        seen, spent = 0, process_time()
        for _ in sys.stdin:
            requests, now = portal.requests, process_time()
            print(json.dumps(asdict(tally(requests[seen:], now - spent))), flush=True)
            seen, spent = len(requests), process_time()
    return 0


def tally(requests: list[demo.Request], cpu: float) -> Tally:
    calls = [one for one in requests if one.operation in {"ListAccounts", "ListAccountRoles"}]
    given = Counter(
        one.query["account_id"]
        for one in calls
        if one.operation == "ListAccountRoles" and one.status == 200
    )
    return Tally(
        calls=len(calls),
        throttled=sum(one.status == 429 for one in calls),
        doubled=sum(times > 1 for times in given.values()),
        cpu=cpu,
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
