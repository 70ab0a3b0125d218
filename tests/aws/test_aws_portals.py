import socket
import subprocess
import sys

import pytest
from aws_support import raw_server

from sso_tui.aws import portals
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.hosts import is_portal_host, partition_of, region_in
from sso_tui.errors import ConfigError, MalformedAnswer, PortalError
from sso_tui.model import Portal

START = "https://d-1234567890.awsapps.com/start"
LOOPBACK = {
    "AWS_ENDPOINT_URL_SSO": "http://127.0.0.1:9",
    "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:9",
}


def a_portal(start_url: str = START, region: str = "us-east-1") -> Portal:
    return Portal("my-sso", start_url, region)


@pytest.mark.requirement("SEC-17")
@pytest.mark.parametrize(
    "start_url",
    [
        START,
        "https://D-1234567890.AWSApps.com/start/#/",
        "https://company.awsapps.com/start#",
        "https://ssoins-1.portal.eu-west-1.app.aws",
        "https://ssoins-1.eu-west-1.portal.amazonaws.com",
        "https://start.us-gov-home.awsapps.com/directory/d-1",
        "https://start.home.awsapps.cn/directory/d-1",
        "https://identitycenter.amazonaws.com/ssoins-1",
        "https://aws.example.com",
    ],
)
def test_a_start_url_over_https_is_fine(start_url: str) -> None:
    portals.check(a_portal(start_url), {})


@pytest.mark.requirement("SEC-17")
@pytest.mark.parametrize(
    "start_url",
    [
        "",
        "d-1234567890.awsapps.com/start",
        "http://d-1234567890.awsapps.com/start",
        "http://127.0.0.1:8000/start",
        "ftp://d-1.awsapps.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///start",
        "https://user@d-1.awsapps.com/start",
        "https://d-1.awsapps.com@evil.example/start",
        "https://@d-1.awsapps.com/start",
        "https://d-1.awsapps.com:@evil.example/start",
        "//d-1.awsapps.com/start",
        "https:d-1.awsapps.com/start",
        "https://d-1.awsapps.com\t/start",
        "https://d-1.awsapps.com/\u202estart",
        "https://d-1.\u3002awsapps.com/start",
        "data:text/html,x",
        " https://d-1.awsapps.com/start",
        "https://d-1.awsapps.com\\@evil.example/start",
        "https://d-1.awsapps.com/st art",
        "https://d-1.awsapps.com/start\n",
        "https://d-1.awsapps.com/\x1b]52;c;eA==\x07",
        "https://d-1.awsapps.com:0x1bb/start",
        "https://d-1.awsapps.com:99999/start",
        "https://d-1.äwsapps.com/start",
        "https://[::1/start",
        "--remote-debugging-port=1",
    ],
)
def test_any_other_start_url_is_refused_in_a_sentence(start_url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        portals.check(a_portal(start_url), {})
    assert refused.value.what.isprintable()


@pytest.mark.requirement("SEC-17")
def test_http_is_for_loopback_where_the_endpoints_are_there_too() -> None:
    portals.check(a_portal("http://127.0.0.1:8000/start"), LOOPBACK)
    with pytest.raises(ConfigError):
        portals.check(a_portal("http://example.com/start"), LOOPBACK)
    with pytest.raises(ConfigError):
        portals.check(a_portal("http://127.0.0.1/start"), {"AWS_ENDPOINT_URL_SSO": "http://[::1]"})


@pytest.mark.requirement("SEC-17")
@pytest.mark.parametrize(
    "region",
    [
        "",
        "evil",
        "eu-wst-1",
        "us-east-1.evil",
        "zz-nowhere-9",
        "x/y",
        "US-EAST-1",
        "us-east-1 ",
        "us-east-1\n",
        "us-east-1#",
        "us-east-1@evil",
        "..",
        "us-east-1\u200b",
        "-us-east-1",
    ],
)
def test_an_unknown_region_is_refused(region: str) -> None:
    with pytest.raises(ConfigError):
        portals.check(a_portal(region=region), {})


def test_near_misses_of_a_region_are_told() -> None:
    with pytest.raises(ConfigError, match=r"did you mean .*eu-west-1"):
        portals.check(a_portal(region="eu-wst-1"), {})


@pytest.mark.parametrize(
    "region", ["cn-north-1", "us-gov-west-1", "eusc-de-east-1", "mx-central-1"]
)
def test_regions_of_every_partition_are_known(region: str) -> None:
    portals.check(a_portal(region=region), {})


def test_the_regions_known_by_heart_are_regions() -> None:
    assert set(portals.known_regions()) >= portals.LONG_KNOWN_REGIONS


@pytest.mark.requirement("SEC-60")
def test_checking_a_portal_loads_no_botocore() -> None:
    script = (
        "import sys; from sso_tui.aws import portals; from sso_tui.model import Portal;"
        f"portals.check(Portal('x', {START!r}, 'eu-west-1'), {{}});"
        "sys.exit(any(m.split('.')[0] in {'boto3', 'botocore', 'urllib3'} for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_partitions_are_known_by_the_regions_name() -> None:
    regions = ("us-east-1", "cn-north-1", "us-gov-east-1", "eusc-de-east-1", "us-isob-east-1")
    expected = ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso-b"]
    assert [partition_of(region) for region in regions] == expected


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("ssoins-1.portal.eu-west-1.app.aws", "eu-west-1"),
        ("SSOINS-1.EU-WEST-1.portal.amazonaws.com", "eu-west-1"),
        ("ssoins-1.cn-north-1.portal.amazonaws.com.cn", "cn-north-1"),
        ("ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn", "cn-north-1"),
        ("ssoins-1.eusc-de-east-1.portal.amazonaws.eu", "eusc-de-east-1"),
        ("ssoins-1.portal.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1"),
        ("d-1.awsapps.com", None),
        ("identitycenter.amazonaws.com", None),
    ],
)
def test_the_region_in_a_portals_host(host: str, region: str | None) -> None:
    assert is_portal_host(host)
    assert region_in(host) == region


