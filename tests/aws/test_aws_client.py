import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urlsplit

import pytest
from aws_support import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sso_tui import demo
from sso_tui.aws.client import LOG_OUT_SECONDS, PortalClient
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.faults import Refused, Slower
from sso_tui.aws.neutral import address_of, neutral_client, neutral_session
from sso_tui.aws.patience import unless
from sso_tui.aws.wire import Wire
from sso_tui.errors import (
    Cancelled,
    ConfigError,
    MalformedAnswer,
    NoAccess,
    PortalError,
    SignInNeeded,
    SsotuiError,
)
from sso_tui.model import Account, Portal, Role, Secret, Token

A_TOKEN = Token(Secret("canary-token"), now())


def test_accounts_roles_and_credentials_come_as_nouns(server, client, token) -> None:
    page = client.accounts(token)
    assert len(page.accounts) == 12
    assert page.next_token is None
    account = next(
        one for one in page.accounts if one.id and server.organisation.account(one.id).roles
    )
    roles = client.roles(token, account.id)
    assert set(roles.role_names) == set(server.organisation.account(account.id).roles)
    role = Role("my-sso", account.id, roles.role_names[0])
    credentials = client.role_credentials(token, role)
    assert credentials.access_key_id.startswith("ASIA")
    assert 3500 < (credentials.expires_at - datetime.now(UTC)).total_seconds() <= 3600
    assert credentials.expires_at.microsecond == 0


def test_pages_follow_one_another(server, client, token) -> None:
    server.page_size = 5
    first = client.accounts(token)
    second = client.accounts(token, first.next_token)
    third = client.accounts(token, second.next_token)
    assert [len(page.accounts) for page in (first, second, third)] == [5, 5, 2]
    assert third.next_token is None


def test_names_that_need_encoding_reach_the_portal_unchanged(server, client, token) -> None:
    account = server.organisation.accounts()[0]
    server.organisation.grant(account.id, "My Role+/x=é&b")
    client.role_credentials(token, Role("my-sso", account.id, "My Role+/x=é&b"))
    assert server.requests[-1].query["role_name"] == "My Role+/x=é&b"


@pytest.mark.requirement("SEC-10")
def test_signing_out_ends_the_token(client, token) -> None:
    client.log_out(token)
    with pytest.raises(SignInNeeded):
        client.accounts(token)


@pytest.mark.requirement("SEC-10")
def test_signing_out_takes_three_seconds_at_most(server, client, monkeypatch) -> None:
    assert LOG_OUT_SECONDS <= 3
    monkeypatch.setattr("sso_tui.aws.client.LOG_OUT_SECONDS", 0.2)
    server.faults.add(demo.Fault("Logout", hang=True))
    begun = monotonic()
    with pytest.raises(PortalError, match="in time"):
        client.log_out(A_TOKEN)
    assert monotonic() - begun < 1


@pytest.fixture
def _at_once(monkeypatch) -> None:
    monkeypatch.setattr("sso_tui.aws.persistence.PAUSES", (0.001,) * 5)


@pytest.mark.requirement("REL-02", "REL-03")
@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    "fault", [{"error": "TooManyRequestsException", "times": 5}, {"reset": True, "times": 1}]
)
def test_credentials_are_asked_for_again(server, client, token, fault) -> None:
    server.faults.add(demo.Fault("GetRoleCredentials", **fault))
    account = next(one for one in server.organisation.accounts() if one.roles)
    assert client.role_credentials(token, Role("my-sso", account.id, account.roles[0]))


@pytest.mark.requirement("REL-02")
@pytest.mark.usefixtures("_at_once")
@pytest.mark.parametrize(
    ("fault", "asked"),
    [
        ({"error": "TooManyRequestsException"}, 6),
        ({"reset": True}, 2),
        ({"body": "<html>"}, 1),
        ({"error": "ForbiddenException"}, 1),
    ],
)
def test_credentials_are_not_asked_for_for_ever(server, client, fault, asked) -> None:
    server.faults.add(demo.Fault("GetRoleCredentials", **fault))
    with pytest.raises(SsotuiError):
        client.role_credentials(A_TOKEN, Role("my-sso", "000000000001", "R"))
    assert len(server.requests) == asked


