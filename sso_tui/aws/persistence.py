"""Is once enough? A call that changes nothing is tried again when it is turned down or fails.

While a listing runs at the portal's limit, other calls may be turned down for being too many. That
is no reason to trouble the user.
"""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from sso_tui.aws.faults import Slower
from sso_tui.aws.patience import pause
from sso_tui.errors import MalformedAnswer, PortalError

PAUSES: Final = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds to wait before each further attempt, where the portal does not say how long."""

QUICK_SECONDS: Final = 5.0
"""A failure that took longer is final: nobody waits for that twice."""

Answer = TypeVar("Answer")


def persistently(call: Callable[[], Answer]) -> Answer:
    """The answer to a call that may be made several times.

    Raises:
        PortalError: the network failed twice, or slowly, or the portal kept turning the call down.
    """
    failed = False
    for seconds in PAUSES:
        begun = time.monotonic()
        try:
            return call()
        except Slower as slower:
            pause(seconds if slower.retry_after is None else slower.retry_after)
        except MalformedAnswer:
            raise
        except PortalError:
            if failed or time.monotonic() - begun > QUICK_SECONDS:
                raise
            failed = True
            pause(seconds)
    return call()
