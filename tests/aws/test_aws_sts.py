"""Whose a long-term key is, asked of STS and of nobody else."""

import pytest

from sso_tui import demo
from sso_tui.aws import sts
from sso_tui.demo.faults import Fault
from sso_tui.demo.vault import UserKey
from sso_tui.errors import ConfigError, MalformedAnswer, NoAccess, PortalError
from sso_tui.longterm import Caller, LongTermKey
from sso_tui.model import Secret

ACCOUNT = "000000000012"


def key_of(made: UserKey) -> LongTermKey:
    return LongTermKey(made.access_key_id, Secret(made.secret_access_key))


def test_sts_says_whose_a_key_is(server: demo.Portal) -> None:
    key = key_of(server.create_user_key(ACCOUNT, "ci/deploy+bot"))
    found = sts.caller(key, "eu-west-1", server.environ())
    assert found == Caller(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/ci/deploy+bot")
    assert found.user == "deploy+bot"


@pytest.mark.requirement("SEC-16")
def test_the_secret_is_not_sent_even_there(server: demo.Portal) -> None:
    made = server.create_user_key(ACCOUNT, "ci")
    sts.caller(key_of(made), "eu-west-1", server.environ())
    (request,) = server.requests
    sent = f"{request.target} {request.headers} {request.content!r}"
    assert made.access_key_id in sent
    assert made.secret_access_key not in sent


def test_a_key_that_aws_does_not_know(server: demo.Portal) -> None:
    with pytest.raises(NoAccess, match="ends in LEXY"):
        sts.caller(LongTermKey("AKIANOBODYHASMELEXY", Secret("x")), "eu-west-1", server.environ())
    made = server.create_user_key(ACCOUNT, "ci")
    with pytest.raises(NoAccess):
        sts.caller(LongTermKey(made.access_key_id, Secret("x")), "eu-west-1", server.environ())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(status=500), PortalError),
        (Fault(status=403, body="<html>"), MalformedAnswer),
        (Fault(status=200, body="<Account>12</Account>"), MalformedAnswer),
        (Fault(redirect=(302, "http://127.0.0.1:9/")), MalformedAnswer),
        (Fault(reset=True), PortalError),
    ],
)
def test_what_is_no_answer(server: demo.Portal, fault: Fault, error: type[PortalError]) -> None:
    key = key_of(server.create_user_key(ACCOUNT, "ci"))
    server.faults.add(fault)
    with pytest.raises(error) as raised:
        sts.caller(key, "eu-west-1", server.environ())
    assert key.secret_access_key.reveal() not in str(raised.value)


@pytest.mark.parametrize(
    ("region", "environ", "host"),
    [
        ("eu-west-1", {}, "sts.eu-west-1.amazonaws.com"),
        ("us-east-1", {}, "sts.us-east-1.amazonaws.com"),
        ("cn-north-1", {}, "sts.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", {"AWS_USE_FIPS_ENDPOINT": "true"}, "sts.us-gov-west-1.amazonaws.com"),
        ("us-west-2", {"AWS_USE_FIPS_ENDPOINT": "true"}, "sts-fips.us-west-2.amazonaws.com"),
        ("eu-west-1", {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, "sts.eu-west-1.amazonaws.com"),
        ("eu-west-1", {"AWS_ENDPOINT_URL_STS": "https://sts.example"}, "sts.example"),
    ],
)
@pytest.mark.requirement("SEC-14")
def test_where_sts_is(region: str, environ: dict[str, str], host: str) -> None:
    assert sts.host(region, environ) == host


@pytest.mark.parametrize("region", ["evil.com/", "x@evil", "", "eu-west-1.evil.com#"])
def test_a_region_that_is_none_leads_nowhere(region: str) -> None:
    with pytest.raises(ConfigError):
        sts.host(region, {})


@pytest.mark.requirement("SEC-14")
def test_no_key_goes_to_a_host_without_tls() -> None:
    with pytest.raises(ConfigError):
        sts.host("eu-west-1", {"AWS_ENDPOINT_URL_STS": "http://192.0.2.1"})
