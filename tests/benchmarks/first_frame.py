"""How long does it take from starting the program to a screen with the list on it?

    python tests/benchmarks/first_frame.py [ROUNDS]

Starts, in turns, the program with a cached list and the smallest app there can be, each in a
terminal of its own, and compares the medians of the times until their text has come out. The user
is signed in, so the program lists anew behind its first frame, as it does every day.
"""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from large_home import large_home
from pseudo_terminal import PseudoTerminal
from row import Row
from smallest_apps import MARK
from table import in_turns, rounds, show, times

GOALS = {10_000: 1.4, 50_000: 1.7}
"""How many times the smallest app's time it may take, by the number of roles in the cache."""

SSOTUI = [sys.executable, "-m", "sso_tui"]
SMALLEST = [sys.executable, str(Path(__file__).with_name("smallest_apps.py")), "text"]


def rows(count: int = 15) -> Iterator[Row]:
    """The time to the first frame, for each size of the list."""
    for roles, goal in GOALS.items():
        with large_home(roles) as (stage, listed):
            first = listed.entries[0].account.id
            ours, floor = in_turns(
                count,
                partial(shown, SSOTUI, stage.environ, first),
                partial(shown, SMALLEST, stage.environ, MARK),
            )
        path = f"first frame with the cached list, {roles:,} roles"
        yield times(ours, floor, goal, path, "the smallest Textual app")


def shown(words: list[str], environ: dict[str, str], text: str) -> float:
    """The seconds from starting a program until that text is on its screen."""
    with PseudoTerminal(words, environ) as terminal:
        return terminal.until(text) - terminal.started


if __name__ == "__main__":
    sys.exit(show(rows(rounds(15))))
