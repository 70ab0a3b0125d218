"""What tests may script: faults of every kind, the clock, the log, and a server that ends at once."""

import http.client
import socket
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError
from demo_customer import Customer, Reply

from sso_tui.demo import Fault, Portal, Request


class Background:
    """A call on a thread of its own, with its outcome."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call = call
        self.outcome: Any = None
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.outcome = self._call()
        except (OSError, http.client.HTTPException) as error:
            self.outcome = error

    def join(self) -> Any:
        self._thread.join(5)
        assert not self._thread.is_alive()
        return self.outcome


def port_of(portal: Portal) -> int:
    return int(portal.url.rpartition(":")[2])


def start(customer: Customer) -> Reply:
    return customer.browse(customer.portal.start_url)


def test_a_fault_strikes_when_it_should(portal: Portal, customer: Customer) -> None:
    def of_core(request: Request) -> bool:
        return request.query["account_id"] == "000000000012"

    fault = portal.faults.add(
        Fault("ListAccountRoles", when=of_core, after=1, times=2, error="TooManyRequestsException")
    )
    codes = []
    for account in ["000000000012"] * 4 + ["007007007007"]:
        try:
            customer.sso.list_account_roles(accessToken=customer.token, accountId=account)
            codes.append("")
        except ClientError as error:
            codes.append(error.response["Error"]["Code"])
    assert codes == ["", "TooManyRequestsException", "TooManyRequestsException", "", ""]
    assert fault.hits == 2


def test_canned_answers(portal: Portal, customer: Customer) -> None:
    portal.faults.add(Fault("/start", times=1, status=503))
    portal.faults.add(Fault("Start", times=1, body="<html>", content_type="text/html"))
    portal.faults.add(Fault("/start", times=1, status=200, body={"a": "\ud800"}))
    portal.faults.add(Fault("/start", times=1, redirect=(307, "http://127.0.0.1:9/else")))
    portal.faults.add(Fault("/start", times=1, error="slow_down"))
    portal.faults.add(Fault(times=1, body=b"\xff", headers={"X-Odd": "1", "Date": "never"}))
    replies = [start(customer) for _ in range(7)]
    assert (replies[0].status, replies[0].content) == (503, b"")
    assert (replies[1].headers["Content-Type"], replies[1].text) == ("text/html", "<html>")
    assert replies[2].content == b'{"a": "\\ud800"}'
    assert (replies[3].status, replies[3].headers["Location"]) == (307, "http://127.0.0.1:9/else")
    assert (replies[4].status, b"slow_down" in replies[4].content) == (400, True)
    assert (replies[5].content, replies[5].headers["X-Odd"]) == (b"\xff", "1")
    assert replies[5].headers.get_all("Date") == ["never"]
    assert "AWS access portal" in replies[6].text


def test_spoiling_leaves_the_service_its_work(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    token = customer.device_sign_in(client)["refreshToken"]
    portal.faults.add(
        Fault("CreateToken", times=1, rewrite=lambda body: body.replace(b"accessToken", b"other"))
    )
    assert "accessToken" not in customer.refresh(client, token)
    portal.faults.add(Fault("CreateToken", times=1, headers={"X-Amzn-ErrorType": None}))
    with pytest.raises(ClientError) as caught:
        customer.refresh(client, token)
    assert caught.value.response["Error"]["Code"] == "400", "a body alone names no exception"


def test_delay(portal: Portal, customer: Customer) -> None:
    portal.faults.add(Fault("/start", delay=0.05))
    began = time.monotonic()
    start(customer)
    assert time.monotonic() - began >= 0.05
    portal.faults.clear()
    portal.latency = 0.05
    began = time.monotonic()
    start(customer)
    assert time.monotonic() - began >= 0.05


def test_byte_rate(portal: Portal, customer: Customer) -> None:
    whole = len(start(customer).content)
    portal.faults.add(Fault("/start", bytes_per_second=100_000))
    began = time.monotonic()
    reply = start(customer)
    assert len(reply.content) == whole
    assert time.monotonic() - began >= whole / 100_000


def test_a_cut_answer_ends_early(portal: Portal, customer: Customer) -> None:
    portal.faults.add(Fault("/start", cut_at=10))
    with pytest.raises(http.client.IncompleteRead) as caught:
        start(customer)
    assert len(caught.value.partial) == 10
    assert portal.requests[-1].status == 200


def test_reset_before_the_request_is_heard(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    token = customer.device_sign_in(client)["refreshToken"]
    portal.faults.add(Fault("CreateToken", times=1, reset=True))
    with pytest.raises(ConnectionClosedError):
        customer.refresh(client, token)
    assert customer.refresh(client, token)["accessToken"], "the service has seen nothing"


def test_reset_after_the_request_has_been_served(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    token = customer.device_sign_in(client)["refreshToken"]
    portal.faults.add(Fault("CreateToken", times=1, reset=True, cut_at=0))
    with pytest.raises((ConnectionClosedError, ClientError, ConnectionResetError, OSError)):
        customer.refresh(client, token)
    with pytest.raises(customer.oidc.exceptions.InvalidGrantException):
        customer.refresh(client, token)


def test_a_hanging_request_goes_on_when_released(portal: Portal, customer: Customer) -> None:
    fault = portal.faults.add(Fault("/start", hang=True))
    call = Background(lambda: start(customer))
    waiting = portal.wait_for(lambda request: request.operation == "Start")
    assert waiting.status is None
    fault.release()
    assert call.join().status == 200
    assert waiting.status == 200


@pytest.mark.parametrize("waiting", [{"hang": True}, {"delay": 60}])
def test_closing_waits_for_nothing(session: Any, waiting: dict[str, Any]) -> None:
    with Portal() as portal:
        customer = Customer(portal, session)
        idle = http.client.HTTPConnection("127.0.0.1", port_of(portal), timeout=5)
        idle.request("GET", "/nowhere")
        idle.getresponse().read()
        portal.faults.add(Fault("/start", **waiting))
        calls = [Background(lambda: start(customer)) for _ in range(3)]
        portal.wait_for(lambda _: len(portal.requests) == 4)
        began = time.monotonic()
    assert time.monotonic() - began < 2
    for call in calls:
        assert isinstance(call.join(), (OSError, http.client.HTTPException))
    assert idle.sock.recv(1) == b""
    idle.close()
    portal.close()
    with pytest.raises(EndpointConnectionError):
        customer.sso.list_accounts(accessToken="x")


def test_a_portal_that_never_started_closes_too() -> None:
    Portal().close()


def test_the_clock_shows_in_the_date(portal: Portal, customer: Customer) -> None:
    before = parsedate_to_datetime(start(customer).headers["Date"])
    portal.shift_clock(3600)
    after = parsedate_to_datetime(start(customer).headers["Date"])
    assert 3599 <= (after - before).total_seconds() <= 3605


def test_the_log_tells_what_was_asked(portal: Portal, customer: Customer) -> None:
    customer.role_credentials("000000000012", "OnCall")
    operations = [request.operation for request in portal.requests]
    assert operations == [
        "RegisterClient",
        "StartDeviceAuthorization",
        "CreateToken",
        "GetRoleCredentials",
    ]
    register, _, _, last = portal.requests
    assert register.body["clientType"] == "public"
    assert (last.method, last.path, last.status) == ("GET", "/federation/credentials", 200)
    assert last.query == {"account_id": "000000000012", "role_name": "OnCall"}
    assert last.headers["x-amz-sso_bearer_token"] == customer.token
    with pytest.raises(TimeoutError):
        portal.wait_for(lambda request: request.operation == "Logout", timeout=0.01)


def test_connections_stay_open(portal: Portal) -> None:
    port = port_of(portal)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
        received = b""
        while received.count(b"HTTP/1.1 404") < 2 or not received.endswith(b"}"):
            received += client.recv(65536)
        assert b"Connection: keep-alive" in received


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\r\n\r\n",
        b"GET / FTP/1\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET http://x/ HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"x" * 70_000,
    ],
)
def test_nonsense_is_refused_and_harms_nobody(portal: Portal, nonsense: bytes) -> None:
    port = port_of(portal)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(nonsense)
        received = b""
        try:
            while chunk := client.recv(65536):
                received += chunk
        except ConnectionResetError:
            pass  # it closed with bytes of ours unread
        assert received.startswith(b"HTTP/1.1 400 ") or not received


def test_odd_bodies_are_an_invalid_request(portal: Portal) -> None:
    port = port_of(portal)
    for body in (b"{", b"[]", b"[" * 100_000, b"\xff", b'{"clientName": 1}'):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("POST", "/client/register", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 400
        assert b'"invalid_request"' in answer.read()
        connection.close()
