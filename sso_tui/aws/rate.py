"""Which rate does a portal let through, that does not tell it?

At first no rate is set, and ever more calls may be in flight, until one is turned down, by when
whatever the portal grants at once is used up. Then a low rate is set and climbs to the next
refusal; and from then on it grows slowly, the faster the longer nothing is turned down, and steps
back to what has got through when something is.
"""

from collections import deque
from typing import Final

FIRST_FLIGHT: Final = 8
"""Calls in flight at once to begin with."""

MOST_IN_FLIGHT: Final = 50
"""Calls in flight at once, at most."""

START_RATE: Final = 20.0
"""Calls a second after the first refusal: what AWS's documentation gives as Identity Center's limit."""

SLOWEST_RATE: Final = 0.5
"""Calls a second, below which the limiter never goes of itself."""

LEAPS: Final = (2, 1, 0)
"""How many calls more in flight each answer brings: before the first refusal, the second, later."""

HALF: Final = 0.5
"""What remains of a rate that was reached by leaps."""

CUT: Final = 0.95
"""What remains, at most, of a rate that was reached by growing slowly."""

UNTOLD: Final = 0.8
"""What remains of such a rate while too little has got through to tell the portal's."""

WINDOW_SECONDS: Final = 3.0
MOST_ANSWERS: Final = 64
"""How far back answers count for what the portal lets through, and how many of them do."""

AIM: Final = 0.97
"""What part of that rate is aimed at after a refusal, so that the portal saves up a little."""

ENOUGH: Final = 8
"""Answers in that window from which a rate can be told."""

GROWTH: Final = 0.001
"""By what part the rate grows with each answer, right after a refusal."""

HASTE: Final = 60
FIRST_HASTE: Final = 20
"""After how many answers without a refusal the rate grows twice as fast; the second one where the
rate was told from a climb, in which less got through than the portal would have let."""


class Rate:
    """The rate as far as it has been found. One thread at a time tells it of answers.

    Attributes:
        value: calls a second.
        flight: how many calls may be in flight while there is no rate.
        refusals: how often it was stepped back; while that is 0, there is no rate.
    """

    def __init__(self) -> None:
        self.value = START_RATE
        self.flight = FIRST_FLIGHT
        self.refusals = 0
        self._through: deque[float] = deque(maxlen=MOST_ANSWERS)
        self._first_cut_at = float("inf")
        self._calm = 0

    def got_through(self, now: float) -> None:
        """A call was answered, at that moment, in seconds of a clock that never goes back."""
        if self.refusals:
            self._through.append(now)

    def grow(self, took: float) -> None:
        """Nothing was turned down since the last step back; the answer took so many seconds."""
        leap = LEAPS[min(self.refusals, 2)]
        self._calm += 1
        if leap:
            self.flight = min(self.flight + leap, MOST_IN_FLIGHT)
            self.value += leap / max(took, 0.001)
        else:
            haste = FIRST_HASTE if self.refusals == 2 else HASTE
            self.value *= 1 + GROWTH * (1 + (self._calm / haste) ** 2)

    def calm_is_over(self) -> None:
        """A call was turned down: growth begins slowly again."""
        self._calm = 0

    def step_back(self, now: float) -> None:
        """A call was turned down: step back to what has got through since earlier refusals, if
        enough has to tell.

        At a refusal, whatever the portal grants at once is used up; so what got through from one
        refusal to another is its rate.
        """
        self.refusals += 1
        self.flight = MOST_IN_FLIGHT
        self._first_cut_at = min(self._first_cut_at, now)
        since = self._window_begins(now)
        while self._through and self._through[0] < since:
            self._through.popleft()
        if self.refusals == 1:
            rate = min(self.value * HALF, START_RATE)
        elif len(self._through) < ENOUGH:
            rate = self.value * (HALF if self.refusals == 2 else UNTOLD)
        else:
            rate = min(self.value * CUT, AIM * len(self._through) / (now - since))
        self.value = max(SLOWEST_RATE, rate)

    def _window_begins(self, now: float) -> float:
        """From when on answers count: those before tell of a rate that was found to be too low."""
        full = len(self._through) == MOST_ANSWERS
        oldest = self._through[0] if full else float("-inf")
        return max(self._first_cut_at, now - WINDOW_SECONDS, oldest)
