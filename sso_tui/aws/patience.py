"""How long does a thread go on reading an answer? Until its call's time is up, or it is not wanted.

A socket's timeout starts anew with every byte, so a server that sends a byte now and then could
hold a call for ever. Connections made here read in slices instead, and look up between two of them.
"""

import io
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event
from typing import Any, Final

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from sso_tui.errors import Cancelled

SLICE: Final = 0.2
"""Seconds between two looks up."""

Cancel = Callable[[], bool]
"""Whether the answer is no longer wanted."""

_cancel: ContextVar[Cancel | None] = ContextVar("_cancel", default=None)
_deadline: ContextVar[float] = ContextVar("_deadline", default=float("inf"))


@contextmanager
def unless(cancelled: Cancel) -> Iterator[None]:
    """Calls made in here, by this thread, raise `Cancelled` soon after `cancelled` says so."""
    before = _cancel.set(cancelled)
    try:
        yield
    finally:
        _cancel.reset(before)


@contextmanager
def patient(seconds: float) -> Iterator[float]:
    """Reading in here, by this thread, ends after that many seconds with a `TimeoutError`.

    Patience does not grow where it is asked for again; it gives the seconds that are left.
    """
    before = _deadline.set(min(_deadline.get(), time.monotonic() + seconds))
    try:
        _look_up()
        yield _deadline.get() - time.monotonic()
    finally:
        _deadline.reset(before)


def pause(seconds: float) -> None:
    """Let so much time pass, unless nobody wants what comes after it any more."""
    until = time.monotonic() + seconds
    with patient(seconds + SLICE):
        while (left := until - time.monotonic()) > 0:
            Event().wait(min(left, _look_up()))


def _look_up() -> float:
    """How long to read on before the next look up, in seconds."""
    cancelled = _cancel.get()
    if cancelled is not None and cancelled():
        raise Cancelled
    left = _deadline.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return min(left, SLICE)


class _PatientReader(io.RawIOBase):
    """Reads a socket in slices. Holds the socket's own file, which keeps the socket open."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._file = connected.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            self._socket.settimeout(_look_up())
            try:
                return self._socket.recv_into(buffer)
            except TimeoutError:
                continue

    def close(self) -> None:
        self._file.close()
        super().close()


class _PatientSocket:
    """A connected socket whose answers are read by a `_PatientReader`."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def makefile(self, *_: object, **__: object) -> io.BufferedReader:
        return io.BufferedReader(_PatientReader(self._socket), io.DEFAULT_BUFFER_SIZE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


class _Connection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        self.sock: Any = _PatientSocket(self.sock)


class _SecureConnection(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.sock: Any = _PatientSocket(self.sock)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS: Final = {"http": _Pool, "https": _SecurePool}
"""Pools of patient connections, by scheme, as `PoolManager` takes them."""