@pytest.mark.requirement("REL-27")
def test_asking_again_can_be_cancelled(server, client) -> None:
    headers = {"Retry-After": "50"}
    server.faults.add(demo.Fault(error="TooManyRequestsException", headers=headers))
    with pytest.raises(Cancelled), unless(lambda: len(server.requests) > 0):
        client.role_credentials(A_TOKEN, Role("my-sso", "000000000001", "R"))


@pytest.mark.requirement("SEC-15")
def test_requests_say_who_asks_and_carry_no_signature(server, client, token) -> None:
    client.accounts(token)
    request = server.requests[-1]
    assert "md/ssotui#" in request.headers["user-agent"]
    assert "authorization" not in request.headers
    assert request.query == {"max_result": "100"}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"error": "UnauthorizedException"}, SignInNeeded),
        ({"status": 401}, SignInNeeded),
        ({"status": 401, "body": {"message": None}}, SignInNeeded),
        ({"error": "ForbiddenException"}, NoAccess),
        ({"error": "ResourceNotFoundException"}, NoAccess),
        ({"error": "TooManyRequestsException"}, Slower),
        ({"status": 429, "body": {"message": None}}, Slower),
        ({"status": 429, "body": "<html>slow down</html>"}, Slower),
        ({"error": "InvalidRequestException"}, PortalError),
        ({"status": 500}, PortalError),
        ({"status": 503, "body": "<html>"}, PortalError),
        ({"status": 301}, MalformedAnswer),
        ({"redirect": (302, "https://evil.example/")}, MalformedAnswer),
        ({"status": 401, "body": "<html>Wi-Fi</html>"}, MalformedAnswer),
        ({"status": 403, "body": "<html>proxy</html>"}, MalformedAnswer),
        ({"status": 407, "body": "{}"}, MalformedAnswer),
        ({"status": 403, "body": "[]"}, MalformedAnswer),
        ({"reset": True}, PortalError),
        ({"cut_at": 5}, PortalError),
    ],
)
@pytest.mark.requirement("REL-03", "REL-07")
def test_what_goes_wrong_is_told_by_its_status(server, client, fault, error) -> None:
    server.faults.add(demo.Fault("ListAccounts", **fault))
    with pytest.raises(error) as failed:
        client.accounts(A_TOKEN)
    assert type(failed.value) is error
    assert "canary" not in str(failed.value)
    assert len(server.requests) == 1


@pytest.mark.requirement("REL-39")
def test_a_rejected_token_is_never_a_matter_of_the_network(server, client) -> None:
    with pytest.raises(SignInNeeded) as failed:
        client.accounts(A_TOKEN)
    assert not isinstance(failed.value, PortalError)


@pytest.mark.requirement("REL-02")
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"x-amz-retry-after": "1500"}, 1.5),
        ({"Retry-After": "1e9"}, 60),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
    ],
)
def test_how_long_to_stay_away_is_read(server, client, headers, seconds) -> None:
    server.faults.add(demo.Fault(error="TooManyRequestsException", headers=headers))
    with pytest.raises(Slower) as slower:
        client.accounts(A_TOKEN)
    assert slower.value.retry_after == seconds


@pytest.mark.requirement("SEC-36")
def test_a_servers_words_are_made_safe_and_short(server, client) -> None:
    words = "\x1b]52;c;eA==\x07 $(touch pwn) \u202e" + "x" * 5000
    body = {"message": words, "__type": "x#ForbiddenException"}
    server.faults.add(demo.Fault(status=403, body=body))
    with pytest.raises(NoAccess) as failed:
        client.accounts(A_TOKEN)
    assert failed.value.what.isprintable()
    assert len(failed.value.what) < 300


