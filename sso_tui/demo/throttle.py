"""May this call be answered now? A token bucket over all callers, as the service's is.

Refused calls cost nothing, so a caller that slows down to the rate is served at once.
"""

from threading import Lock

from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clock import Clock


class Throttle:
    """Lets `behaviour.rate` calls a second through, and `behaviour.burst` at once."""

    def __init__(self, behaviour: Behaviour, clock: Clock) -> None:
        self._behaviour = behaviour
        self._clock = clock
        self._lock = Lock()
        self._level = float(behaviour.burst)
        self._filled_at = clock.now()

    def admits(self) -> bool:
        """Whether one more call is within the rate; counts it if so."""
        rate = self._behaviour.rate
        if rate is None:
            return True
        with self._lock:
            now = self._clock.now()
            gained = max(0.0, now - self._filled_at) * rate
            self._level = min(float(self._behaviour.burst), self._level + gained)
            self._filled_at = now
            if self._level < 1:
                return False
            self._level -= 1
            return True
