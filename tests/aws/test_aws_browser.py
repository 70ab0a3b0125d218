import base64
import contextlib
import hashlib
import random
import socket
import threading
import time as real_time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aws_support import Time, now

from sso_tui import demo
from sso_tui.aws import signin
from sso_tui.aws.client import PortalClient
from sso_tui.aws.faults import Refused
from sso_tui.aws.pkce import challenge_of, new_verifier
from sso_tui.errors import Cancelled, PortalError, SignInFailed, SignInNeeded
from sso_tui.model import Registration, Secret, Token
from sso_tui.steps import SignedIn, Step, Visit


def steps(client: PortalClient, time: Time, known: Registration | None = None) -> Iterator[Step]:
    return signin.authorization_code(client, known, now=time.now, wait=time.wait, clock=time.clock)


def visit(url: str) -> None:
    """A browser that goes where it is sent, beside the sign-in."""

    def go() -> None:
        with contextlib.suppress(OSError):  # HTTPError is one
            urllib.request.urlopen(url, timeout=5).read()

    threading.Thread(target=go, daemon=True).start()


def port_of(url: str) -> int:
    return urlsplit(parse_qs(urlsplit(url).query)["redirect_uri"][0]).port


def finished(row: Iterator[Step]) -> Token:
    for step in row:
        if isinstance(step, Visit):
            visit(step.url)
        if isinstance(step, SignedIn):
            return step.token
    raise AssertionError("no token")


@pytest.mark.requirement("SEC-18", "SEC-25")
def test_a_browser_that_comes_back_signs_in(server, client, time) -> None:
    server.auto_approve_after = 0
    token = finished(steps(client, time))
    assert client.accounts(token).accounts
    assert token.registration.grant_types == ("authorization_code", "refresh_token")
    register, authorize, exchange, _ = server.requests
    assert register.body == {
        "clientName": "ssotui-my-sso",
        "clientType": "public",
        "grantTypes": ["authorization_code", "refresh_token"],
        "redirectUris": ["http://127.0.0.1/oauth/callback"],
        "issuerUrl": server.start_url,
        "scopes": ["sso:account:access"],
    }
    assert list(authorize.query) == [
        "response_type",
        "client_id",
        "redirect_uri",
        "state",
        "code_challenge_method",
        "scopes",
        "code_challenge",
    ]
    assert exchange.body == {
        "clientId": token.registration.client_id,
        "clientSecret": token.registration.client_secret.reveal(),
        "grantType": "authorization_code",
        "redirectUri": authorize.query["redirect_uri"],
        "codeVerifier": exchange.body["codeVerifier"],
        "code": exchange.body["code"],
    }
    verifier = exchange.body["codeVerifier"].encode()
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
    assert authorize.query["code_challenge"] == digest
    assert authorize.query["code_challenge_method"] == "S256"


def test_the_page_is_spelled_as_the_aws_cli_spells_it(server, client, time) -> None:
    row = steps(client, time)
    url = next(row).url
    row.close()
    _, _, query = url.partition("/authorize?")
    assert "&redirect_uri=http%3A%2F%2F127.0.0.1%3A" in query
    assert "%2Foauth%2Fcallback&state=" in query
    assert "&scopes=sso%3Aaccount%3Aaccess&code_challenge=" in query


@pytest.mark.requirement("SEC-18")
def test_the_listener_is_up_before_the_page_is_shown(client, time) -> None:
    row = steps(client, time)
    port = port_of(next(row).url)
    socket.create_connection(("127.0.0.1", port), timeout=1).close()
    row.close()


@pytest.mark.requirement("SEC-18")
def test_only_this_machine_can_reach_the_listener(client, time) -> None:
    row = steps(client, time)
    port = port_of(next(row).url)
    with open("/proc/net/tcp") as table:
        listening = [line.split()[1] for line in table if line.split()[3] == "0A"]
    assert f"0100007F:{port:04X}" in listening
    assert f"00000000:{port:04X}" not in listening
    row.close()


@pytest.mark.requirement("SEC-23")
def test_the_listener_is_gone_when_the_row_of_steps_is_closed(client, time) -> None:
    row = steps(client, time)
    port = port_of(next(row).url)
    row.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


@pytest.mark.requirement("SEC-23")
def test_the_listener_is_gone_before_the_code_is_exchanged(server, client, time) -> None:
    server.auto_approve_after = 0
    row = steps(client, time)
    shown = next(row)
    visit(shown.url)
    *_, done = row
    assert isinstance(done, SignedIn)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port_of(shown.url)), timeout=1)


@pytest.mark.requirement("SEC-22", "SEC-27")
def test_a_browser_that_stays_away_ends_it_in_time(client, time) -> None:
    row = steps(client, time)
    shown = next(row)
    assert abs(shown.expires_at - time.now() - timedelta(seconds=600)) < timedelta(seconds=2)
    time.passed = 601
    with pytest.raises(SignInFailed, match="did not come back"):
        list(row)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port_of(shown.url)), timeout=1)


@pytest.mark.requirement("REL-27")
def test_waiting_for_the_browser_can_be_cancelled(client, time) -> None:
    row = steps(client, time)
    next(row)
    threading.Timer(0.05, setattr, (time, "cancelled", True)).start()
    begun = real_time.monotonic()
    with pytest.raises(Cancelled):
        list(row)
    assert real_time.monotonic() - begun < 0.9


@pytest.mark.requirement("SEC-23")
def test_a_refusal_in_the_browser_ends_it(server, client, time) -> None:
    row = steps(client, time)
    shown = next(row)
    query = parse_qs(urlsplit(shown.url).query)
    back, state = query["redirect_uri"][0], query["state"][0]
    visit(f"{back}?error=access_denied&error_description=%3Cscript%3E&state={state}")
    with pytest.raises(SignInFailed, match="refused in the browser"):
        list(row)


