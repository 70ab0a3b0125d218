"""Who comes back from the browser? A listener on 127.0.0.1 for one redirect, and for no other.

Anybody can connect to it, so only a request with this attempt's state counts: all others are
answered and forgotten, and none of them can end, fail or delay the sign-in. What the right one
brings is kept before it is answered. No thread: it serves while it is waited on.
"""

import hmac
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self
from urllib.parse import parse_qs

from sso_tui.aws.callback_pages import BACK, Page, refusal
from sso_tui.aws.oidc import CALLBACK_PATH
from sso_tui.model import Secret

LONGEST_HEAD: Final = 8 * 1024
"""Bytes of a request's head; a code and a state take some hundreds."""

CONNECTION_SECONDS: Final = 5.0
"""How long a connection may take to say what it wants. Browsers open some that stay silent."""

MOST_CONNECTIONS: Final = 256
"""Beyond that, the oldest silent one makes room for the next."""

_BACKLOG: Final = 256


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brought back: a code, or else the error that the page ended with."""

    code: Secret | None = None
    error: str = ""


@dataclass(eq=False)
class _Visitor:
    """One connection and what it has said so far."""

    socket: socket.socket
    since: float
    head: bytes = b""


class Callback:
    """The listener, bound from its creation. Close it, or leave its `with` block.

    Args:
        state: this attempt's, which the right request repeats.
        clock: seconds that never go back.
    """

    def __init__(self, state: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._state = state.encode("ascii")
        self._clock = clock
        self._visitors: dict[socket.socket, _Visitor] = {}
        self._returned: Returned | None = None
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
        self._listener.setblocking(False)
        self._port: int = self._listener.getsockname()[1]
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)

    @property
    def redirect_uri(self) -> str:
        """Where the browser is to be sent back to."""
        return f"http://127.0.0.1:{self._port}{CALLBACK_PATH}"

    def serve(self, seconds: float) -> Returned | None:
        """Answer whoever comes, for so long at most or until the right one has come."""
        until = time.monotonic() + seconds
        while self._returned is None and (left := until - time.monotonic()) > 0:
            for key, _events in self._selector.select(left):
                self._attend(key.fileobj)
            self._dismiss_silent()
        return self._returned

    def _attend(self, ready: object) -> None:
        if ready is self._listener:
            self._welcome()
        elif isinstance(ready, socket.socket) and ready in self._visitors:
            self._listen_to(self._visitors[ready])

    def _welcome(self) -> None:
        try:
            connection, _address = self._listener.accept()
        except OSError:  # gone again
            return
        connection.setblocking(False)
        self._visitors[connection] = _Visitor(connection, self._clock())
        self._selector.register(connection, selectors.EVENT_READ)
        if len(self._visitors) > MOST_CONNECTIONS:
            self._dismiss(next(iter(self._visitors.values())))

    def _listen_to(self, visitor: _Visitor) -> None:
        try:
            said = visitor.socket.recv(LONGEST_HEAD)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        visitor.head += said
        if b"\r\n\r\n" in visitor.head[: LONGEST_HEAD + 4]:
            self._answer(visitor, self._judge(visitor.head))
        elif len(visitor.head) > LONGEST_HEAD:
            self._answer(visitor, refusal(431))
        elif not said:
            self._dismiss(visitor)

    def _judge(self, head: bytes) -> Page:
        """The page for a request; what the right one brings is kept here."""
        request_line, *lines = head.partition(b"\r\n\r\n")[0].split(b"\r\n")
        method, _, rest = request_line.partition(b" ")
        path, _, query = rest.rpartition(b" ")[0].partition(b"?")
        hosts = [line[5:].strip() for line in lines if line[:5].lower() == b"host:"]
        if hosts != [f"127.0.0.1:{self._port}".encode("ascii")]:
            return refusal(403)
        if path != CALLBACK_PATH.encode("ascii"):
            return refusal(404)
        if method != b"GET":
            return refusal(405)
        returned = self._returned_by(query)
        if returned is None:
            return refusal(400)
        self._returned = self._returned or returned
        return BACK

    def _returned_by(self, query: bytes) -> Returned | None:
        """What the query brings, if its state is this attempt's; looked at before all else."""
        text = query.decode("ascii", "replace")
        fields = parse_qs(text, keep_blank_values=True, errors="replace")
        states = fields.get("state", [""])
        if not hmac.compare_digest(states[0].encode(), self._state) or len(states) != 1:
            return None
        code, error = (fields.get(name, [""])[0] for name in ("code", "error"))
        if code and not error:
            return Returned(code=Secret(code))
        return Returned(error=error) if error else None

    def _answer(self, visitor: _Visitor, page: Page) -> None:
        try:
            visitor.socket.send(page)
            visitor.socket.shutdown(socket.SHUT_WR)
        except OSError:  # hung up early; what it brought is kept
            pass
        self._dismiss(visitor)

    def _dismiss_silent(self) -> None:
        too_old = self._clock() - CONNECTION_SECONDS
        for visitor in [one for one in self._visitors.values() if one.since < too_old]:
            self._dismiss(visitor)

    def _dismiss(self, visitor: _Visitor) -> None:
        self._visitors.pop(visitor.socket, None)
        self._selector.unregister(visitor.socket)
        visitor.socket.close()

    def close(self) -> None:
        """Stop listening and end every connection."""
        for visitor in list(self._visitors.values()):
            self._dismiss(visitor)
        self._selector.close()
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
