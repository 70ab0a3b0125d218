"""How fast may we ask? As fast as the portal lets us.

One limiter gives all threads their turns, at the rate that it finds by their answers. Refusals make
all wait; while they go on, the waits double and single calls try whether it is over.
"""

import random
import threading
import time
from collections.abc import Callable
from typing import Final

from sso_tui.aws.rate import Rate
from sso_tui.errors import Cancelled

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
        self._rate = Rate()
        self._waiting = 0
        self._last_start = float("-inf")
        self._in_flight = 0
        self._probing = False
        self._heard_since_cut = True
        self._paused_until = float("-inf")
        self._pause = FIRST_PAUSE
        self._cut_at = float("-inf")
        self._refused_at = float("-inf")
        self._shortest = float("inf")
        self._usual = 0.0

    @property
    def rate(self) -> float:
        """Calls a second, as of now."""
        return self._rate.value

    @property
    def holding_back(self) -> bool:
        """Whether the portal keeps asking for fewer requests."""
        until = max(self._paused_until, self._refused_at + REMEMBERED_SECONDS)
        return self._probing or self._clock() < until

    @property
    def flight(self) -> int:
        """How many calls may be in flight while there is no rate; those who call heed it."""
        return self._rate.flight

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn; none while there is no rate."""
        return self._waiting if self._rate.refusals else 0

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
            if not self._rate.refusals:
                return 0.0
            next_start = self._last_start + 1 / self._rate.value
            return max(self._paused_until, next_start) - self._clock()

    def succeeded(self, began: float) -> None:
        """A call was answered."""
        with self._lock:
            now = self._clock()
            self._in_flight -= 1
            self._shortest = min(self._shortest, now - began)
            self._usual = 0.9 * self._usual + 0.1 * (now - began) if self._usual else now - began
            self._rate.got_through(now)
            if began >= self._cut_at:
                self._probing, self._pause, self._heard_since_cut = False, FIRST_PAUSE, True
                self._rate.grow(now - began)

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
                self._heard_since_cut = False
                self._rate.step_back(now)
            else:
                self._probing = True
            jitter = random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, guards nothing
            self._paused_until = max(self._paused_until, now + self._pause * jitter)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            self._rate.calm_is_over()
            self._cut_at = now

    def failed(self, began: float) -> None:
        """A call ended in a way that says nothing about the rate."""
        with self._lock:
            self._in_flight -= 1
            if began >= self._cut_at:
                self._probing = False
