"""What goes wrong, when, and how often? Faults that a test scripts into the portal's answers.

A fault that carries an answer of its own (`status`, `body`, `error`, `redirect`) takes the place
of the service, which then never sees the request. One that does not lets the service work, its
state changed and all, and spoils only the way back.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Event, Lock

from sso_tui.demo.refusals import named_answer
from sso_tui.demo.wire import JSON, Answer, Request


@dataclass(kw_only=True, eq=False)
class Fault:
    """One thing that goes wrong. All figures of time are seconds, of size bytes."""

    match: str = field(default="", kw_only=False)
    """The operation's name (`ListAccountRoles`) or the path (`/assignment/roles`); "" is any."""

    when: Callable[[Request], bool] | None = None
    """A further condition on the request."""

    after: int = 0
    """Matching requests that are let through first."""

    times: int | None = None
    """Requests that it then strikes; None is all of them."""

    status: int | None = None
    """Answer with this status; alone, with an empty body."""

    body: str | bytes | Mapping[str, object] | None = None
    """Answer with this body, a mapping as JSON; alone, with status 200."""

    content_type: str | None = None
    """The answer's Content-Type."""

    headers: Mapping[str, str | None] = field(default_factory=dict)
    """Headers to add or to replace; None takes one out that the service would add."""

    error: str | None = None
    """Answer with this error of the services, in its true shape: `slow_down`,
    `TooManyRequestsException`."""

    redirect: tuple[int, str] | None = None
    """Answer with this status and Location."""

    rewrite: Callable[[bytes], bytes] | None = None
    """What becomes of the answer's body."""

    delay: float = 0.0
    """Wait before the request is looked at."""

    hang: bool = False
    """Wait until `release()` or until the portal closes."""

    bytes_per_second: float | None = None
    """Send the answer no faster than this."""

    cut_at: int | None = None
    """Send the head and so many bytes of the body, then end the connection."""

    reset: bool = False
    """End the connection by RST: before the request is looked at, or where `cut_at` says."""

    hits: int = field(default=0, init=False)
    """Requests that it has struck."""

    _seen: int = field(default=0, init=False)
    _released: Event = field(default_factory=Event, init=False)

    def release(self) -> None:
        """Let every hanging request go on, now and later."""
        self._released.set()

    def wait(self) -> None:
        """Hang where this fault hangs."""
        if self.hang:
            self._released.wait()

    @property
    def unheard(self) -> bool:
        """Whether the connection ends before the request is looked at."""
        return self.reset and self.cut_at is None

    def strikes(self, request: Request) -> bool:
        """Whether this request is struck; counts it if so. Called under the collection's lock."""
        if self.match not in ("", request.operation, request.path):
            return False
        if self.when is not None and not self.when(request):
            return False
        self._seen += 1
        if self._seen <= self.after or (self.times is not None and self.hits >= self.times):
            return False
        self.hits += 1
        return True

    def answer(self) -> Answer | None:
        """The answer that takes the service's place, if this fault has one."""
        if self.redirect is not None:
            status, location = self.redirect
            return Answer(status, headers={"Location": location})
        if self.error is not None:
            return named_answer(self.error)
        if self.status is None and self.body is None:
            return None
        return Answer(self.status or 200, _content(self.body), JSON)

    def spoil(self, answer: Answer) -> Answer:
        """The answer with this fault's content type, headers and rewriting."""
        content = self.rewrite(answer.content) if self.rewrite else answer.content
        kept = {n: v for n, v in answer.headers.items() if n.lower() not in self._named_headers()}
        added = {name: value for name, value in self.headers.items() if value is not None}
        return replace(
            answer,
            content=content,
            content_type=self.content_type or answer.content_type,
            headers={**kept, **added},
        )

    def _named_headers(self) -> set[str]:
        return {name.lower() for name in self.headers}


NO_FAULT = Fault()
"""Nothing goes wrong."""


class Faults:
    """The faults in force; the first that strikes a request is the one it meets."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force, behind those that are already; returns it."""
        with self._lock:
            self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Take a fault out of force and let go of what hangs on it; ValueError if it is not in."""
        with self._lock:
            self._faults.remove(fault)
        fault.release()

    def clear(self) -> None:
        """Take all faults out of force and let go of what hangs on them."""
        with self._lock:
            gone, self._faults = self._faults, []
        for fault in gone:
            fault.release()

    def meeting(self, request: Request) -> Fault:
        """The fault that this request meets, NO_FAULT if none."""
        with self._lock:
            return next((fault for fault in self._faults if fault.strikes(request)), NO_FAULT)


def _content(body: str | bytes | Mapping[str, object] | None) -> bytes:
    match body:
        case None:
            return b""
        case bytes():
            return body
        case str():
            return body.encode("utf-8", "surrogatepass")
        case _:
            return json.dumps(dict(body)).encode("ascii")
