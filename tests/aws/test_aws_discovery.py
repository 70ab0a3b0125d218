"""The region behind a start URL: from its host, from where it leads, or from its page if proven."""

import pytest

from sso_tui import demo
from sso_tui.aws import discovery
from sso_tui.demo.faults import Fault
from sso_tui.errors import ConfigError


def asked(server: demo.Portal) -> list[str]:
    return [request.operation for request in server.requests]


@pytest.mark.parametrize(
    ("start_url", "region"),
    [
        ("https://ssoins-1.portal.eu-west-1.app.aws", "eu-west-1"),
        ("https://ssoins-1.eu-north-1.portal.amazonaws.com/", "eu-north-1"),
        ("https://ssoins-1.portal.cn-north-1.app.amazonwebservices.com.cn", "cn-north-1"),
    ],
)
def test_a_host_that_says_so_is_believed_and_nothing_is_sent(
    server: demo.Portal, start_url: str, region: str
) -> None:
    assert discovery.region_of(start_url, server.environ()) == region
    assert server.requests == []


def test_the_start_page_is_believed_once_the_sign_in_service_agrees(server: demo.Portal) -> None:
    assert discovery.region_of(server.start_url, server.environ()) == "eu-central-1"
    assert asked(server) == ["Start", "RegisterClient", "StartDeviceAuthorization"]
    assert server.requests[-1].body["startUrl"] == server.start_url


@pytest.mark.parametrize(
    "page",
    [
        '<meta name="region" content="eu-west-1">',
        "<html><meta content='eu-west-1' name='region'/>",
        '<meta  name="region"\n content="eu-west-1" data-x="1">',
    ],
)
def test_the_page_may_spell_it_in_several_ways(server: demo.Portal, page: str) -> None:
    server.faults.add(Fault("Start", body=page))
    assert discovery.region_of(server.start_url, server.environ()) == "eu-west-1"


@pytest.mark.requirement("SEC-17")
@pytest.mark.parametrize(
    "fault",
    [
        Fault("Start", body="<html>no region here</html>"),
        Fault("Start", body='<meta name="region" content="evil-nowhere-1">'),
        Fault("Start", body='<meta name="region" content="x.evil.example">'),
        Fault("Start", status=404, body='<meta name="region" content="eu-west-1">'),
        Fault("Start", redirect=(302, "https://evil.example/start")),
        Fault("Start", reset=True),
        Fault("StartDeviceAuthorization", error="invalid_request"),
        Fault("RegisterClient", status=500),
    ],
    ids=["none", "unknown", "host", "404", "elsewhere", "reset", "refused", "broken"],
)
def test_what_is_not_proven_is_not_known(server: demo.Portal, fault: Fault) -> None:
    server.faults.add(fault)
    assert discovery.region_of(server.start_url, server.environ()) is None


@pytest.mark.parametrize(
    "start_url", ["", "aws", "http://example.com/start", "https://user@d-1.awsapps.com/start"]
)
def test_what_is_no_start_url_is_refused(server: demo.Portal, start_url: str) -> None:
    with pytest.raises(ConfigError):
        discovery.region_of(start_url, server.environ())
    assert server.requests == []
