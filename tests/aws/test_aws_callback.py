import contextlib
import socket
import struct
import time
from collections.abc import Iterator

import pytest

from sso_tui.aws.callback import Callback, Returned
from sso_tui.model import Secret

STATE = "the-state-of-this-attempt"
PATH = "/oauth/callback"
RIGHT = f"{PATH}?code=the-code&state={STATE}"


class Moments:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Moments:
    return Moments()


@pytest.fixture
def callback(clock: Moments) -> Iterator[Callback]:
    with Callback(STATE, clock) as callback:
        yield callback


def host(callback: Callback) -> str:
    return callback.redirect_uri.removeprefix("http://").removesuffix(PATH)


def request(
    callback: Callback, target: str, *, method: str = "GET", named: str | None = None
) -> bytes:
    host_line = f"Host: {host(callback) if named is None else named}\r\n" if named != "" else ""
    return f"{method} {target} HTTP/1.1\r\n{host_line}Accept: */*\r\n\r\n".encode()


def connected(callback: Callback) -> socket.socket:
    address, _, port = host(callback).partition(":")
    return socket.create_connection((address, int(port)), timeout=2)


def heard(callback: Callback, connection: socket.socket) -> bytes:
    """What comes over a connection first, while the listener is waited on."""
    connection.setblocking(False)
    while True:
        callback.serve(0.001)
        with contextlib.suppress(BlockingIOError):
            return connection.recv(65536)


def answer_to(callback: Callback, said: bytes) -> bytes:
    """What the listener answers to these bytes, while it is waited on."""
    with connected(callback) as browser:
        browser.sendall(said)
        browser.setblocking(False)
        answer = b""
        while True:
            callback.serve(0.001)
            with contextlib.suppress(BlockingIOError):
                if not (piece := browser.recv(65536)):
                    return answer
                answer += piece


def status(answer: bytes) -> int:
    return int(answer.split()[1])


def test_the_right_request_brings_the_code(callback) -> None:
    assert status(answer_to(callback, request(callback, RIGHT))) == 200
    assert callback.serve(0) == Returned(code=Secret("the-code"))


def test_a_code_is_taken_as_it_was_encoded(callback) -> None:
    answer_to(callback, request(callback, f"{PATH}?state={STATE}&code=a%2Bb%2F%3D%20c"))
    assert callback.serve(0) == Returned(code=Secret("a+b/= c"))


def test_an_error_is_brought_too(callback) -> None:
    answer_to(callback, request(callback, f"{PATH}?error=access_denied&state={STATE}"))
    assert callback.serve(0) == Returned(error="access_denied")


@pytest.mark.requirement("SEC-24")
@pytest.mark.parametrize("target", [RIGHT, f"{PATH}?error=<script>alert(1)</script>&state={STATE}"])
def test_the_page_repeats_nothing_and_claims_nothing(callback, target) -> None:
    head, _, body = answer_to(callback, request(callback, target)).partition(b"\r\n\r\n")
    assert b"the-code" not in body
    assert b"script" not in body
    assert STATE.encode() not in body
    assert b"terminal" in body
    for header in (
        b"Cache-Control: no-store",
        b"Content-Security-Policy: default-src 'none'",
        b"X-Content-Type-Options: nosniff",
        b"Referrer-Policy: no-referrer",
        b"Connection: close",
    ):
        assert header in head


@pytest.mark.requirement("SEC-19")
@pytest.mark.parametrize(
    ("target", "method", "named", "expected"),
    [
        ("/", "GET", None, 404),
        ("/favicon.ico", "GET", None, 404),
        (f"/oauth/callback/?code=x&state={STATE}", "GET", None, 404),
        (f"//oauth/callback?code=x&state={STATE}", "GET", None, 404),
        (f"/oauth/%63allback?code=x&state={STATE}", "GET", None, 404),
        (f"http://127.0.0.1{RIGHT}", "GET", None, 404),
        (RIGHT, "POST", None, 405),
        (RIGHT, "HEAD", None, 405),
        (RIGHT, "OPTIONS", None, 405),
        (RIGHT, "GET", "evil.example", 403),
        (RIGHT, "GET", "localhost", 403),
        (RIGHT, "GET", "127.0.0.1", 403),
        (RIGHT, "GET", "127.0.0.1:80", 403),
        (RIGHT, "GET", "", 403),
        (PATH, "GET", None, 400),
    ],
)
def test_anything_but_the_right_request_is_refused_and_waiting_goes_on(
    callback, target, method, named, expected
) -> None:
    said = request(callback, target, method=method, named=named)
    assert status(answer_to(callback, said)) == expected
    assert callback.serve(0) is None
    answer_to(callback, request(callback, RIGHT))
    assert callback.serve(0) == Returned(code=Secret("the-code"))


@pytest.mark.requirement("SEC-19")
def test_two_hosts_are_no_host(callback) -> None:
    said = request(callback, RIGHT).replace(b"Accept:", b"Host: evil.example\r\nAccept:")
    assert status(answer_to(callback, said)) == 403


