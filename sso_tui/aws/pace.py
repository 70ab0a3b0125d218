"""How fast does a listing go, and how long will the rest take? Told from what was done lately."""

from collections import deque
from collections.abc import Callable
from math import ceil
from typing import Final

LATELY: Final = 10.0
"""Seconds that count: a portal that throttles lets calls through in fits and starts."""

AT_LEAST: Final = 1.0
"""Seconds before anything can be told."""


class Pace:
    """The pace of one listing, from now on.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])
        self._read = 0

    def mark(self, read: int) -> None:
        """So many accounts more were read."""
        self._read += read
        now = self._clock()
        self._marks.append((now, self._read))
        while len(self._marks) > 2 and self._marks[1][0] <= now - LATELY:
            self._marks.popleft()

    @property
    def rate(self) -> float:
        """Accounts a second, to a tenth; 0 while that can't be told."""
        (began, before), (now, read) = self._marks[0], self._marks[-1]
        return round((read - before) / (now - began), 1) if now - began >= AT_LEAST else 0.0

    def left(self, accounts: int) -> int | None:
        """Seconds that so many accounts take; None while that can't be told."""
        return ceil(accounts / self.rate) if self.rate else None
