"""How fast may we ask? As fast as the portal lets us, which it does not tell.

One limiter for all threads finds the rate by itself. At first it sets none, and lets ever more
calls be in flight, until one is turned down, by when whatever the portal grants at once is used up.
Then it sets a low rate and climbs to the next refusal; and from then on grows slowly, the faster
the longer nothing is turned down, and steps back to what has got through when something is.
Refusals make all wait; while they go on, the waits double and single calls try whether it is over.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from sso_tui.errors import Cancelled

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

FIRST_PAUSE: Final = 0.02
LONGEST_PAUSE: Final = 8.0
"""Seconds that all wait after a refusal: the first time, and at most."""

REMEMBERED_SECONDS: Final = 10.0
"""How long after a refusal the portal still counts as asking for fewer requests: where its rate is
met, a call is turned down every few seconds."""

PROBE_LOOK: Final = 0.01
"""Seconds between two looks whether the single call has been answered."""

Clock = Callable[[], float]


class Limiter:
    """Tells each thread when it may call.

    Args:
        clock: seconds that never go back.
        wait: how to pass seconds, unless the event is set; says whether it is.
    """

    def __init__(
        self,
        clock: Clock = time.monotonic,
        wait: Callable[[threading.Event, float], bool] = threading.Event.wait,
    ) -> None:
        self._clock = clock
        self._wait = wait
        self._turnstile = threading.Lock()
        self._behind = threading.Lock()
        self._lock = threading.Lock()
        self._rate = START_RATE
        self._flight = FIRST_FLIGHT
        self._waiting = 0
        self._refusals = 0
        self._through: deque[float] = deque(maxlen=MOST_ANSWERS)
        self._last_start = float("-inf")
        self._in_flight = 0
        self._probing = False
        self._heard_since_cut = True
        self._paused_until = float("-inf")
        self._pause = FIRST_PAUSE
        self._cut_at = float("-inf")
        self._refused_at = float("-inf")
        self._first_cut_at = float("inf")
        self._calm = 0
        self._shortest = float("inf")
        self._usual = 0.0

    @property
    def rate(self) -> float:
        """Calls a second, as of now."""
        return self._rate

    @property
    def holding_back(self) -> bool:
        """Whether the portal keeps asking for fewer requests."""
        until = max(self._paused_until, self._refused_at + REMEMBERED_SECONDS)
        return self._probing or self._clock() < until

    @property
    def flight(self) -> int:
        """How many calls may be in flight while there is no rate; those who call heed it."""
        return self._flight

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn; none while there is no rate."""
        return self._waiting if self._refusals else 0

    @property
    def crowded(self) -> bool:
        """Whether more calls at once would only wait for one another: each takes twice as long."""
        return self._usual > 2 * self._shortest + 0.005

    def begin(self, stopped: threading.Event, *, urgent: bool = False) -> tuple[float, bool]:
        """Wait for one's turn.

        Args:
            stopped: set when the call is no longer wanted.
            urgent: goes before all that are not, but for the two that are next already.

        Returns:
            When the call begins, for the method that ends it; and whether its turn came at once.

        Raises:
            Cancelled: `stopped` was set meanwhile.
        """
        self._wait_more(1)
        try:
            if urgent:
                return self._next_turn(stopped)
            with self._behind:
                return self._next_turn(stopped)
        finally:
            self._wait_more(-1)

    def _wait_more(self, threads: int) -> None:
        with self._lock:
            self._waiting += threads

    def _next_turn(self, stopped: threading.Event) -> tuple[float, bool]:
        at_once = True
        with self._turnstile:  # one waits for the next turn; the others wait behind it
            while (delay := self._delay()) > 0:
                at_once = False
                if self._wait(stopped, delay):
                    raise Cancelled
            if stopped.is_set():
                raise Cancelled
            with self._lock:
                self._last_start = self._clock()
                self._in_flight += 1
                return self._last_start, at_once

    def _delay(self) -> float:
        with self._lock:
            if self._probing and self._in_flight:
                return PROBE_LOOK
            if not self._refusals:
                return 0.0
            next_start = self._last_start + 1 / self._rate
            return max(self._paused_until, next_start) - self._clock()

    def succeeded(self, began: float) -> None:
        """A call was answered."""
        with self._lock:
            now = self._clock()
            self._in_flight -= 1
            self._shortest = min(self._shortest, now - began)
            self._usual = 0.9 * self._usual + 0.1 * (now - began) if self._usual else now - began
            if self._refusals:
                self._through.append(now)
            if began >= self._cut_at:
                self._probing, self._pause, self._heard_since_cut = False, FIRST_PAUSE, True
                self._grow(now - began)

    def _grow(self, took: float) -> None:
        leap = LEAPS[min(self._refusals, 2)]
        self._calm += 1
        if leap:
            self._flight = min(self._flight + leap, MOST_IN_FLIGHT)
            self._rate += leap / max(took, 0.001)
        else:
            haste = FIRST_HASTE if self._refusals == 2 else HASTE
            self._rate *= 1 + GROWTH * (1 + (self._calm / haste) ** 2)

    def throttled(self, began: float, retry_after: float | None = None) -> None:
        """A call was turned down, and the portal wants to be left alone for so many seconds."""
        with self._lock:
            now = self._clock()
            self._in_flight -= 1
            self._refused_at = now
            self._paused_until = max(self._paused_until, now + (retry_after or 0.0))
            if began < self._cut_at:
                return  # it was on its way when an earlier refusal was heeded
            if self._heard_since_cut:
                self._cut(now)
            else:
                self._probing = True
            jitter = random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, guards nothing
            self._paused_until = max(self._paused_until, now + self._pause * jitter)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._cut_at, self._calm = now, 0

    def _cut(self, now: float) -> None:
        """Step back to what has got through since earlier refusals, if enough has to tell.

        At a refusal, whatever the portal grants at once is used up; so what got through from one
        refusal to another is its rate.
        """
        self._refusals += 1
        self._flight = MOST_IN_FLIGHT
        self._heard_since_cut = False
        self._first_cut_at = min(self._first_cut_at, now)
        since = self._window_begins(now)
        while self._through and self._through[0] < since:
            self._through.popleft()
        if self._refusals == 1:
            rate = min(self._rate * HALF, START_RATE)
        elif len(self._through) < ENOUGH:
            rate = self._rate * (HALF if self._refusals == 2 else UNTOLD)
        else:
            rate = min(self._rate * CUT, AIM * len(self._through) / (now - since))
        self._rate = max(SLOWEST_RATE, rate)

    def _window_begins(self, now: float) -> float:
        """From when on answers count: those before tell of a rate that was found to be too low."""
        full = len(self._through) == MOST_ANSWERS
        oldest = self._through[0] if full else float("-inf")
        return max(self._first_cut_at, now - WINDOW_SECONDS, oldest)

    def failed(self, began: float) -> None:
        """A call ended in a way that says nothing about the rate."""
        with self._lock:
            self._in_flight -= 1
            if began >= self._cut_at:
                self._probing = False
