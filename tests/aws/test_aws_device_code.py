import itertools
from datetime import timedelta

import pytest
from aws_support import Time

from sso_tui import demo
from sso_tui.aws import signin
from sso_tui.aws.client import PortalClient
from sso_tui.aws.faults import Refused
from sso_tui.errors import Cancelled, MalformedAnswer, PortalError, SignInFailed
from sso_tui.model import Portal, Registration, Secret
from sso_tui.steps import SignedIn, Step, Visit, Waiting

LOOPBACK_PAGE = "http://127.0.0.1:9/device"


def steps(client: PortalClient, time: Time, known: Registration | None = None):
    return signin.device_code(client, known, now=time.now, wait=time.wait, clock=time.clock)


def operations(server: demo.Portal) -> list[str]:
    return [request.operation for request in server.requests]


def polls(server: demo.Portal) -> int:
    return operations(server).count("CreateToken")


def test_a_person_approves_and_is_signed_in(server, client, time) -> None:
    seen: list[Step] = []
    for step in steps(client, time):
        seen.append(step)
        if isinstance(step, Visit):
            assert step.url == f"{server.url}/device?user_code={step.code}"
            assert step.short_url == f"{server.url}/device"
            assert step.expires_at - time.now() > timedelta(seconds=599)
        if len(seen) == 4:
            server.approve(server.user_codes[0])
    assert [type(step) for step in seen] == [Visit, Waiting, Waiting, Waiting, SignedIn]
    token = seen[-1].token
    assert token.refresh is not None
    assert token.registration is not None
    assert token.registration.grant_types == ()
    assert client.accounts(token).accounts
    assert time.waits == [1, 1, 1]


@pytest.mark.requirement("SEC-26")
def test_what_is_registered_and_sent_is_what_the_aws_cli_sends(server, client, time) -> None:
    server.auto_approve_after = 0
    *_, done = steps(client, time)
    register, start, token = server.requests
    assert register.body == {
        "clientName": "ssotui-my-sso",
        "clientType": "public",
        "scopes": ["sso:account:access"],
    }
    registration = done.token.registration
    who = {
        "clientId": registration.client_id,
        "clientSecret": registration.client_secret.reveal(),
    }
    assert start.body == {**who, "startUrl": server.start_url}
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    assert token.body == {**who, "grantType": grant, "deviceCode": token.body["deviceCode"]}


def test_a_portal_without_scopes_registers_without_any(server, time) -> None:
    server.auto_approve_after = 0
    legacy = Portal(server.start_url, server.start_url, "us-east-1", legacy=True)
    *_, done = steps(PortalClient(legacy, server.environ()), time)
    assert server.requests[0].body == {"clientName": "ssotui", "clientType": "public"}
    assert done.token.refresh is None
    assert done.token.registration.scopes is None


def test_hostile_session_names_are_tamed(server, time) -> None:
    server.auto_approve_after = 0
    portal = Portal("../my \x1b[2J ‮sso'" + "x" * 200, server.start_url, "us-east-1")
    list(steps(PortalClient(portal, server.environ()), time))
    name = server.requests[0].body["clientName"]
    assert name.startswith("ssotui-..-my-2J-sso-xxx")
    assert len(name) <= 71


def test_an_earlier_registration_is_used_again(server, client, time) -> None:
    server.auto_approve_after = 0
    *_, first = steps(client, time)
    *_, second = steps(client, time, first.token.registration)
    assert operations(server).count("RegisterClient") == 1
    assert second.token.registration == first.token.registration


def test_a_registration_that_ends_soon_or_is_for_the_other_way_is_not_used(
    server, client, time
) -> None:
    server.auto_approve_after = 0
    server.registration_lifetime = 14 * 60
    *_, first = steps(client, time)
    list(steps(client, time, first.token.registration))
    list(steps(client, time, client.oidc.register_for_code()))
    assert operations(server).count("RegisterClient") == 4