MALFORMED = [
    b"",
    b"<!doctype html><p>Please sign in to the Wi-Fi",
    b'{"accountList":[{"acc',
    b"[]",
    b"null",
    b'"accountList"',
    b"42",
    b"NaN",
    b"\xff\xfe\xfa",
    b"[" * 100_000,
    b'{"accountList":' + b"[" * 100_000,
    b"{}",
    b'{"accountList":null}',
    b'{"accountList":{}}',
    b'{"accountList":"x"}',
    b'{"accountList":[],"nextToken":7}',
    b'{"accountList":[],"nextToken":"\\ud800"}',
]


@pytest.mark.requirement("REL-05")
@pytest.mark.parametrize("body", MALFORMED, ids=range(len(MALFORMED)))
def test_an_answer_that_is_none_is_an_error_and_never_empty(server, client, body) -> None:
    server.faults.add(demo.Fault("ListAccounts", body=body))
    with pytest.raises(MalformedAnswer):
        client.accounts(A_TOKEN)


@pytest.mark.requirement("REL-05", "REL-38")
def test_single_items_that_make_no_sense_are_left_out_and_counted(server, client) -> None:
    items = [
        None,
        7,
        "x",
        [],
        {},
        {"accountId": None},
        {"accountId": "12"},
        {"accountId": True},
        {"accountId": -1},
        {"accountId": 1e20},
        {"accountId": "１２３４５６７８９０１２"},
        {"accountId": 42, "accountName": None, "emailAddress": 7},
        {"accountId": "000000000043", "accountName": "\ud800", "more": {}},
    ]
    server.faults.add(demo.Fault("ListAccounts", body={"accountList": items, "nextToken": None}))
    page = client.accounts(A_TOKEN)
    assert page.accounts == (Account("000000000042"), Account("000000000043", "\ud800"))
    assert page.skipped == 11


@pytest.mark.requirement("REL-05")
def test_roles_without_a_usable_name_are_left_out_and_counted(server, client) -> None:
    items = [None, {}, {"roleName": ""}, {"roleName": 7}, {"roleName": "\ud800"}, {"roleName": "A"}]
    server.faults.add(demo.Fault("ListAccountRoles", body={"roleList": items}))
    page = client.roles(A_TOKEN, "000000000001")
    assert (page.role_names, page.skipped) == (("A",), 5)


@pytest.mark.requirement("REL-05")
@pytest.mark.parametrize(
    "missing", ["accessKeyId", "secretAccessKey", "sessionToken", "expiration"]
)
@pytest.mark.parametrize("value", [None, "", [], {}, "absent"])
def test_credentials_are_whole_or_none(server, client, missing, value) -> None:
    whole = {"accessKeyId": "A", "secretAccessKey": "S", "sessionToken": "T", "expiration": 1}
    broken = {**whole, missing: value}
    if value == "absent":
        del broken[missing]
    server.faults.add(demo.Fault("GetRoleCredentials", body={"roleCredentials": broken}))
    with pytest.raises(MalformedAnswer):
        client.role_credentials(A_TOKEN, Role("my-sso", "000000000001", "A"))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.requirement("REL-05")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(document=st.dictionaries(st.sampled_from(["accountList", "nextToken"]), anything))
def test_no_answer_whatever_surprises_the_client(server, client, document) -> None:
    server.faults.clear()
    server.faults.add(demo.Fault("ListAccounts", body=json.dumps(document)))
    try:
        page = client.accounts(A_TOKEN)
    except SsotuiError:
        return
    assert isinstance(document["accountList"], list)
    assert len(page.accounts) + page.skipped == len(document["accountList"])


mutations = st.lists(
    st.tuples(
        st.sampled_from(["change", "cut", "double", "drop"]), st.integers(0), st.binary(max_size=3)
    ),
    min_size=1,
    max_size=4,
)


