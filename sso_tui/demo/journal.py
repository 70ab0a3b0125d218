"""What has been asked of the portal? A log that tests read, and wait on instead of sleeping.

A request is in the log from the moment it has been read, and its status from before the answer is
sent: whoever holds an answer finds it logged.
"""

from collections import deque
from collections.abc import Callable
from threading import Condition

from sso_tui.demo.wire import Request

KEPT = 100_000
"""Requests that are remembered: more than a listing of ten thousand accounts makes."""


class Journal:
    """The requests so far, oldest first."""

    def __init__(self) -> None:
        self._requests: deque[Request] = deque(maxlen=KEPT)
        self._changed = Condition()

    def arrived(self, request: Request) -> None:
        """Log a request."""
        with self._changed:
            self._requests.append(request)
            self._changed.notify_all()

    def answered(self, request: Request, status: int) -> None:
        """Note how a request is being answered."""
        with self._changed:
            request.status = status
            self._changed.notify_all()

    def requests(self) -> list[Request]:
        """The requests so far."""
        with self._changed:
            return list(self._requests)

    def wait_for(self, wanted: Callable[[Request], bool], timeout: float) -> Request:
        """The first logged request that is wanted, waiting up to `timeout` seconds for one.

        Raises TimeoutError where none comes.
        """
        with self._changed:
            found = self._changed.wait_for(
                lambda: next((request for request in self._requests if wanted(request)), None),
                timeout,
            )
        if found is None:
            raise TimeoutError(f"no such request within {timeout} s")
        return found
