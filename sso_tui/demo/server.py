"""How do bytes reach the portal? A loopback HTTP/1.1 server: one thread for each connection.

It binds 127.0.0.1 and nothing else, looks up no names, and closes at once: whatever waits, waits
on `closing`, and open connections are shut down under their threads.
"""

import contextlib
import socket
import struct
from collections.abc import Callable
from threading import Event, Lock, Thread
from time import time

from sso_tui.demo.wire import Request, parse_head, request_of

LONGEST_HEAD = 64 * 1024
"""Bytes of a request's head; an authorize URL or a bearer token takes a few thousand."""

LONGEST_BODY = 1024 * 1024
"""Bytes of a request's body; role credentials in a federation form take a few thousand."""

BACKLOG = 512

Serve = Callable[["Connection", Request], bool]
"""Answers a request; says whether the connection stays open."""


class Connection:
    """One client's connection, its unread bytes, and the ways to end it."""

    def __init__(self, client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = client
        self._unread = b""

    def read_request(self) -> Request | None:
        """The next request, or None where the client has gone.

        Raises ValueError where the bytes are no request that this server reads.
        """
        head = self._read_head()
        if head is None:
            return None
        received_at = time()
        method, target, headers = parse_head(head)
        length = int(headers.get("content-length", "0"))
        if "transfer-encoding" in headers or not 0 <= length <= LONGEST_BODY:
            raise ValueError("a body without a sound Content-Length")
        content = self._read_exactly(length)
        if content is None:
            return None
        return request_of(method, target, headers, content, received_at)

    def _read_head(self) -> bytes | None:
        while b"\r\n\r\n" not in self._unread:
            if len(self._unread) > LONGEST_HEAD:
                raise ValueError("a head without end")
            if not self._read_more():
                return None
        head, _, self._unread = self._unread.partition(b"\r\n\r\n")
        return head

    def _read_exactly(self, length: int) -> bytes | None:
        while len(self._unread) < length:
            if not self._read_more():
                return None
        content, self._unread = self._unread[:length], self._unread[length:]
        return content

    def _read_more(self) -> bool:
        received = self._socket.recv(65536)
        self._unread += received
        return bool(received)

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self._socket.sendall(data)

    def shut(self) -> None:
        """End the connection under whoever reads from it."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """End the connection by RST: close with nothing lingering."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def close(self) -> None:
        """End the connection."""
        self._socket.close()


class LoopbackServer:
    """Listens on a free port of 127.0.0.1 from the start; `close()` ends everything."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._connections: set[Connection] = set()
        self._lock = Lock()
        self.closing = Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = Thread(target=self._accept, name="demo-portal", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._acceptor.start()

    def pause(self, seconds: float) -> None:
        """Wait so long, or until the server closes."""
        if seconds > 0:
            self.closing.wait(seconds)

    def close(self) -> None:
        """End all connections and stop listening. Threads in mid-answer end by themselves."""
        self.closing.set()
        if self._acceptor.is_alive():
            with contextlib.suppress(OSError):  # a connection wakes accept() on every platform
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            self._acceptor.join(timeout=1)
        self._listener.close()
        with self._lock:
            for connection in self._connections:
                connection.shut()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            connection = Connection(client)
            with self._lock:
                self._connections.add(connection)
            Thread(target=self._converse, args=(connection,), daemon=True).start()

    def _converse(self, connection: Connection) -> None:
        try:
            self._exchange(connection)
        except OSError:
            pass  # the client hung up, or a fault or close() ended the connection
        finally:
            with self._lock:
                self._connections.discard(connection)
            connection.close()

    def _exchange(self, connection: Connection) -> None:
        while not self.closing.is_set():
            try:
                request = connection.read_request()
            except ValueError:
                connection.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                return
            if request is None or not self._serve(connection, request):
                return