def mutated(content: bytes, changes: list[tuple[str, int, bytes]]) -> bytes:
    """A valid answer, spoiled in a few places."""
    for kind, place, new in changes:
        at = place % (len(content) + 1)
        match kind:
            case "change":
                content = content[:at] + new + content[at + len(new) :]
            case "cut":
                content = content[:at]
            case "double":
                content = content[:at] + content
            case "drop":
                content = content[:at] + content[at + 1 :]
    return content


@pytest.mark.requirement("REL-05")
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=mutations)
@pytest.mark.parametrize("operation", ["ListAccounts", "ListAccountRoles", "GetRoleCredentials"])
def test_a_spoiled_answer_is_an_error_or_makes_sense(
    server, client, token, operation, changes
) -> None:
    server.faults.clear()
    account = next(one for one in server.organisation.accounts() if one.roles)
    role = Role("my-sso", account.id, account.roles[0])
    server.faults.add(demo.Fault(operation, rewrite=lambda content: mutated(content, changes)))
    calls = {
        "ListAccounts": lambda: client.accounts(token),
        "ListAccountRoles": lambda: client.roles(token, account.id),
        "GetRoleCredentials": lambda: client.role_credentials(token, role),
    }
    try:
        answer = calls[operation]()
    except (MalformedAnswer, PortalError):
        return
    if operation == "ListAccounts":
        assert all(re.fullmatch("[0-9]{12}", account.id) for account in answer.accounts)
    elif operation == "ListAccountRoles":
        assert all(answer.role_names)
    else:
        assert answer.access_key_id
        assert answer.secret_access_key.reveal()
        assert answer.expires_at.tzinfo is not None


@pytest.mark.requirement("SEC-14", "SEC-15")
def test_nothing_around_a_client_changes_where_it_goes(server, tmp_path) -> None:
    """In another process: with every variable and file set that should have no effect."""
    fifo, config = tmp_path / "fifo", tmp_path / "config"
    os.mkfifo(fifo)
    config.write_text(
        "[default]\nendpoint_url = http://127.0.0.1:1\n"
        f"credential_process = touch {tmp_path}/pwn\nservices = x\nuse_fips_endpoint = true\n"
        "[services x]\nsso =\n  endpoint_url = http://127.0.0.1:1\n[broken\n"
    )
    script = (
        "import os; from sso_tui.aws.client import PortalClient;"
        "from sso_tui.model import *; from datetime import *;"
        f"c = PortalClient(Portal('x', {server.start_url!r}, 'us-east-1'), {server.environ()!r});"
        "t = Token(Secret('x'), datetime.now(UTC));"
        "c.oidc.register_for_device(); c.accounts(t)"
    )
    environ = {
        **os.environ,
        "HOME": str(tmp_path),
        "AWS_PROFILE": "gone",
        "AWS_CONFIG_FILE": str(config),
        "AWS_SHARED_CREDENTIALS_FILE": str(fifo),
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:2",
        "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:2",
        "AWS_CA_BUNDLE": "/nonexistent",
        "AWS_MAX_ATTEMPTS": "x",
        "HTTP_PROXY": "http://127.0.0.1:3",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, timeout=20
    )
    assert "SignInNeeded" in done.stderr, done.stderr
    assert [request.operation for request in server.requests] == ["RegisterClient", "ListAccounts"]
    assert not (tmp_path / "pwn").exists()


