"""sso-oidc as real botocore meets it: each grant, each refusal by the name of its exception."""

import re
import time
from typing import Any

import pytest
from botocore.exceptions import ClientError
from demo_customer import CALLBACK, Customer

from sso_tui.demo import Fault, Portal
from sso_tui.demo.oidc import CODE_GRANT, DEVICE_GRANT, REFRESH_GRANT
from sso_tui.demo.refusals import OIDC_ERRORS


def refused(call: Any, *args: Any, **fields: Any) -> tuple[str, str]:
    """The exception's class and OAuth's error of a refused call."""
    with pytest.raises(ClientError) as caught:
        call(*args, **fields)
    response: Any = caught.value.response
    return type(caught.value).__name__, response["error"]


def test_register_client_lasts_ninety_days(customer: Customer) -> None:
    answer = customer.oidc.register_client(clientName="x", clientType="public")
    lifetime = answer["clientSecretExpiresAt"] - answer["clientIdIssuedAt"]
    assert lifetime == 90 * 24 * 3600
    assert len(answer["clientSecret"]) > 1000


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"clientType": "confidential"}, "invalid_client_metadata"),
        ({"clientName": ""}, "invalid_request"),
        ({"scopes": ["not a scope"]}, "invalid_scope"),
        ({"grantTypes": ["password"]}, "unsupported_grant_type"),
        ({"grantTypes": [DEVICE_GRANT, CODE_GRANT]}, "invalid_client_metadata"),
        ({"redirectUris": ["https://evil.example/callback"]}, "invalid_redirect_uri"),
        ({"redirectUris": ["http://127.0.0.1.evil.example/"]}, "invalid_redirect_uri"),
        ({"redirectUris": ["http://127.0.0.1/a\r\nSet-Cookie: x"]}, "invalid_redirect_uri"),
    ],
)
def test_bad_registration_is_refused(
    customer: Customer, metadata: dict[str, Any], error: str
) -> None:
    assert refused(customer.register, **metadata) == (OIDC_ERRORS[error][0], error)


@pytest.mark.parametrize("error", OIDC_ERRORS)
def test_every_error_reaches_botocore_as_its_own_exception(
    portal: Portal, customer: Customer, error: str
) -> None:
    portal.faults.add(Fault("CreateToken", error=error))
    exception, status, words = OIDC_ERRORS[error]
    with pytest.raises(getattr(customer.oidc.exceptions, exception)) as caught:
        customer.oidc.create_token(clientId="c", clientSecret="s", grantType=REFRESH_GRANT)
    response = caught.value.response
    assert (response["error"], response["error_description"]) == (error, words)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"]


def test_device_grant_waits_for_approval(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    device = customer.start_device(client)
    assert re.fullmatch(r"[B-Z]{4}-[B-Z]{4}", device["userCode"])
    assert device["verificationUri"] == f"{portal.url}/device"
    assert device["verificationUriComplete"].endswith(f"/device?user_code={device['userCode']}")
    assert (device["expiresIn"], device["interval"]) == (600, 1)
    assert refused(customer.poll, client, device)[1] == "authorization_pending"
    assert portal.user_codes == [device["userCode"]]
    portal.approve(device["userCode"].lower().replace("-", ""))
    assert portal.user_codes == []
    token = customer.poll(client, device)
    assert (token["tokenType"], token["expiresIn"]) == ("Bearer", 3600)
    assert token["refreshToken"]


def test_a_device_code_works_once(customer: Customer, portal: Portal) -> None:
    client = customer.register()
    device = customer.start_device(client)
    portal.approve(device["userCode"])
    customer.poll(client, device)
    assert refused(customer.poll, client, device)[1] == "invalid_grant"
    with pytest.raises(KeyError):
        portal.approve(device["userCode"])


def test_a_device_code_is_its_clients_own(customer: Customer, portal: Portal) -> None:
    device = customer.start_device(customer.register())
    portal.approve(device["userCode"])
    assert refused(customer.poll, customer.register(), device)[1] == "invalid_grant"


def test_hasty_polls_are_slowed_down_for_good(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    device = customer.start_device(client)

    def poll_after(seconds: float) -> str:
        portal.shift_clock(seconds)
        return refused(customer.poll, client, device)[1]

    assert [poll_after(pause) for pause in (0, 0.1, 5.5, 12)] == [
        "authorization_pending",
        "slow_down",  # from now on every 6 seconds ...
        "authorization_pending",  # ... less the jitter that is forgiven
        "authorization_pending",
    ]
    assert poll_after(3) == "slow_down"
    portal.approve(device["userCode"])
    assert customer.poll(client, device)["accessToken"], "an approval is told at once"


def test_denied_and_expired_device_codes(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    denied, expired = customer.start_device(client), customer.start_device(client)
    portal.deny(denied["userCode"])
    assert refused(customer.poll, client, denied) == ("AccessDeniedException", "access_denied")
    portal.shift_clock(601)
    assert refused(customer.poll, client, expired) == ("ExpiredTokenException", "expired_token")


@pytest.mark.parametrize("interval", [0, -1, 5, None])
@pytest.mark.parametrize("expires_in", [0, -1, 60, None])
def test_odd_device_figures_go_out_as_they_stand(
    portal: Portal, customer: Customer, interval: int | None, expires_in: int | None
) -> None:
    portal.device_interval, portal.device_expires_in = interval, expires_in
    client = customer.register()
    device = customer.start_device(client)
    assert (device.get("interval"), device.get("expiresIn")) == (interval, expires_in)
    portal.approve(device["userCode"])
    assert customer.poll(client, device)["accessToken"]


def test_auto_approval_follows_the_clock(portal: Portal, customer: Customer) -> None:
    portal.auto_approve_after = 3
    client = customer.register()
    device = customer.start_device(client)
    assert refused(customer.poll, client, device)[1] == "authorization_pending"
    portal.shift_clock(3)
    assert customer.poll(client, device)["accessToken"]


def test_without_scopes_eight_hours_and_no_refresh(customer: Customer) -> None:
    token = customer.device_sign_in(customer.register(scopes=None))
    assert token["expiresIn"] == 8 * 3600
    assert "refreshToken" not in token


def test_authorization_code_grant(portal: Portal, customer: Customer) -> None:
    portal.auto_approve_after = 0
    client = customer.register_for_codes()
    reply = customer.browse(customer.authorize_url(client))
    address, answer = reply.location
    assert reply.status == 302
    assert address == "http://127.0.0.1:46367/oauth/callback"
    assert answer["state"] == "a state & more"
    token = customer.exchange(client, answer["code"])
    assert token["refreshToken"]
    assert customer.sso.list_accounts(accessToken=token["accessToken"])["accountList"]
    assert refused(customer.exchange, client, answer["code"])[1] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"codeVerifier": "w" * 64},
        {"redirectUri": "http://127.0.0.1:46368/oauth/callback"},
        {"code": "made-up"},
    ],
)
def test_a_code_answers_only_to_its_own_request(
    portal: Portal, customer: Customer, changes: dict[str, str]
) -> None:
    portal.auto_approve_after = 0
    client = customer.register_for_codes()
    code = customer.browse(customer.authorize_url(client)).location[1]["code"]
    assert refused(customer.exchange, client, **{"code": code, **changes})[1] == "invalid_grant"