def test_another_error_in_the_browser_is_told_safely(client, time) -> None:
    row = steps(client, time)
    query = parse_qs(urlsplit(next(row).url).query)
    visit(f"{query['redirect_uri'][0]}?error=%1B%5B2Jserver_error&state={query['state'][0]}")
    with pytest.raises(SignInFailed) as failed:
        list(row)
    assert failed.value.what.isprintable()
    assert "server_error" in failed.value.what


@pytest.mark.requirement("REL-03")
@pytest.mark.parametrize("fault", [{"reset": True}, {"status": 500}, {"cut_at": 9}])
def test_a_code_is_exchanged_once_and_not_again(server, client, time, fault) -> None:
    server.auto_approve_after = 0
    server.faults.add(demo.Fault("CreateToken", **fault))
    with pytest.raises(PortalError):
        finished(steps(client, time))
    assert [request.operation for request in server.requests].count("CreateToken") == 1


def test_a_forgotten_registration_is_replaced_and_the_page_shown_again(
    server, client, time
) -> None:
    server.auto_approve_after = 0
    known = client.oidc.register_for_code()
    server.faults.add(demo.Fault("CreateToken", error="invalid_client", times=1))
    row = list_visiting(steps(client, time, known))
    assert [type(step) for step in row].count(Visit) == 2
    assert row[-1].token.registration.client_id != known.client_id


def list_visiting(row: Iterator[Step]) -> list[Step]:
    seen = []
    for step in row:
        seen.append(step)
        if isinstance(step, Visit):
            visit(step.url)
    return seen


def test_a_known_registration_is_used_if_it_is_for_this_way(server, client, time) -> None:
    server.auto_approve_after = 0
    known = client.oidc.register_for_code()
    assert finished(steps(client, time, known)).registration == known
    device = client.oidc.register_for_device()
    assert finished(steps(client, time, device)).registration != device


@pytest.mark.requirement("SEC-25")
def test_the_challenge_is_that_of_the_rfc() -> None:
    """RFC 7636, appendix B."""
    verifier = Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.requirement("SEC-25")
def test_verifiers_and_states_are_never_used_twice(client, time) -> None:
    verifiers = {new_verifier().reveal() for _ in range(1000)}
    assert len(verifiers) == 1000
    allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    assert all(len(one) == 64 and set(one) <= allowed for one in verifiers)
    states, challenges = set(), set()
    registration = client.oidc.register_for_code()
    for _ in range(20):
        row = steps(client, time, registration)
        asked = parse_qs(urlsplit(next(row).url).query)
        states.add(asked["state"][0])
        challenges.add(asked["code_challenge"][0])
        row.close()
    assert (len(states), len(challenges)) == (20, 20)
    assert all(len(state) >= 43 for state in states)


@pytest.mark.requirement("SEC-25")
def test_no_seed_foretells_a_verifier_or_a_state(client, time) -> None:
    """What `random` gives can be worked out from what it gave before."""
    registration = client.oidc.register_for_code()

    def drawn() -> tuple[str, str]:
        random.seed(7)
        with contextlib.closing(steps(client, time, registration)) as row:
            asked = parse_qs(urlsplit(next(row).url).query)
        return asked["state"][0], asked["code_challenge"][0]

    assert not set(drawn()) & set(drawn())


# Renewal


@pytest.fixture
def renewable(server, client, time) -> Token:
    server.auto_approve_after = 0
    return finished(steps(client, time))


def test_a_token_is_renewed_by_the_client_that_got_it(server, client, renewable) -> None:
    token = signin.renew(client, renewable, now=now)
    assert client.accounts(token).accounts
    request = next(one for one in server.requests if one.body.get("refreshToken"))
    assert request.body == {
        "clientId": renewable.registration.client_id,
        "clientSecret": renewable.registration.client_secret.reveal(),
        "grantType": "refresh_token",
        "refreshToken": renewable.refresh.reveal(),
    }
    assert token.refresh not in (None, renewable.refresh)
    assert token.registration == renewable.registration


def test_a_refresh_token_that_stays_is_carried_over(server, client, renewable) -> None:
    server.refresh_rotates = False
    token = signin.renew(client, renewable, now=now)
    assert token.refresh == renewable.refresh


@pytest.mark.parametrize(
    "error", ["invalid_grant", "expired_token", "invalid_client", "access_denied"]
)
def test_a_sign_in_that_has_ended_needs_a_person(server, client, renewable, error) -> None:
    server.faults.add(demo.Fault("CreateToken", error=error))
    with pytest.raises(SignInNeeded):
        signin.renew(client, renewable, now=now)


def test_what_cannot_be_renewed_needs_a_person(server, client) -> None:
    with pytest.raises(SignInNeeded):
        signin.renew(client, Token(Secret("x"), now()), now=now)
    assert not server.requests


@pytest.mark.requirement("REL-03", "REL-12")
@pytest.mark.parametrize(
    "fault", [{"reset": True}, {"status": 503}, {"error": "slow_down"}, {"body": "<html>"}]
)
def test_a_failing_network_is_no_end_of_a_sign_in(server, client, renewable, fault) -> None:
    before = len(server.requests)
    server.faults.add(demo.Fault("CreateToken", **fault))
    with pytest.raises(PortalError):
        signin.renew(client, renewable, now=now)
    assert len(server.requests) == before + 1


def test_refusals_keep_oauths_word(server, client, time) -> None:
    server.auto_approve_after = 0
    server.faults.add(demo.Fault("CreateToken", error="invalid_grant"))
    with pytest.raises(Refused) as refused:
        finished(steps(client, time))
    assert refused.value.error == "invalid_grant"
