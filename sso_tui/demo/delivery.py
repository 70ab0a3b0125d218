"""How does an answer leave the portal? Whole in one send, or as a fault would have it."""

from sso_tui.demo.clock import Clock
from sso_tui.demo.faults import Fault
from sso_tui.demo.server import Connection, LoopbackServer
from sso_tui.demo.wire import Answer, Request, head_of

SLICES_PER_SECOND = 20
"""How smoothly a slowed answer trickles."""


def deliver(
    server: LoopbackServer,
    connection: Connection,
    request: Request,
    answer: Answer,
    fault: Fault,
    clock: Clock,
) -> bool:
    """Send the answer; says whether the connection stays open."""
    keep_open = request.headers.get("connection", "").lower() != "close" and fault.cut_at is None
    head = head_of(answer, clock.http_date(), keep_open=keep_open)
    content = b"" if request.method == "HEAD" else answer.content[: fault.cut_at]
    if fault.bytes_per_second is None:
        connection.send(head + content)
    else:
        _trickle(server, connection, head + content, fault.bytes_per_second)
    if fault.reset:
        connection.reset()
    return keep_open and not fault.reset


def _trickle(
    server: LoopbackServer, connection: Connection, data: bytes, bytes_per_second: float
) -> None:
    size = max(1, int(bytes_per_second / SLICES_PER_SECOND))
    for start in range(0, len(data), size):
        if server.closing.wait(size / bytes_per_second):
            return
        connection.send(data[start : start + size])
