import os
import shlex
import shutil
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path

import pytest
from aws_support import raw_server
from urllib3.exceptions import HTTPError

from sso_tui.aws import wire as wires
from sso_tui.aws.faults import translated
from sso_tui.aws.patience import unless
from sso_tui.aws.wire import CALL_SECONDS, CONNECT_SECONDS, Wire
from sso_tui.errors import Cancelled, ConfigError, MalformedAnswer, PortalError


def test_an_answer_comes_back_whole(server) -> None:
    answer = Wire({}).send("GET", f"{server.url}/assignment/accounts")
    assert (answer.status, answer.headers["content-type"]) == (401, "application/json")
    assert b"UnauthorizedException" in answer.body


def test_connections_are_kept() -> None:
    ports: set[int] = set()

    def serve(connection: socket.socket) -> None:
        ports.add(connection.getpeername()[1])
        while connection.recv(65536):
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with raw_server(serve) as url:
        wire = Wire({})
        assert [wire.send("GET", url).body for _ in range(3)] == [b"ok"] * 3
    assert len(ports) == 1


def test_a_kept_connection_that_has_been_closed_is_replaced() -> None:
    closed = threading.Semaphore(0)

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        connection.shutdown(socket.SHUT_RDWR)
        closed.release()

    with raw_server(serve) as url:
        wire = Wire({})
        for _ in range(3):
            assert wire.send("GET", url).body == b"ok"
            assert closed.acquire(timeout=2)


@pytest.mark.parametrize("framing", [b"Connection: close\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_other_framings_of_a_body_are_read(framing: bytes) -> None:
    body = b"2\r\nok\r\n0\r\n\r\n" if b"chunked" in framing else b"ok"

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + framing + b"\r\n" + body)
        connection.close()

    with raw_server(serve) as url:
        assert Wire({}).send("GET", url).body == b"ok"


@pytest.mark.requirement("SEC-16")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(server, status: int) -> None:
    seen: list[object] = []
    with raw_server(seen.append) as elsewhere:
        answer = f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n"

        def serve(connection: socket.socket) -> None:
            connection.recv(65536)
            connection.sendall(answer.encode())

        with raw_server(serve) as url:
            assert Wire({}).send("GET", url).status == status
    assert not seen


def dribbling(data: bytes, pause: float) -> object:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        for byte in data:
            connection.sendall(bytes([byte]))
            time.sleep(pause)

    return serve


@pytest.mark.requirement("REL-04")
@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + b"x" * 500,
        b"HTTP/1.1 200 OK\r\n" + b"x-header: x\r\n" * 50,
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 500,
    ],
    ids=["body", "headers", "to the end"],
)
def test_a_steady_dribble_does_not_hold_a_call(data: bytes) -> None:
    assert (CALL_SECONDS, CONNECT_SECONDS) <= (20, 5)
    with raw_server(dribbling(data, 0.01)) as url:
        begun = time.monotonic()
        with pytest.raises(PortalError, match="no answer came in time"), translated("try"):
            Wire({}, seconds=0.4).send("GET", url)
        assert 0.3 < time.monotonic() - begun < 1


@pytest.mark.requirement("REL-04", "REL-27")
def test_a_call_is_given_up_soon_after_nobody_wants_it() -> None:
    stopped = threading.Event()
    with raw_server(lambda connection: stopped.wait(10)) as url:
        threading.Timer(0.05, stopped.set).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled), unless(stopped.is_set):
            Wire({}).send("GET", url)
        assert time.monotonic() - begun < 0.9


def test_what_nobody_wants_is_not_even_sent(server) -> None:
    with pytest.raises(Cancelled), unless(lambda: True):
        Wire({}).send("GET", server.url)
    assert not server.requests


@pytest.mark.requirement("REL-05")
def test_a_huge_answer_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(wires, "LARGEST_BODY", 1000)

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + b"x" * 1001)

    with raw_server(serve) as url, pytest.raises(MalformedAnswer, match="too long"):
        Wire({}).send("GET", url)


@pytest.mark.requirement("REL-03")
@pytest.mark.parametrize(
    "data",
    [b"", b"HTTP", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"],
    ids=["nothing", "a word", "garbage", "half"],
)
def test_half_an_answer_is_an_error(data: bytes) -> None:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_RDWR)

    with raw_server(serve) as url, pytest.raises(PortalError), translated("try"):
        Wire({}).send("GET", url)


@pytest.mark.requirement("REL-03")
def test_nobody_there_is_said_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/?secret=canary"
    with pytest.raises(PortalError) as failed, translated("try"):
        Wire({}).send("GET", url)
    assert str(failed.value) == (
        "Can't try: the host could not be reached. Check the network and the proxy, then try again."
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        " -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
        " -keyout key.pem -out cert.pem"
    )
    subprocess.run(shlex.split(command), cwd=folder, check=True, capture_output=True)
    return folder


def over_tls(folder: Path) -> object:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            while secure.recv(65536):
                secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    return serve