@pytest.mark.requirement("SEC-17")
@pytest.mark.parametrize(
    "host",
    [
        "awsapps.com.evil.example",
        "evilawsapps.com",
        "s3.amazonaws.com",
        "x.identitycenter.amazonaws.com",
    ],
)
def test_hosts_that_only_look_like_aws(host: str) -> None:
    assert not is_portal_host(host)


def answering(head: str) -> bytes:
    return f"HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n".encode()


def resolved(answers: list[bytes], monkeypatch: pytest.MonkeyPatch) -> tuple[Portal, list[str]]:
    """What a vanity URL resolves to when its host answers so, and the methods that it saw."""
    seen: list[str] = []

    def serve(connection: socket.socket) -> None:
        while request := connection.recv(65536):
            seen.append(request.split()[0].decode())
            connection.sendall(answers[len(seen) - 1])

    with raw_server(serve) as url:
        # The start URL is http on loopback here, which only this test may treat as a company's.
        monkeypatch.setattr(portals, "needs_resolving", lambda *_: True)
        return portals.resolve(a_portal(url), LOOPBACK), seen


def test_a_companys_start_url_leads_to_the_portal_in_one_hop(monkeypatch) -> None:
    location = "https://USER@SSOINS-1.portal.eu-west-1.app.aws:443/start/?a=b#/x"
    with pytest.raises(ConfigError, match="user name"):
        resolved([answering(f"302 Found\r\nLocation: {location}")], monkeypatch)
    location = location.replace("USER@", "")
    portal, seen = resolved([answering(f"301 Moved\r\nLocation: {location}")], monkeypatch)
    assert portal.start_url == "https://ssoins-1.portal.eu-west-1.app.aws/start"
    assert (portal.region, portal.key) == ("eu-west-1", "my-sso")
    assert seen == ["HEAD"]


def test_the_configured_region_holds_where_the_host_names_none(monkeypatch) -> None:
    portal, _ = resolved([answering(f"307 Moved\r\nLocation: {START}/")], monkeypatch)
    assert (portal.start_url, portal.region) == (START, "us-east-1")


