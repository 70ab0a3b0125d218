import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aws_support import now, raw_server

from sso_tui import demo
from sso_tui.aws import federation
from sso_tui.aws.consoles import CONSOLES, console_of
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.services import GLOBAL_SERVICES, PATHS
from sso_tui.errors import ConfigError, MalformedAnswer, PortalError, UsageError
from sso_tui.model import Credentials, Role, Secret

START = "https://d-1234567890.awsapps.com/start"
MADE_UP = Credentials(
    "ASIACANARYCANARYCANA", Secret("canary/secret+key"), Secret("canary=token"), now()
)


@pytest.fixture
def credentials(server, client, token) -> Credentials:
    account = next(one for one in server.organisation.accounts() if one.roles)
    return client.role_credentials(token, Role("my-sso", account.id, account.roles[0]))


def link(server: demo.Portal, credentials: Credentials, **options) -> Secret:
    options = {"region": "eu-west-1", "issuer": START, **options}
    destination = federation.destination_for(options["region"], "s3")
    return federation.console_link(
        credentials, destination=destination, environ=server.environ(), **options
    )


def test_a_link_opens_the_console(server, credentials) -> None:
    made = link(server, credentials)
    assert "Secret" in repr(made)
    base, _, query = made.reveal().partition("?")
    assert base == f"{server.url}/federation"
    fields = parse_qs(query)
    assert list(fields) == ["Action", "Issuer", "Destination", "SigninToken"]
    assert fields["Action"] == ["login"]
    assert fields["Issuer"] == [START]
    assert fields["Destination"] == [
        "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1"
    ]
    assert (
        "Issuer=https%3A%2F%2Fd-1234567890.awsapps.com%2Fstart&Destination=https%3A%2F%2F" in query
    )


@pytest.mark.requirement("SEC-45")
def test_credentials_travel_in_the_body_alone(server, credentials) -> None:
    link(server, credentials)
    request = server.requests[-1]
    assert (request.method, request.target) == ("POST", "/federation")
    assert json.loads(request.body["Session"]) == {
        "sessionId": credentials.access_key_id,
        "sessionKey": credentials.secret_access_key.reveal(),
        "sessionToken": credentials.session_token.reveal(),
    }
    assert "SessionDuration" not in request.body


@pytest.mark.parametrize(("asked", "sent"), [(3600, "3600"), (1, "900"), (10**6, "43200")])
def test_a_duration_is_asked_for_within_its_limits(server, credentials, asked, sent) -> None:
    link(server, credentials, duration=asked)
    assert server.requests[-1].body["SessionDuration"] == sent


def test_a_duration_that_is_refused_is_left_out(server, credentials) -> None:
    refuses = lambda request: "SessionDuration" in request.body  # noqa: E731
    server.faults.add(demo.Fault("GetSigninToken", when=refuses, status=400, body="<html>"))
    assert "SigninToken=" in link(server, credentials, duration=43200).reveal()
    assert server.faults is not None
    assert [request.status for request in server.requests[-2:]] == [400, 200]


@pytest.mark.requirement("SEC-45")
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 400, "body": "<html>canary</html>"}, PortalError),
        ({"status": 500}, PortalError),
        ({"status": 403}, PortalError),
        ({"reset": True}, PortalError),
        ({"cut_at": 3}, PortalError),
        ({"redirect": (302, "https://evil.example/?canary")}, MalformedAnswer),
        ({"body": "<html>canary"}, MalformedAnswer),
        ({"body": {"SigninToken": ""}}, MalformedAnswer),
        ({"body": {"SigninToken": 7}}, MalformedAnswer),
    ],
)
def test_failures_repeat_nothing_that_was_sent(server, fault, error) -> None:
    server.faults.add(demo.Fault("GetSigninToken", **fault))
    with pytest.raises(error) as failed:
        link(server, MADE_UP, duration=None)
    assert "canary" not in str(failed.value).lower()
    assert "http" not in failed.value.what
    assert len(server.requests) == 1


@pytest.mark.requirement("SEC-16")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_with_credentials(server, status) -> None:
    seen: list[object] = []
    with raw_server(seen.append) as elsewhere:
        server.faults.add(demo.Fault("GetSigninToken", redirect=(status, elsewhere)))
        with pytest.raises(MalformedAnswer):
            link(server, MADE_UP)
    assert not seen


def test_expired_credentials_are_refused(server, credentials) -> None:
    server.shift_clock(timedelta(hours=2).total_seconds())
    with pytest.raises(PortalError, match="refused"):
        link(server, credentials)


@pytest.mark.parametrize(
    ("region", "sign_in", "home"),
    [
        (
            "eu-west-1",
            "https://signin.aws.amazon.com",
            "https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1",
        ),
        (
            "us-gov-west-1",
            "https://signin.amazonaws-us-gov.com",
            "https://console.amazonaws-us-gov.com/console/home?region=us-gov-west-1",
        ),
        (
            "us-gov-east-1",
            "https://signin.amazonaws-us-gov.com",
            "https://us-gov-east-1.console.amazonaws-us-gov.com/console/home?region=us-gov-east-1",
        ),
        (
            "cn-northwest-1",
            "https://signin.amazonaws.cn",
            "https://cn-northwest-1.console.amazonaws.cn/console/home?region=cn-northwest-1",
        ),
        (
            "eusc-de-east-1",
            "https://eusc-de-east-1.signin.amazonaws-eusc.eu",
            "https://eusc-de-east-1.console.amazonaws-eusc.eu/console/home?region=eusc-de-east-1",
        ),
    ],
)
@pytest.mark.requirement("SEC-45")
def test_each_partition_has_its_own_console(region, sign_in, home) -> None:
    assert federation._endpoint(region, Endpoints()) == f"{sign_in}/federation"
    assert federation.destination_for(region) == home