def test_a_forgotten_registration_is_replaced_once(server, client, time) -> None:
    server.auto_approve_after = 0
    gone = Registration("gone", Secret("x"), time.now() + timedelta(days=9))
    *_, done = steps(client, time, gone)
    assert done.token.registration.client_id != "gone"
    server.faults.add(demo.Fault("StartDeviceAuthorization", error="invalid_client"))
    with pytest.raises(Refused):
        list(steps(client, time, gone))
    assert operations(server).count("RegisterClient") == 2


@pytest.mark.requirement("SEC-27")
def test_a_refusal_ends_it(server, client, time) -> None:
    time.on_wait = lambda: server.deny(server.user_codes[0])
    with pytest.raises(SignInFailed, match="refused"):
        list(steps(client, time))
    assert polls(server) == 1


@pytest.mark.requirement("SEC-27")
def test_a_code_that_lapses_ends_it(server, client, time) -> None:
    server.device_expires_in = 3
    with pytest.raises(SignInFailed, match="lapsed"):
        list(steps(client, time))
    assert time.waits == [1, 1, 1]


@pytest.mark.requirement("SEC-27")
def test_a_code_ends_though_the_service_never_says_so(server, client, time) -> None:
    server.device_expires_in = 3
    server.faults.add(demo.Fault("CreateToken", error="authorization_pending", times=10))
    with pytest.raises(SignInFailed, match="lapsed"):
        list(steps(client, time))
    assert polls(server) == 3


@pytest.mark.requirement("SEC-27")
def test_a_code_that_the_service_calls_lapsed_ends_it(server, client, time) -> None:
    server.faults.add(demo.Fault("CreateToken", error="expired_token"))
    with pytest.raises(SignInFailed, match="lapsed"):
        list(steps(client, time))
    assert polls(server) == 1


@pytest.mark.requirement("SEC-27")
def test_each_slow_down_adds_five_seconds_for_good(server, client, time) -> None:
    server.auto_approve_after = 40
    server.faults.add(demo.Fault("CreateToken", error="slow_down", after=1, times=2))
    *_, done = steps(client, time)
    assert isinstance(done, SignedIn)
    assert time.waits[:5] == [1, 1, 6, 11, 11]


@pytest.mark.requirement("SEC-27")
@pytest.mark.parametrize(
    ("interval", "waits"),
    [(0, [1, 1, 1]), (-1, [1, 1, 1]), (None, [5, 5, 5]), (7, [7, 7, 7]), (1_000_000_000, [60])],
)
def test_the_interval_has_a_floor_and_a_default(server, client, time, interval, waits) -> None:
    server.device_interval = interval
    server.auto_approve_after = waits[0] * len(waits) - 0.5
    list(steps(client, time))
    assert time.waits == waits


@pytest.mark.requirement("SEC-27")
@pytest.mark.parametrize(
    ("answered", "lives"), [(2, 2), (0, 600), (-1, 600), (None, 600), (10**12, 3600)]
)
def test_how_long_a_code_lives(server, client, time, answered, lives) -> None:
    server.device_expires_in = answered
    server.device_interval = 100_000
    visit = next(steps(client, time))
    assert abs((visit.expires_at - time.now()).total_seconds() - lives) < 2


@pytest.mark.requirement("SEC-27", "REL-12")
def test_a_stepped_wall_clock_changes_nothing(server, client, time) -> None:
    server.device_expires_in = 5
    jumps = itertools.cycle([timedelta(days=2), timedelta(days=-2)])
    real = time.now
    time.now = lambda: real() + next(jumps)
    with pytest.raises(SignInFailed, match="lapsed"):
        list(steps(client, time, None))
    assert sum(time.waits) == 5


@pytest.mark.requirement("SEC-27")
@pytest.mark.parametrize(
    "fault",
    [{"reset": True}, {"status": 500}, {"error": "TooManyRequestsException"}, {"body": "<html>"}],
)
def test_a_failing_network_slows_the_polls_and_ends_nothing(server, client, time, fault) -> None:
    server.faults.add(demo.Fault("CreateToken", times=4, **fault))
    server.auto_approve_after = 20
    seen = list(steps(client, time))
    assert isinstance(seen[-1], SignedIn)
    assert time.waits == [1, 2, 4, 8, 16]
    troubles = [step.trouble for step in seen if isinstance(step, Waiting)]
    assert troubles[0] == ""
    assert all(troubles[1:])