@pytest.mark.requirement("SEC-17")
@pytest.mark.parametrize(
    "answer",
    [
        answering("302 Found\r\nLocation: https://evil.example/start"),
        answering("302 Found\r\nLocation: http://d-1.awsapps.com/start"),
        answering("302 Found\r\nLocation: javascript:alert(1)"),
        answering("302 Found"),
        answering("200 OK"),
        answering("404 Not Found"),
    ],
)
def test_a_start_url_that_leads_elsewhere_is_refused(answer: bytes, monkeypatch) -> None:
    with pytest.raises(ConfigError):
        resolved([answer], monkeypatch)


def test_a_host_that_knows_no_head_is_asked_with_get(monkeypatch) -> None:
    answers = [answering("501 No"), answering(f"302 Found\r\nLocation: {START}")]
    portal, seen = resolved(answers, monkeypatch)
    assert (seen, portal.start_url) == (["HEAD", "GET"], START)


def test_nobody_at_the_start_url_is_a_matter_of_the_network() -> None:
    with pytest.raises(PortalError):
        portals.resolve(a_portal("https://127.0.0.2:1/"), {})


def test_aws_own_start_urls_are_not_asked() -> None:
    portal = a_portal()
    assert portals.resolve(portal, {}) is portal


@pytest.mark.requirement("SEC-14")
@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1",
        "http://example.com",
        "http://127.0.0.1.evil.example",
        "ftp://127.0.0.1",
        "https://user@example.com",
        "https://example.com/?x",
        "http://localhost@10.0.0.1",
        "nonsense",
    ],
)
@pytest.mark.parametrize("name", ["SSO", "SSO_OIDC", "SIGNIN", "STS"])
def test_an_endpoint_in_the_clear_is_refused(name: str, url: str) -> None:
    with pytest.raises(ConfigError, match=f"AWS_ENDPOINT_URL_{name}"):
        Endpoints.of({f"AWS_ENDPOINT_URL_{name}": url})


@pytest.mark.requirement("SEC-14")
def test_endpoints_over_https_or_on_loopback_are_honoured_and_told() -> None:
    environ = {
        "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
        "AWS_ENDPOINT_URL_SSO": "http://[::1]:9001",
        "AWS_ENDPOINT_URL_SSO_OIDC": "http://localhost:9001",
        "AWS_ENDPOINT_URL_SIGNIN": "https://signin.example.com",
        "AWS_ENDPOINT_URL_STS": "",
    }
    endpoints = Endpoints.of(environ)
    assert endpoints.overrides == (
        "http://[::1]:9001",
        "http://localhost:9001",
        "https://signin.example.com",
    )
    assert endpoints.on_loopback
    assert not Endpoints.of({"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}).overrides


@pytest.mark.requirement("SEC-28")
@pytest.mark.parametrize(
    "url",
    [
        "https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH",
        "https://d-1234567890.awsapps.com/start/#/device?user_code=ABCD-EFGH",
        "https://oidc.us-gov-west-1.amazonaws.com/authorize",
        "https://oidc.cn-north-1.amazonaws.com.cn/authorize",
        "https://oidc-fips.us-east-1.api.aws/authorize",
    ],
)
def test_pages_of_aws_may_be_visited(url: str) -> None:
    assert portals.visitable(url, Endpoints()) == url


@pytest.mark.requirement("SEC-28")
@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "--remote-debugging-port=1",
        "-https://d-1.awsapps.com",
        "https://evil.example/",
        "https://evil.s3.amazonaws.com/",
        "https://ec2-1-2-3-4.compute.amazonaws.com/",
        "https://device.sso.us-east-1.amazonaws.com.evil.example/",
        "http://device.sso.us-east-1.amazonaws.com/",
        "https://d-1.awsapps.com/\x1b[2J",
        "https://d-1.awsapps.com/ x",
        "https://a@d-1.awsapps.com/",
        "http://127.0.0.1/",
        "",
    ],
)
def test_no_other_page_may_be_visited(url: str) -> None:
    with pytest.raises(MalformedAnswer):
        portals.visitable(url, Endpoints())


@pytest.mark.requirement("SEC-28")
def test_loopback_pages_may_be_visited_where_the_endpoints_are_there() -> None:
    endpoints = Endpoints.of(LOOPBACK)
    assert portals.visitable("http://127.0.0.1:9/device", endpoints)
    with pytest.raises(MalformedAnswer):
        portals.visitable("http://example.com/device", endpoints)