@pytest.mark.requirement("SEC-20")
def test_no_number_of_forged_requests_ends_the_waiting(callback) -> None:
    forged = [
        f"{PATH}?code=x",
        f"{PATH}?code=x&state=",
        f"{PATH}?code=x&state=wrong",
        f"{PATH}?code=x&state={STATE}x",
        f"{PATH}?code=x&state={STATE}&state=wrong",
        f"{PATH}?error=access_denied",
        f"{PATH}?error=access_denied&state=wrong",
        f"{PATH}?state={STATE}",
        f"{PATH}?state={STATE}&code=",
        f"{PATH}?state=%FF%FE&code=x",
        f"{PATH}?" + "&".join(["a=b"] * 500),
    ]
    for number in range(1000):
        said = request(callback, forged[number % len(forged)])
        assert status(answer_to(callback, said)) == 400
    assert callback.serve(0) is None
    assert status(answer_to(callback, request(callback, RIGHT))) == 200
    assert callback.serve(0) == Returned(code=Secret("the-code"))


@pytest.mark.requirement("SEC-20")
def test_the_first_right_request_counts(callback) -> None:
    answer_to(callback, request(callback, RIGHT))
    with connected(callback) as late:
        late.sendall(request(callback, RIGHT.replace("the-code", "another")))
        assert callback.serve(0.01) == Returned(code=Secret("the-code"))


@pytest.mark.requirement("SEC-21")
def test_a_browser_that_hangs_up_at_once_has_still_brought_the_code(callback) -> None:
    browser = connected(callback)
    browser.sendall(request(callback, RIGHT))
    browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    half_closed = connected(callback)
    half_closed.close()
    callback.serve(0.02)
    browser.close()
    assert callback.serve(0.02) == Returned(code=Secret("the-code"))


@pytest.mark.requirement("SEC-22")
def test_silent_and_slow_connections_delay_nobody(callback) -> None:
    silent = [connected(callback) for _ in range(200)]
    for number, one in enumerate(silent):
        one.sendall(b"G" if number % 2 else b"")
    callback.serve(0.05)
    begun = time.monotonic()
    assert status(answer_to(callback, request(callback, RIGHT))) == 200
    assert time.monotonic() - begun < 0.9
    for one in silent:
        one.close()


@pytest.mark.requirement("SEC-22")
def test_a_silent_connection_is_dismissed_in_time(callback, clock) -> None:
    silent = connected(callback)
    callback.serve(0.01)
    clock.seconds = 4.9
    callback.serve(0.01)
    silent.setblocking(False)
    with pytest.raises(BlockingIOError):
        silent.recv(1)
    clock.seconds = 5.1
    assert heard(callback, silent) == b""
    silent.close()


@pytest.mark.requirement("SEC-22")
def test_the_oldest_connection_makes_room(callback) -> None:
    crowd = []
    for _ in range(260):
        crowd.append(connected(callback))
        callback.serve(0.001)
    assert heard(callback, crowd[0]) == b""
    assert status(answer_to(callback, request(callback, RIGHT))) == 200
    for one in crowd:
        one.close()


@pytest.mark.requirement("SEC-22")
def test_a_head_without_end_is_refused(callback) -> None:
    with connected(callback) as endless:
        endless.sendall(b"GET / HTTP/1.1\r\nX: " + b"x" * 9000)
        assert status(heard(callback, endless)) == 431


@pytest.mark.requirement("SEC-22")
def test_a_request_in_pieces_is_put_together(callback) -> None:
    said = request(callback, RIGHT)
    with connected(callback) as slow:
        for start in range(0, len(said), 7):
            assert callback.serve(0) is None
            slow.sendall(said[start : start + 7])
            callback.serve(0.002)
        assert callback.serve(0) == Returned(code=Secret("the-code"))


@pytest.mark.requirement("SEC-19")
@pytest.mark.parametrize("garbage", [b"\r\n\r\n", b"\x16\x03\x01\x02\r\n\r\n", b"GET\r\n\r\n"])
def test_garbage_is_refused(callback, garbage) -> None:
    assert status(answer_to(callback, garbage)) == 403
    assert callback.serve(0) is None


@pytest.mark.requirement("SEC-23")
def test_closing_ends_every_connection(callback) -> None:
    left = connected(callback)
    callback.serve(0.01)
    callback.close()
    assert left.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        connected(callback)
    left.close()


@pytest.mark.requirement("SEC-22")
def test_no_name_is_looked_up(monkeypatch) -> None:
    def lookup(*_: object) -> None:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getfqdn", lookup)
    monkeypatch.setattr(socket, "gethostbyname", lookup)
    monkeypatch.setattr(socket, "gethostbyaddr", lookup)
    with Callback(STATE) as callback:
        assert callback.redirect_uri.startswith("http://127.0.0.1:")