@pytest.mark.requirement("SEC-13")
def test_a_certificate_is_verified_by_the_named_authority(authority: Path) -> None:
    with raw_server(over_tls(authority)) as url:
        url = url.replace("http:", "https:")
        for name in ("AWS_CA_BUNDLE", "SSL_CERT_FILE"):
            wire = Wire({name: str(authority / "cert.pem")})
            assert [wire.send("GET", url).body for _ in range(2)] == [b"ok", b"ok"]
        with pytest.raises(PortalError, match="certificate"), translated("try"):
            Wire({}).send("GET", url)


@pytest.mark.requirement("SEC-13")
def test_a_certificate_for_another_host_is_refused(authority: Path) -> None:
    with raw_server(over_tls(authority)) as url:
        url = url.replace("http://127.0.0.1", "https://localhost")
        with pytest.raises(PortalError, match="certificate"), translated("try"):
            Wire({"AWS_CA_BUNDLE": str(authority / "cert.pem")}).send("GET", url)


@pytest.mark.requirement("SEC-13")
@pytest.mark.requirement("SEC-13")
def test_a_certificate_that_has_ended_is_refused(authority: Path, tmp_path: Path) -> None:
    """It would be trusted, by the very bundle that is named, but for its date."""
    (tmp_path / "index").touch()
    (tmp_path / "ca.conf").write_text(
        f"[ca]\ndefault_ca = here\n[here]\ndatabase = {tmp_path}/index\nnew_certs_dir = {tmp_path}\n"
        "rand_serial = yes\ndefault_md = sha256\npolicy = any\nx509_extensions = names\n"
        "[any]\ncommonName = supplied\n[names]\nsubjectAltName = IP:127.0.0.1\n"
    )
    make = f"openssl req -new -key {authority}/key.pem -subj /CN=127.0.0.1 -out request.pem"
    sign = (
        f"openssl ca -batch -config ca.conf -selfsign -keyfile {authority}/key.pem"
        " -startdate 20200101000000Z -enddate 20210101000000Z -in request.pem -out cert.pem"
    )
    for command in (make, sign):
        subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)
    shutil.copy(authority / "key.pem", tmp_path)
    with raw_server(over_tls(tmp_path)) as url:
        wire = Wire({"AWS_CA_BUNDLE": str(tmp_path / "cert.pem")})
        with pytest.raises(PortalError, match="certificate"), translated("try"):
            wire.send("GET", url.replace("http:", "https:"))


@pytest.mark.requirement("SEC-13")
@pytest.mark.parametrize(
    "variable",
    [
        "PYTHONHTTPSVERIFY",
        "AWS_NO_VERIFY_SSL",
        "CURL_CA_BUNDLE",
        "REQUESTS_CA_BUNDLE",
        "SSL_NO_VERIFY",
    ],
)
def test_nothing_switches_it_off(
    authority: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "0")
    with (
        raw_server(over_tls(authority)) as url,
        pytest.raises(PortalError, match="certificate"),
        translated("try"),
    ):
        Wire({variable: "0"}).send("GET", url.replace("http:", "https:"))


@pytest.mark.parametrize("bundle", ["/nonexistent/bundle.pem", os.devnull])
def test_an_unusable_bundle_is_said_in_words(bundle: str) -> None:
    with pytest.raises(ConfigError, match="AWS_CA_BUNDLE"):
        Wire({"AWS_CA_BUNDLE": bundle}).send("GET", "https://example.com")


@pytest.mark.requirement("SEC-16", "REL-07")
def test_https_goes_through_the_proxy_and_keeps_its_secrets() -> None:
    seen: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        seen.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        connection.shutdown(socket.SHUT_RDWR)

    with raw_server(serve) as proxy:
        environ = {"HTTPS_PROXY": proxy.replace("//", "//user:pass%20word@")}
        with (
            pytest.raises(PortalError, match="the proxy did not let us through"),
            translated("try"),
        ):
            Wire(environ).send("GET", "https://portal.sso.us-east-1.amazonaws.com/?token=canary")
    assert seen[0].startswith(b"CONNECT portal.sso.us-east-1.amazonaws.com:443 ")
    assert b"basic dXNlcjpwYXNzIHdvcmQ=" in seen[0].lower().replace(
        b"dxnlcjpwyxnzihdvcmq=", b"dXNlcjpwYXNzIHdvcmQ="
    )
    assert b"canary" not in seen[0]


def test_this_machine_and_excepted_hosts_are_reached_directly(server) -> None:
    environ = {"http_proxy": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1"}
    assert Wire(environ).send("GET", server.url).status == 404
    for no_proxy in ("*", "127.0.0.3", "x, .0.0.3", "0.0.3"):
        with pytest.raises(HTTPError) as failed:
            Wire({**environ, "NO_PROXY": no_proxy}, seconds=2).send("GET", "https://127.0.0.3:1/")
        assert "proxy" not in str(failed.value).lower()


def test_a_proxy_of_a_kind_that_is_not_spoken_is_said_in_words() -> None:
    with pytest.raises(PortalError, match="proxy"), translated("try"):
        Wire({"HTTPS_PROXY": "socks5://127.0.0.1:1"}).send("GET", "https://example.com")
