"""How much memory does the program take, and does it take more the longer it runs?

    python tests/benchmarks/memory.py

Compares what is resident once the list is on the screen with the smallest app there can be: for a
user who is not signed in, so that nothing that speaks to AWS is loaded, and for one who is, once all
has been listed anew. Then the list is read again and again for a minute.
"""

import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from statistics import median
from time import perf_counter

from first_frame import SMALLEST, SSOTUI
from large_home import large_home
from pseudo_terminal import PseudoTerminal
from row import Row
from smallest_apps import MARK
from table import show, times

GOALS = {10_000: 1.35, 50_000: 1.8}
"""How many times the smallest app's memory the list may take, by the number of roles."""

WITH_AWS = 2.4
"""The same once what speaks to AWS is there, whatever the number."""

SOAK_SECONDS = 60.0

SOAKED_ROLES = 5_000
"""Roles that are listed again and again: a listing takes a second or two."""

NEW = "JustGranted"
"""A role that comes and goes: the screen says so at the end of a listing."""

FLAT = 1.02
"""How many times the memory in the second quarter of the minute that in the last may be."""

REFRESH = "\x12"
"""Ctrl+R: lists again."""


def rows() -> Iterator[Row]:
    """What is resident, for each size of the list, and over a minute."""
    of = "the smallest Textual app"
    for roles, goal in GOALS.items():
        with large_home(roles, signed_in=False) as (stage, listed):
            whole = f"{len(listed)}/{len(listed)}"
            smallest = at_rest(SMALLEST, stage.environ, MARK)
            ours = at_rest(SSOTUI, stage.environ, whole)
        yield times(ours, smallest, goal, f"memory, {roles:,} roles", of)
        with large_home(roles) as (stage, listed):
            stage.portal.organisation.grant(listed.entries[0].account.id, NEW)
            ours = at_rest(SSOTUI, stage.environ, NEW)
        yield times(ours, smallest, WITH_AWS, f"memory after a listing, {roles:,} roles", of)
    yield soaked()


def at_rest(words: list[str], environ: dict[str, str], *texts: str) -> float:
    """Kilobytes that a program holds once those texts were on its screen."""
    with PseudoTerminal(words, environ) as terminal:
        for text in texts:
            terminal.until(text)
        terminal.quiet()
        return resident(terminal.process)


def soaked() -> Row:
    """Whether memory grows while the list is read again and again."""
    held: list[tuple[float, float]] = []
    with large_home(SOAKED_ROLES) as (stage, listed):
        organisation, account = stage.portal.organisation, listed.entries[0].account.id
        turns = cycle((organisation.grant, organisation.revoke))
        next(turns)(account, NEW)
        with PseudoTerminal(SSOTUI, stage.environ) as terminal:
            while (age := perf_counter() - terminal.started) < SOAK_SECONDS:
                terminal.until(NEW)
                terminal.quiet()
                held.append((age, resident(terminal.process)))
                next(turns)(account, NEW)
                terminal.write(REFRESH)
    early = median(size for age, size in held if SOAK_SECONDS / 4 < age < SOAK_SECONDS / 2)
    late = median(size for age, size in held if age > SOAK_SECONDS * 3 / 4)
    return times(late, early, FLAT, f"memory after {len(held)} listings", "what it was before")


def resident(process: int) -> float:
    """Kilobytes of a process that are in memory."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return float(told.stdout)


if __name__ == "__main__":
    sys.exit(show(rows()))
