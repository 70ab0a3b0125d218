"""How often is the service asked whether a code has been approved? As its answers would have it.

Each `slow_down` lengthens the interval for good; a failing network only the next pause.
"""

from collections.abc import Callable
from typing import Final

from sso_tui.aws.faults import Refused
from sso_tui.errors import PortalError, SignInFailed
from sso_tui.model import Token

SLOWER_SECONDS: Final = 5
"""What each `slow_down` adds to the interval (RFC 8628 section 3.5)."""

LONGEST_PAUSE: Final = 60
"""Seconds between two polls, however often the network has failed."""

LAPSED: Final = "The code lapsed before anybody approved it"


class Polling:
    """The polls of one device code.

    Attributes:
        pause: seconds until the next poll.
        trouble: why the last poll got no answer; empty where it got one.
    """

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self.pause = interval
        self.trouble = ""

    def once(self, poll: Callable[[], Token]) -> Token | None:
        """Poll; None where nobody has approved yet, or no answer came.

        Raises:
            SignInFailed: the person refused, or the code lapsed.
            Refused: the service said no for another reason.
        """
        try:
            return poll()
        except Refused as refused:
            self._interval = _interval_after(refused, self._interval)
            self.pause, self.trouble = self._interval, ""
        except PortalError as failure:
            self.pause = min(self.pause * 2, max(LONGEST_PAUSE, self._interval))
            self.trouble = failure.what
        return None


def _interval_after(refused: Refused, interval: float) -> float:
    match refused.error:
        case "authorization_pending":
            return interval
        case "slow_down":
            return interval + SLOWER_SECONDS
        case "access_denied":
            raise SignInFailed("The sign-in was refused") from None
        case "expired_token":
            raise SignInFailed(LAPSED) from None
        case _:
            raise refused
