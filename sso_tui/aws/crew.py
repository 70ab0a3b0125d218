"""How many threads does a listing have? As many as the portal keeps busy, and hardly any that wait.

One that gets its turn at once takes on others, as far as the limiter lets more calls be in flight
and there is something to do for them. Where more than a few wait for their turn, the next one that
is done goes home, so that hardly an account waits in the hands of a thread when another is wanted
first.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from sso_tui.aws.limiter import Limiter
from sso_tui.errors import Cancelled, SsotuiError, unforeseen

MOST_WAITING: Final = 2
"""So many threads wait for their turn, so that none is missed; more would only stand in line."""

STOPPING_SECONDS: Final = 1.0
"""How long ending it waits for the threads."""

Work = Callable[[], bool]
"""What a thread does; says whether it saw the end of all there is to do."""


class Crew:
    """The threads of one listing.

    Args:
        limiter: says when to call.
        left: how much there is to do, or being done.
        work: what the threads do that are taken on.
        ended: told when there is nothing left to do, or why it can't be done.
    """

    def __init__(
        self,
        limiter: Limiter,
        left: Callable[[], int],
        work: Work,
        ended: Callable[[SsotuiError | None], None],
    ) -> None:
        self.stopped = threading.Event()
        """Set once no thread is to begin anything."""
        self._limiter = limiter
        self._left = left
        self._work = work
        self._ended = ended
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._at_work = 0

    def start(self, first: Callable[[], object]) -> None:
        """Have a thread do something else, which does not count, and then what the others do."""

        def work() -> bool:
            first()
            with self._lock:
                if self._at_work >= self._limiter.flight:
                    return False
                self._at_work += 1
            return self._work()

        self._start(work)

    def take_on(self) -> None:
        """Let more threads join in, if they would not just stand in line."""
        if self._limiter.waiting or (self._limiter.crowded and self._at_work):
            return
        while self._one_more():
            self._start(self._work)

    def _one_more(self) -> bool:
        """Whether one more thread would find something to do; it then counts already."""
        with self._lock:
            most = min(self._limiter.flight, self._left())
            one_more = self._at_work < most and not self.stopped.is_set()
            self._at_work += one_more
            return one_more

    def _start(self, work: Work) -> None:
        thread = threading.Thread(
            target=self._until_over, args=(work,), name="ssotui-listing", daemon=True
        )
        with self._lock:
            self._threads = [one for one in self._threads if one.ident is None or one.is_alive()]
            self._threads.append(thread)
        thread.start()

    def _until_over(self, work: Work) -> None:
        try:
            over = work()
        except Cancelled:
            return
        except SsotuiError as failure:
            self._ended(failure)
        except BaseException as fault:
            self._ended(unforeseen(fault))
            raise
        else:
            if over:
                self._ended(None)

    def goes_home(self) -> bool:
        """Whether this thread is one too many; it then no longer counts, and has to end."""
        if self._limiter.waiting < MOST_WAITING:
            return False
        with self._lock:
            self._at_work -= 1
        return True

    def stop(self) -> None:
        """Wait for the threads to end, as far as the network lets them."""
        self.stopped.set()
        until = time.monotonic() + STOPPING_SECONDS
        for thread in list(self._threads):
            thread.join(max(0.0, until - time.monotonic()))