def test_fips_and_overrides_change_where_one_signs_in() -> None:
    assert federation._endpoint("us-gov-west-1", Endpoints(fips=True)) == (
        "https://signin-fips.amazonaws-us-gov.com/federation"
    )
    assert federation._endpoint("eu-west-1", Endpoints(fips=True)) == (
        "https://signin.aws.amazon.com/federation"
    )
    override = Endpoints(signin="https://signin.example.com/")
    assert federation._endpoint("eu-west-1", override) == "https://signin.example.com/federation"


def test_a_partition_without_a_known_console_is_said_in_words() -> None:
    with pytest.raises(ConfigError):
        console_of("us-iso-east-1")


@pytest.mark.requirement("SEC-45")
@pytest.mark.parametrize("region", ["", "evil.example/", "eu-west-1.evil", "@evil", "eu-west-1#"])
def test_a_region_that_is_none_makes_no_host(region: str) -> None:
    with pytest.raises(UsageError):
        federation.destination_for(region)


@pytest.mark.parametrize(
    ("service", "page"),
    [
        ("s3", "s3/home?region=eu-west-1"),
        ("cfn", "cloudformation/home?region=eu-west-1"),
        ("CFN", "cloudformation/home?region=eu-west-1"),
        ("dynamodb", "dynamodbv2/home?region=eu-west-1"),
        ("param", "systems-manager/parameters/home?region=eu-west-1"),
        ("iam", "iamv2/home"),
        ("something-new", "something-new/home?region=eu-west-1"),
    ],
)
def test_services_by_name(service: str, page: str) -> None:
    expected = f"https://eu-west-1.console.aws.amazon.com/{page}"
    assert federation.destination_for("eu-west-1", service) == expected


def test_the_table_of_services_says_nothing_twice() -> None:
    assert all(name != path for name, path in PATHS.items())
    assert all(name == name.lower() for name in PATHS)
    assert all(name == name.lower() for name in GLOBAL_SERVICES)


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        (
            "https://eu-west-1.console.aws.amazon.com/s3/buckets/x?region=eu-west-1&tab=a#b",
            "https://eu-west-1.console.aws.amazon.com/s3/buckets/x?region=eu-west-1&tab=a#b",
        ),
        (
            "https://123456789012-ab12cd34.us-east-1.console.aws.amazon.com/ec2/home",
            "https://us-east-1.console.aws.amazon.com/ec2/home?region=eu-west-1",
        ),
        (
            "https://console.aws.amazon.com/iam/home?x=1#/roles",
            "https://console.aws.amazon.com/iam/home?x=1&region=eu-west-1#/roles",
        ),
    ],
)
def test_a_pasted_page_keeps_its_place(url: str, destination: str) -> None:
    assert federation.destination_for("eu-west-1", url) == destination


@pytest.mark.requirement("SEC-45")
@pytest.mark.parametrize(
    "service",
    [
        "https://evil.example/",
        "http://console.aws.amazon.com/",
        "https://console.aws.amazon.com.evil.example/",
        "https://evilconsole.aws.amazon.com/",
        "https://console.aws.amazon.com@evil.example/",
        "https://console.aws.amazon.com:8443/",
        "https://console.amazonaws.cn/",
        "javascript://console.aws.amazon.com/%0aalert(1)",
        "https://console.aws.amazon.com/\x1b[2J",
        "//evil.example",
        "../evil",
        "s3?x=y",
        "s3#x",
        "s3 x",
    ],
)
def test_no_other_place_is_a_destination(service: str) -> None:
    with pytest.raises(UsageError) as refused:
        federation.destination_for("eu-west-1", service)
    assert refused.value.what.isprintable()


@pytest.mark.requirement("SEC-45")
def test_the_portals_own_link_holds_no_credentials() -> None:
    destination = federation.destination_for("eu-west-1", "s3")
    for start in (START, f"{START}/", f"{START}#", f"{START}/#/"):
        assert federation.portal_link(start, "000000000001", "My Role&", destination) == (
            f"{START}/#/console?account_id=000000000001&role_name=My%20Role%26&destination="
            "https%3A%2F%2Feu-west-1.console.aws.amazon.com%2Fs3%2Fhome%3Fregion%3Deu-west-1"
        )
    assert federation.portal_link(START, "000000000001", "R").endswith(
        "?account_id=000000000001&role_name=R"
    )


def test_an_issuer_has_no_pages_to_link_to() -> None:
    with pytest.raises(ConfigError):
        federation.portal_link("https://identitycenter.amazonaws.com/ssoins-1", "000000000001", "R")


@pytest.mark.requirement("SEC-45")
def test_every_console_is_on_a_domain_of_its_own() -> None:
    domains = [console.domain for console in CONSOLES.values()]
    assert len(set(domains)) == len(domains)
    assert all(urlsplit(console.sign_in).scheme == "https" for console in CONSOLES.values())
