"""How long does it take from a key to the screen that it leads to?

    python tests/benchmarks/keystroke.py [ROUNDS]

Both the program, with a cached list, and an app that has nothing but a line to type in run in
terminals of their own. In turns, a word is typed in each, every letter as soon as the one before
was seen, and the medians of the times are compared until the letter stands there and until the
filtered list does; so are they for a word that arrives in one burst, and for opening and closing
all accounts. Textual draws in frames, 60 a second where nobody says otherwise, so that times come
in steps of those.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import accumulate
from pathlib import Path
from statistics import median

from first_frame import SSOTUI
from large_home import large_home
from pseudo_terminal import PseudoTerminal
from row import Row
from smallest_apps import MARK
from table import in_turns, rounds, show, times

from sso_tui.catalogue import Catalogue
from sso_tui.search import Index, Marks, parse

INPUT = [sys.executable, str(Path(__file__).with_name("smallest_apps.py")), "input"]

GOALS = {10_000: 1.8, 50_000: 2.0}
"""How many times a bare input's time a letter may take, by the number of roles."""

FOLDING = 3.0
"""How many times a bare input's time opening or closing all accounts may take."""

FAST_MS = 30.0
"""Milliseconds that a letter after a pause may take until the list is filtered by it."""

WORD, BURST = "payments", "payments prod adm"

FRAME_MS = 1000 / 60

CLEAR = "\x15"
"""Ctrl+U: deletes what was typed."""

OPEN_ALL, CLOSE_ALL = "\x1b[1;3C", "\x1b[1;3D"
"""Alt with the right and the left arrow."""


def rows(count: int = 15) -> Iterator[Row]:
    """What the keys take, for each size of the list."""
    for roles, goal in GOALS.items():
        with large_home(roles, signed_in=False) as (stage, listed), ExitStack() as stack:
            pair = Pair(stack, stage.environ, listed)
            of, size = "a bare input", f"{len(listed):,} roles"
            ours, bare = in_turns(count, pair.letters, pair.bare_letters)
            yield times(ours, bare, goal, f"a letter to the filtered list, {size}", of)
            yield from _pauses(pair, count, size)
            if roles == max(GOALS):
                yield from _folding(pair, count, size, bare)


class Pair:
    """The program and a bare input, ready to be typed in."""

    def __init__(self, stack: ExitStack, environ: dict[str, str], listed: Catalogue) -> None:
        self._ours = stack.enter_context(PseudoTerminal(SSOTUI, environ))
        self._bare = stack.enter_context(PseudoTerminal(INPUT, environ))
        self._whole = f"{len(listed)}/{len(listed)}"
        self._index = Index.of([listed], Marks())
        self._ours.until(self._whole)
        self._bare.until(MARK)
        self._ours.quiet()
        self._bare.quiet()

    def letters(self) -> float:
        """Seconds from a letter of a word to the list that matches the word so far."""
        return self._typed(list(WORD))

    def burst(self) -> float:
        """Seconds from a word, written at once, to the list that matches it."""
        return self._typed([BURST])

    def one_letter(self) -> float:
        """Seconds from a letter that is typed after a pause to the list that matches it."""
        return self._typed([WORD[0]])

    def bare_letters(self) -> float:
        """Seconds from a letter to the word so far, where there is nothing else."""
        return self._typed_bare(list(WORD))

    def bare_burst(self) -> float:
        """Seconds from a word, written at once, to the word, where there is nothing else."""
        return self._typed_bare([BURST])

    def unfolded(self) -> float:
        """Seconds from the key that opens all accounts to the list with their roles."""
        return self._turned(OPEN_ALL, "▾")

    def folded(self) -> float:
        """Seconds from the key that closes all accounts to the list without roles."""
        return self._turned(CLOSE_ALL, "▸")

    def _turned(self, key: str, shown: str) -> float:
        taken = -self._ours.write(key) + self._ours.until(shown)
        self._ours.quiet()
        return taken

    def _typed(self, texts: list[str]) -> float:
        taken = []
        for text, so_far in zip(texts, accumulate(texts), strict=True):
            result = self._index.search(parse(so_far))
            best = self._index.columns(result.rows[0]).id
            taken.append(-self._ours.write(text) + self._ours.until(best))
        self._ours.quiet()
        self._ours.write(CLEAR)
        self._ours.until(self._whole)
        self._ours.quiet()
        return median(taken)

    def _typed_bare(self, texts: list[str]) -> float:
        taken = []
        for text, so_far in zip(texts, accumulate(texts), strict=True):
            taken.append(-self._bare.write(text) + self._bare.until(so_far))
        self._bare.quiet()
        self._bare.write(CLEAR)
        self._bare.until(MARK)
        self._bare.quiet()
        return median(taken)


def _pauses(pair: Pair, count: int, size: str) -> Iterator[Row]:
    alone, burst, bare = in_turns(count, pair.one_letter, pair.burst, pair.bare_burst)
    yield Row(
        f"a letter after a pause to the filtered list, {size}",
        f"≤ {FAST_MS:g} ms",
        f"{alone * 1000:.1f} ms",
        alone * 1000 <= FAST_MS,
    )
    late = (burst - bare) * 1000
    yield Row(
        f"{len(BURST)} letters at once to the filtered list, {size}",
        "≤ 2 frames more than a bare input",
        f"{late / FRAME_MS:.1f} frames more, {burst * 1000:.0f} ms in all",
        late <= 2 * FRAME_MS,
    )


def _folding(pair: Pair, count: int, size: str, bare: float) -> Iterator[Row]:
    opened, closed = in_turns(count, pair.unfolded, pair.folded)
    yield times(opened, bare, FOLDING, f"opening all accounts, {size}", "a bare input")
    yield times(closed, bare, FOLDING, f"closing all accounts, {size}", "a bare input")


if __name__ == "__main__":
    sys.exit(show(rows(rounds(15))))
