"""What the tests of the wire share: time that passes at once, sign-ins, tokens, a raw server."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from sso_tui import demo
from sso_tui.aws import signin
from sso_tui.aws.client import PortalClient
from sso_tui.model import Token
from sso_tui.steps import SignedIn


def now() -> datetime:
    return datetime.now(UTC)


class Time:
    """A clock that waiting moves, the portal's with it."""

    def __init__(self, server: demo.Portal) -> None:
        self._server = server
        self.passed = 0.0
        self.waits: list[float] = []
        self.cancelled = False
        self.on_wait: Callable[[], None] = lambda: None

    def clock(self) -> float:
        return self.passed

    def now(self) -> datetime:
        return now() + timedelta(seconds=self.passed)

    def wait(self, seconds: float) -> bool:
        if seconds:
            self.waits.append(seconds)
            self.passed += seconds
            self._server.shift_clock(seconds)
            self.on_wait()
        return self.cancelled


def signed_in(server: demo.Portal, client: PortalClient) -> Token:
    """A token, as a person would get it who approves at once."""
    before, server.auto_approve_after = server.auto_approve_after, 0
    for step in signin.device_code(client, None, now=now, wait=lambda _: False):
        if isinstance(step, SignedIn):
            server.auto_approve_after = before
            return step.token
    raise AssertionError("no token")


class Renewing:
    """Tokens as the broker gives them, counting the renewals."""

    def __init__(self, client: PortalClient, token: Token) -> None:
        self._client = client
        self._token = token
        self.renewals = 0

    def current(self) -> Token:
        return self._token

    def renewed(self, rejected: Token) -> Token:
        assert rejected is self._token
        self.renewals += 1
        self._token = signin.renew(self._client, rejected, now=now)
        return self._token


@contextmanager
def raw_server(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that hands every connection to `serve`; its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    connections: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connections.append(connection)
            threading.Thread(target=quietly, args=(connection,), daemon=True).start()

    def quietly(connection: socket.socket) -> None:
        with suppress(OSError):
            serve(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(1)
        for connection in connections:
            connection.close()


def listing_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "ssotui-listing"]
