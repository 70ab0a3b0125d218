"""What time is it in the demo? Now, plus whatever a test has shifted it by.

Every lifetime in the demo is measured by one such clock, so that shifting it makes
everything that should lapse lapse, without waiting.
"""

import time
from email.utils import formatdate


class Clock:
    """Wall-clock seconds since the epoch, shiftable while the portal runs."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._written = (0, "")

    def now(self) -> float:
        """Seconds since the epoch, shifts included."""
        return time.time() + self._offset

    def shift(self, seconds: float) -> None:
        """Move the clock forward, or back where `seconds` is negative."""
        self._offset += seconds

    def http_date(self) -> str:
        """The time as an HTTP `Date` header gives it (RFC 9110 §5.6.7), written once a second."""
        second = int(self.now())
        written, text = self._written
        if second != written:
            text = formatdate(second, usegmt=True)
            self._written = (second, text)
        return text