def test_a_code_is_its_clients_own_and_lapses(portal: Portal, customer: Customer) -> None:
    portal.auto_approve_after = 0
    client = customer.register_for_codes()
    codes = [customer.browse(customer.authorize_url(client)).location[1]["code"] for _ in "12"]
    other = customer.register_for_codes()
    assert refused(customer.exchange, other, codes[0])[1] == "invalid_grant"
    portal.shift_clock(601)
    assert refused(customer.exchange, client, codes[1])[1] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
    ],
)
def test_flawed_requests_go_back_to_the_client(
    customer: Customer, changes: dict[str, str | None], error: str
) -> None:
    url = customer.authorize_url(customer.register_for_codes(), **changes)
    _, answer = customer.browse(url).location
    assert (answer["error"], answer["state"]) == (error, "a state & more")


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "unknown"},
        {"redirect_uri": "https://evil.example/oauth/callback"},
        {"redirect_uri": "http://127.0.0.1:9/elsewhere"},
        {"redirect_uri": "http://127.0.0.1:9/oauth/callback\r\nX: y"},
    ],
)
def test_untrusted_requests_get_a_page_and_no_redirect(
    customer: Customer, changes: dict[str, str]
) -> None:
    reply = customer.browse(customer.authorize_url(customer.register_for_codes(), **changes))
    assert reply.status == 400
    assert "Location" not in reply.headers


def test_grants_are_those_registered(customer: Customer) -> None:
    for_devices = customer.register(redirectUris=[CALLBACK])
    assert refused(customer.exchange, for_devices, "code")[1] == "unauthorized_client"
    for_codes = customer.register_for_codes()
    assert refused(customer.start_device, for_codes)[1] == "unauthorized_client"
    call = customer.oidc.create_token
    assert refused(call, grantType="password", **for_codes)[1] == "unsupported_grant_type"


def test_refresh_tokens_rotate_and_work_once(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    first = customer.device_sign_in(client)
    second = customer.refresh(client, first["refreshToken"])
    assert second["refreshToken"] != first["refreshToken"]
    assert customer.sso.list_accounts(accessToken=second["accessToken"])["accountList"]
    exception, error = refused(customer.refresh, client, first["refreshToken"])
    assert (exception, error) == ("InvalidGrantException", "invalid_grant")
    assert refused(customer.refresh, customer.register(), second["refreshToken"])[1] == error


def test_refresh_may_answer_without_a_new_refresh_token(portal: Portal, customer: Customer) -> None:
    portal.refresh_rotates = False
    client = customer.register()
    kept = customer.device_sign_in(client)["refreshToken"]
    for _ in "12":
        assert "refreshToken" not in customer.refresh(client, kept)


def test_sessions_and_registrations_end(portal: Portal, customer: Customer) -> None:
    client = customer.register()
    token = customer.device_sign_in(client)["refreshToken"]
    portal.shift_clock(8 * 3600 + 1)
    assert refused(customer.refresh, client, token)[1] == "invalid_grant"
    portal.shift_clock(90 * 24 * 3600)
    assert refused(customer.start_device, client) == ("InvalidClientException", "invalid_client")


def test_a_wrong_client_secret_is_refused(customer: Customer) -> None:
    client = {**customer.register(), "clientSecret": "wrong"}
    assert refused(customer.start_device, client)[1] == "invalid_client"


def test_secrets_can_be_scripted(portal: Portal, customer: Customer) -> None:
    portal.mint = lambda kind: f"canary-{kind}-{time.monotonic_ns()}"
    client = customer.register()
    assert client["clientSecret"].startswith("canary-client_secret-")
    assert customer.device_sign_in(client)["refreshToken"].startswith("canary-refresh_token-")
    portal.mint, portal.secrets_prefix = None, "PREFIX-"
    assert customer.start_device(client)["deviceCode"].startswith("PREFIX-")
