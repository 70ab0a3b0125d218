"""How long does a profile for every role take, beyond the listing?

    python tests/benchmarks/profile_sync.py [ROUNDS]

Works out the change, its diff, and writes it: with a lock, a settled read, botocore's own reading
before and after, and a backup. Compared with botocore's reading of the file that comes of it.
"""

import sys
import time
from collections.abc import Iterator
from functools import partial

from large_home import large_home
from row import Row
from stage import Stage
from table import in_turns, rounds, show

from sso_tui.actions.profile_sync import Wish, sync
from sso_tui.aws import configreader
from sso_tui.catalogue import Catalogue

GOAL = 2.0
"""Seconds for a thousand profiles."""


def rows(count: int = 5) -> Iterator[Row]:
    """A thousand profiles in one write, and five thousand."""
    for number in (1_000, 5_000):
        with large_home(number) as (stage, listed):
            before = stage.config.read_bytes()
            took, floor = in_turns(
                count, partial(_written, stage, listed, before), partial(_read, stage)
            )
        goal = GOAL * number / 1_000
        measured = f"{took:.2f} s, {took / floor:.1f}× botocore's reading of the file"
        yield Row(
            f"profile sync of {number:,} roles, beyond the listing",
            f"≤ {goal:.0f} s, one write",
            measured,
            took <= goal,
        )


def _written(stage: Stage, listed: Catalogue, before: bytes) -> float:
    stage.config.write_bytes(before)
    broker = stage.broker()
    begun = time.perf_counter()
    change = sync(broker, Wish(broker.portal(), listed, tuple(listed))).save
    _ = change.diff
    broker.files.save(change, _wait)
    return time.perf_counter() - begun


def _read(stage: Stage) -> float:
    begun = time.perf_counter()
    configreader.read(stage.config)
    return time.perf_counter() - begun


def _wait(seconds: float) -> bool:
    time.sleep(seconds)
    return False


if __name__ == "__main__":
    sys.exit(show(rows(rounds(5))))
