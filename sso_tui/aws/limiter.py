"""How fast may we ask? As fast as the portal lets us, which it does not tell.

One limiter for all threads finds the rate by itself. It starts low and doubles with every round
trip until a first call is turned down; from then on it grows slowly, and the faster the longer
nothing is turned down, and steps back by a part whenever something is. After a refusal all wait,
and a single call tries whether the portal answers again; the wait doubles while it does not.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from sso_tui.errors import Cancelled

START_RATE: Final = 20.0
"""Calls a second to begin with: what AWS's documentation names as Identity Center's limit."""

SLOWEST_RATE: Final = 0.5

FIRST_CUT: Final = 0.5
"""What remains of a rate that was reached by doubling, and so may be twice too high."""

CUT: Final = 0.9
"""What remains of a rate that was reached by growing slowly."""

GROWTH: Final = 0.04
"""By what part the rate grows in the first second after a cut."""

HASTE_SECONDS: Final = 4.0
"""How long nothing has to be turned down until the rate grows twice as fast."""

FIRST_PAUSE: Final = 0.05
LONGEST_PAUSE: Final = 8.0
"""Seconds that all wait after a refusal: the first time, and at most."""

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
        self._lock = threading.Lock()
        self._rate = START_RATE
        self._doubling = True
        self._last_start = float("-inf")
        self._in_flight = 0
        self._probing = False
        self._paused_until = float("-inf")
        self._pause = FIRST_PAUSE
        self._cut_at = float("-inf")
        self._grown_at = clock()
        self._shortest = float("inf")
        self._usual = 0.0

    @property
    def rate(self) -> float:
        """Calls a second, as of now."""
        return self._rate

    @property
    def holding_back(self) -> bool:
        """Whether the portal has just asked for fewer requests."""
        return self._probing or self._clock() < self._paused_until

    @property
    def crowded(self) -> bool:
        """Whether more calls at once would only wait for one another: each takes twice as long."""
        return self._usual > 2 * self._shortest + 0.005

    def begin(self, stopped: threading.Event) -> tuple[float, bool]:
        """Wait for one's turn.

        Returns:
            When the call begins, for the method that ends it; and whether its turn came at once.

        Raises:
            Cancelled: `stopped` was set meanwhile.
        """
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
            now = self._clock()
            if self._probing and self._in_flight:
                return PROBE_LOOK
            return max(self._paused_until, self._last_start + 1 / self._rate) - now

    def succeeded(self, began: float) -> None:
        """A call was answered."""
        with self._lock:
            now = self._clock()
            self._in_flight -= 1
            self._measure(now - began)
            if began >= self._cut_at:
                self._probing, self._pause = False, FIRST_PAUSE
                self._grow(now, now - began)
            self._grown_at = now

    def throttled(self, began: float, retry_after: float | None = None) -> None:
        """A call was turned down, and the portal wants to be left alone for so many seconds."""
        with self._lock:
            now = self._clock()
            self._in_flight -= 1
            if retry_after is not None:
                self._paused_until = max(self._paused_until, now + retry_after)
            if began < self._cut_at:
                return  # it was on its way when an earlier refusal had already been heeded
            if not self._probing:
                factor = FIRST_CUT if self._doubling else CUT
                self._rate = max(SLOWEST_RATE, self._rate * factor)
            self._paused_until = max(self._paused_until, now + self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._doubling, self._probing = False, True
            self._cut_at = self._grown_at = now

    def failed(self, began: float) -> None:
        """A call ended in a way that says nothing about the rate."""
        with self._lock:
            self._in_flight -= 1
            if began >= self._cut_at:
                self._probing = False

    def _grow(self, now: float, took: float) -> None:
        if self._doubling:
            self._rate += 1 / max(took, 0.001)
            return
        calm = (now - self._cut_at) / HASTE_SECONDS
        elapsed = min(now - self._grown_at, 1.0)
        self._rate += self._rate * GROWTH * (1 + calm * calm) * elapsed

    def _measure(self, took: float) -> None:
        self._shortest = min(self._shortest, took)
        self._usual = took if self._usual == 0.0 else self._usual * 0.9 + took * 0.1