@pytest.mark.requirement("SEC-15", "SEC-59")
def test_the_models_that_are_loaded_are_botocores_own(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    loader = neutral_session().get_component("data_loader")
    assert [path for path in loader.search_paths if "botocore" not in path] == []


@pytest.mark.parametrize(
    ("region", "fips", "dual_stack", "host"),
    [
        ("us-east-1", False, False, "oidc.us-east-1.amazonaws.com"),
        ("us-east-1", True, False, "oidc-fips.us-east-1.amazonaws.com"),
        ("us-east-1", False, True, "oidc.us-east-1.api.aws"),
        ("us-gov-west-1", True, False, "oidc.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", False, False, "oidc.cn-north-1.amazonaws.com.cn"),
        ("eusc-de-east-1", False, False, "oidc.eusc-de-east-1.amazonaws.eu"),
    ],
)
def test_endpoints_are_those_of_botocores_rules(region, fips, dual_stack, host) -> None:
    environ = {"AWS_USE_FIPS_ENDPOINT": str(fips), "AWS_USE_DUALSTACK_ENDPOINT": str(dual_stack)}
    client = neutral_client("sso-oidc", region, Endpoints.of(environ), Wire({}))
    sample = {"clientName": "x", "clientType": "public"}
    assert address_of(client, "RegisterClient", sample) == f"https://{host}/client/register"


def test_a_partition_without_the_wanted_endpoint_is_said_in_words() -> None:
    portal = Portal("x", "https://d-1.awsapps.com/start", "eu-isoe-west-1")
    client = PortalClient(portal, {"AWS_USE_DUALSTACK_ENDPOINT": "true"})
    with pytest.raises(ConfigError, match="no such endpoint"):
        client.accounts(A_TOKEN)


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client", "unauthorized_client"])
@pytest.mark.parametrize("headers", [{}, {"x-amzn-ErrorType": None}])
def test_oauths_word_is_kept_with_and_without_a_type(server, client, error, headers) -> None:
    fault = demo.Fault("RegisterClient", error=error, headers=headers)
    server.faults.add(fault)
    with pytest.raises(Refused) as refused:
        client.oidc.register_for_device()
    assert refused.value.error == error


def test_the_type_alone_tells_oauths_word(server, client) -> None:
    headers = {"x-amzn-ErrorType": "SlowDownException:http://internal"}
    server.faults.add(demo.Fault("RegisterClient", status=400, body={}, headers=headers))
    with pytest.raises(Refused) as refused:
        client.oidc.register_for_device()
    assert refused.value.error == "slow_down"


@pytest.mark.requirement("SEC-14", "SEC-15")
@pytest.mark.parametrize("broken", [False, True])
def test_where_no_endpoint_is_overridden_every_call_goes_to_aws(
    tmp_path, monkeypatch, broken
) -> None:
    """Whatever the environment and the files in their usual places say."""
    elsewhere = "http://127.0.0.1:1"
    services = "".join(
        f"{name} =\n  endpoint_url = {elsewhere}\n" for name in ("sso", "sso_oidc", "sts")
    )
    aws = tmp_path / ".aws"
    aws.mkdir()
    (aws / "config").write_text(
        f"[default]\nendpoint_url = {elsewhere}\nservices = x\nuse_dualstack_endpoint = true\n"
        f"[profile other]\nendpoint_url = {elsewhere}\n[services x]\n{services}"
        + "[broken\n"
        * broken
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("AWS_CONFIG_FILE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("", "_SSO", "_SSO_OIDC", "_STS"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL{name}", elsewhere)
    neutral_session.cache_clear()
    calls = (
        ("sso", "ListAccounts", {"accessToken": "x"}),
        ("sso-oidc", "RegisterClient", {"clientName": "x", "clientType": "public"}),
        ("sts", "GetCallerIdentity", {}),
    )
    origins = []
    for service, operation, arguments in calls:
        client = neutral_client(service, "eu-west-1", Endpoints(), Wire({}))
        parts = urlsplit(address_of(client, operation, arguments))
        origins.append(f"{parts.scheme}://{parts.netloc}")
    neutral_session.cache_clear()
    assert origins == [
        "https://portal.sso.eu-west-1.amazonaws.com",
        "https://oidc.eu-west-1.amazonaws.com",
        "https://sts.eu-west-1.amazonaws.com",
    ]
