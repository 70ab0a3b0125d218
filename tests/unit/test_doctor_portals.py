"""The doctor on portals, endpoints, sign-ins and the clock."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from doctor_support import ERROR, NOTE, WARNING, add, check, found, only, told
from stage import Stage

from sso_tui.demo.faults import Fault
from sso_tui.doctor import clock
from sso_tui.doctor.examination import Examination
from sso_tui.model import Registration, Secret, Token

HOUR = timedelta(hours=1)
SESSION = "[sso-session more]\nsso_start_url = {url}\nsso_region = {region}\n{rest}"
AWS = "https://d-1234567890.awsapps.com/start"
SCOPES = "sso_registration_scopes = sso:account:access\n"


def test_a_sound_portal(stage: Stage) -> None:
    assert found(stage, "portals") == []
    assert (
        check("portals").fine(Examination(stage.world())) == "demo: https, a known region, scopes"
    )


@pytest.mark.parametrize(
    ("url", "region", "rest", "severity", "words"),
    [
        ("http://example.com/start", "eu-central-1", SCOPES, ERROR, "must begin with https://"),
        (AWS, "eu-centrall-1", SCOPES, ERROR, "did you mean eu-central-1"),
        (AWS, "eu-central-1", "", WARNING, "sso_registration_scopes is missing"),
        (AWS, "eu-central-1", "sso_registration_scopes = x\n", ERROR, "lacks sso:account:access"),
        (AWS, "eu-central-1", f"{SCOPES}region = eu-west-1\n", WARNING, "its session has a region"),
        (
            "https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws",
            "eu-central-1",
            SCOPES,
            WARNING,
            "its start URL is of eu-west-1, and sso_region says eu-central-1",
        ),
    ],
)
def test_portals_that_are_not_sound(
    stage: Stage, url: str, region: str, rest: str, severity: str, words: str
) -> None:
    add(stage, SESSION.format(url=url, region=region, rest=rest))
    finding = only(stage, "portals")
    assert (finding.severity, words in finding.sentence) == (severity, True), finding
    assert "more" in finding.sentence


def test_a_session_that_lacks_something(stage: Stage) -> None:
    line = add(stage, f"[sso-session more]\nsso_start_url = {AWS}\n")
    sentence = f"Line {line}: [sso-session more] has no sso_region"
    assert told(stage, "portals") == [(ERROR, sentence)]


@pytest.mark.requirement("SEC-11")
def test_a_legacy_portal_is_told_by_its_line(stage: Stage) -> None:
    line = add(stage, f"[profile pay-prod]\nsso_start_url = {AWS}\n")
    sentence = f"Line {line}: the profile on line {line} has no sso_region"
    assert told(stage, "portals") == [(ERROR, sentence)]
    add(stage, "sso_region = eu-central-1\n")
    finding = only(stage, "portals")
    assert finding.severity is NOTE
    assert finding.sentence.startswith(f"the portal of the profile on line {line}: ")
    assert found(stage, "portals", full=True)[0].sentence.startswith(AWS)


def test_no_portal(stage: Stage) -> None:
    stage.config.write_text("")
    finding = only(stage, "portals")
    assert (finding.severity, finding.command) == (ERROR, "ssotui configure")


def test_endpoints_that_are_not_awss(stage: Stage) -> None:
    finding = only(stage, "endpoints")
    assert (finding.severity, "127.0.0.1 stands in" in finding.sentence) == (NOTE, True)
    assert finding.command.startswith("unset AWS_ENDPOINT_URL_SSO ")
    for name in list(stage.portal.environ()):
        del stage.environ[name]
    assert found(stage, "endpoints") == []
    general = only(stage, "endpoints", AWS_ENDPOINT_URL="http://me:secret@localhost:4566/?secret")
    assert (general.severity, general.command) == (WARNING, "unset AWS_ENDPOINT_URL")
    assert "localhost" in general.sentence
    assert "secret" not in general.sentence
    assert only(stage, "endpoints", AWS_ENDPOINT_URL="http://[").severity is WARNING


ELSEWHERE = "endpoint_url = http://me:secret@localhost:4566\n"


@pytest.mark.parametrize(
    ("settings", "hosts"),
    [
        (f"sso_session = demo\n{ELSEWHERE}", ["localhost"]),
        (f"sso_start_url = {AWS}\nsso_region = eu-west-1\n{ELSEWHERE}", ["localhost"]),
        ("sso_session = demo\nservices = s\n", ["sso.example", "oidc.example"]),
        (f"sso_session = demo\nservices = s\n{ELSEWHERE}", ["sso.example", "oidc.example"]),
        (f"sso_session = demo\nservices = one\n{ELSEWHERE}", ["sso.example", "localhost"]),
        (f"sso_session = demo\nservices = none\n{ELSEWHERE}", ["localhost"]),
        (f"{ELSEWHERE}services = s\n", []),
        (f"sso_session = demo\nignore_configured_endpoint_urls = True\n{ELSEWHERE}", []),
    ],
)
def test_profiles_that_have_sign_ins_sent_elsewhere(
    stage: Stage, settings: str, hosts: list[str]
) -> None:
    for name in list(stage.portal.environ()):
        del stage.environ[name]
    line = add(stage, f"[profile x]\n{settings}")
    sso = "sso =\n  endpoint_url = https://sso.example\n"
    oidc = "sso_oidc =\n  endpoint_url = https://oidc.example\n"
    add(stage, f"[services s]\n{sso}{oidc}s3 =\n  {ELSEWHERE}[services one]\n{sso}")
    sentences = [
        f"By the profile on line {line} AWS's tools send sign-ins to {host} (endpoint_url); "
        "ssotui does not follow it"
        for host in hosts
    ]
    assert told(stage, "endpoints") == [(WARNING, sentence) for sentence in sentences]


def test_an_endpoint_that_is_refused(stage: Stage) -> None:
    name = "AWS_ENDPOINT_URL_SSO_OIDC"
    finding = found(stage, "endpoints", **{name: "http://10.0.0.1"})[-1]
    assert (finding.severity, finding.command) == (ERROR, f"unset {name}")


def keep(stage: Stage, ends_in: timedelta, *, renewable: bool = False) -> Path:
    broker = stage.broker()
    now = broker.now()
    client = Registration("client", Secret("s"), now + HOUR)
    token = Token(Secret("access"), now + ends_in, Secret("refresh") if renewable else None, client)
    broker.sign_ins.tokens.save(broker.portal(), token)
    return broker.sign_ins.tokens.path(broker.portal())


def test_a_sign_in_that_holds(stage: Stage) -> None:
    keep(stage, HOUR)
    assert found(stage, "sign-ins") == []
    fine = check("sign-ins").fine
    assert fine(Examination(stage.world())).endswith("m left), not renewed")
    keep(stage, HOUR, renewable=True)
    assert fine(Examination(stage.world())).endswith("m left), renews itself")
    keep(stage, -HOUR, renewable=True)
    assert found(stage, "sign-ins") == []
    assert fine(Examination(stage.world())).endswith("renews itself at the next use")


def test_a_sign_in_that_does_not(stage: Stage) -> None:
    finding = only(stage, "sign-ins")
    assert (finding.severity, finding.sentence) == (NOTE, "demo: nobody is signed in")
    assert finding.command == "ssotui login -s demo"
    keep(stage, -HOUR)
    assert only(stage, "sign-ins").severity is WARNING
    assert "demo: the sign-in ended at 20" in only(stage, "sign-ins").sentence
    stage.sign_in()
    assert found(stage, "sign-ins") == []


def test_looking_leaves_a_damaged_sign_in_where_it_is(stage: Stage) -> None:
    path = keep(stage, HOUR)
    path.write_text('{"accessTok')
    assert only(stage, "sign-ins").severity is NOTE
    assert path.exists()


def test_a_sign_in_of_another_portal(stage: Stage) -> None:
    path = keep(stage, HOUR)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"startUrl": AWS}))
    assert "is for another start URL" in only(stage, "sign-ins").sentence


def test_the_clock_agrees(stage: Stage) -> None:
    assert found(stage, "clock") == []
    stage.portal.shift_clock(240)
    assert found(stage, "clock") == []


@pytest.mark.requirement("REL-12")
@pytest.mark.parametrize(("hours", "word"), [(26, "behind"), (-26, "ahead of")])
def test_the_clock_is_wrong(stage: Stage, hours: int, word: str) -> None:
    stage.portal.shift_clock(hours * 3600)
    finding = only(stage, "clock")
    assert finding.severity is ERROR
    assert word in finding.sentence
    assert finding.sentence.startswith("This machine's clock is 2")
    assert finding.command.startswith("sudo ")


@pytest.mark.requirement("SEC-11", "SEC-16")
def test_the_request_for_the_time_holds_nothing_of_the_users(stage: Stage) -> None:
    token = stage.sign_in()
    before = len(stage.portal.requests)
    assert found(stage, "clock") == []
    (request,) = stage.portal.requests[before:]
    assert (request.method, request.target, request.content) == ("GET", "/", b"")
    assert "authorization" not in request.headers
    assert token.access.reveal() not in str(request.headers)


def test_one_region_is_asked_once(stage: Stage) -> None:
    add(stage, SESSION.format(url=stage.portal.start_url, region="eu-central-1", rest=SCOPES))
    assert found(stage, "clock") == []
    assert len(stage.portal.requests) == 1


def test_a_portal_that_is_not_there(stage: Stage) -> None:
    stage.portal.close()
    finding = only(stage, "clock")
    assert finding.severity is WARNING
    assert finding.sentence.startswith("eu-central-1 (for demo): Can't reach the sign-in service: ")


def test_a_portal_that_never_answers(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "PATIENCE", 0.3)
    stage.portal.faults.add(Fault(hang=True))
    assert "no answer came in time" in only(stage, "clock").sentence


def test_authorities_that_are_none(stage: Stage) -> None:
    for name in stage.portal.environ():
        del stage.environ[name]
    stage.config.write_text(SESSION.format(url=AWS, region="eu-central-1", rest=SCOPES))
    finding = only(stage, "clock", AWS_CA_BUNDLE=str(stage.home / "none"))
    assert finding.severity is ERROR
    assert "AWS_CA_BUNDLE" in finding.sentence


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Nov 2026 08:54:04 GMT"])
def test_an_answer_without_a_time(stage: Stage, date: str) -> None:
    stage.portal.faults.add(Fault(status=403, headers={"Date": date}))
    assert only(stage, "clock").severity is WARNING