@pytest.mark.requirement("SEC-27")
def test_the_pause_after_failures_is_bounded_and_forgotten(server, client, time) -> None:
    server.faults.add(demo.Fault("CreateToken", times=8, reset=True))
    server.auto_approve_after = 245
    list(steps(client, time))
    assert time.waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 1, 1][: len(time.waits)]
    assert max(time.waits) == 60


def test_a_sign_in_that_cannot_start_is_an_error(server, client, time) -> None:
    server.faults.add(demo.Fault("StartDeviceAuthorization", reset=True))
    with pytest.raises(PortalError):
        next(steps(client, time))


@pytest.mark.requirement("REL-27")
def test_waiting_can_be_cancelled(server, client, time) -> None:
    time.on_wait = lambda: setattr(time, "cancelled", True)
    with pytest.raises(Cancelled):
        list(steps(client, time))
    assert polls(server) == 0


@pytest.mark.requirement("REL-27")
def test_a_hanging_poll_can_be_cancelled(server, client, time) -> None:
    server.faults.add(demo.Fault("CreateToken", hang=True))
    real_wait = time.wait
    time.wait = lambda seconds: polls(server) > 0 or real_wait(seconds)
    with pytest.raises(Cancelled):
        list(steps(client, time))


@pytest.mark.requirement("SEC-28")
@pytest.mark.parametrize("name", ["verificationUri", "verificationUriComplete"])
@pytest.mark.parametrize(
    "url", ["file:///x", "--x=1", "https://evil.example", "javascript:x", LOOPBACK_PAGE + "\x07", 7]
)
def test_no_page_but_the_portals_is_ever_shown(server, client, time, name, url) -> None:
    answer = {
        "deviceCode": "x",
        "userCode": "ABCD-EFGH",
        "verificationUri": LOOPBACK_PAGE,
        "verificationUriComplete": LOOPBACK_PAGE,
        "expiresIn": 600,
        "interval": 1,
        name: url,
    }
    server.faults.add(demo.Fault("StartDeviceAuthorization", body=answer))
    if url == 7 and name == "verificationUriComplete":
        assert next(steps(client, time)).url == LOOPBACK_PAGE
        return
    with pytest.raises(MalformedAnswer):
        next(steps(client, time))


@pytest.mark.requirement("SEC-30")
def test_the_code_is_safe_to_draw(server, client, time) -> None:
    answer = {"deviceCode": "x", "userCode": "AB\x1b[2J‮CD", "verificationUri": LOOPBACK_PAGE}
    server.faults.add(demo.Fault("StartDeviceAuthorization", body=answer))
    visit = next(steps(client, time))
    assert visit.code == "AB�[2J�CD"
    assert visit.url == visit.short_url == LOOPBACK_PAGE


@pytest.mark.requirement("REL-05")
@pytest.mark.parametrize(
    "change",
    [{"accessToken": None}, {"accessToken": ""}, {"expiresIn": None}, {"expiresIn": "3600"}],
)
def test_half_a_token_is_none(server, client, time, change) -> None:
    whole = {"accessToken": "A", "expiresIn": 3600, "refreshToken": None}
    server.faults.add(demo.Fault("CreateToken", body={**whole, **change}, times=1))
    server.auto_approve_after = 2
    seen = list(steps(client, time))
    assert any(isinstance(step, Waiting) and step.trouble for step in seen)


def test_closing_the_row_of_steps_ends_it(server, client, time) -> None:
    row = steps(client, time)
    next(row)
    row.close()
    assert polls(server) == 0


@pytest.mark.requirement("REL-12")
def test_absurd_lifetimes_are_cut(server, client, time) -> None:
    server.token_lifetime = 10**15
    server.auto_approve_after = 0
    *_, done = steps(client, time)
    assert done.token.expires_at - time.now() < timedelta(days=3660)
