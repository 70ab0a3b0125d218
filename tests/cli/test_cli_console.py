"""`console`: which link, into which browser, and who gets to see it."""

import json
import shlex
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from cli_support import ADMIN, CORE, calls, one_sentence
from stage import Ran, Stage

from sso_tui.desktop import page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX programs")


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that writes down its arguments, and keeps the page that it was pointed at."""
    folder = tmp_path / "pages"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(page, "SNAPS", tmp_path / "none")
    monkeypatch.setattr(page, "_LIFETIME", 1)
    file = tmp_path / "browser"
    file.write_text(
        "#!/bin/sh\n"
        'for word; do printf "%s\\n" "$word"; done >>"$0.words"\n'
        'for word; do :; done; cp "${word#file://}" "$0.page" 2>/dev/null; exit 0\n'
    )
    file.chmod(0o755)
    return file


def words_of(browser: Path) -> list[str]:
    """The arguments that the browser was given."""
    file = browser.with_name("browser.words")
    return file.read_text().splitlines() if file.exists() else []


def console(stage: Stage, *words: str, **variables: str) -> Ran:
    return stage.run("console", ADMIN, *words, **variables)


def printed(stage: Stage, *words: str) -> str:
    """The link that the command prints, and nothing but the link."""
    ran = console(stage, "--print", *words)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("\n")
    return ran.out[:-1]


def query_of(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query, strict_parsing=True)


def settings(stage: Stage, text: str) -> None:
    file = stage.home / "settings.toml"
    file.write_text(text)
    stage.environ["SSOTUI_CONFIG"] = str(file)


@pytest.mark.requirement("SEC-45")
def test_no_token_stands_in_the_browsers_arguments(user: Stage, browser: Path) -> None:
    assert user.run("list").status == 0
    ran = console(user, BROWSER=str(browser))
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == "Opened the console of [PROD] core/AdministratorAccess\n"
    (word,) = words_of(browser)
    assert word.startswith("file:///")
    assert "SigninToken=" in browser.with_name("browser.page").read_text()


@pytest.mark.requirement("SEC-45")
def test_credentials_travel_in_the_body(user: Stage) -> None:
    printed(user)
    (asked,) = (one for one in user.portal.requests if one.operation == "GetSigninToken")
    assert (asked.method, asked.query, urlsplit(asked.target).query) == ("POST", {}, "")
    assert asked.parameter("SessionDuration") is None


def test_the_printed_link_signs_in(user: Stage) -> None:
    link = printed(user, "--service", "cfn", "--region", "us-east-2")
    (destination,) = query_of(link)["Destination"]
    where = "https://us-east-2.console.aws.amazon.com/cloudformation/home?region=us-east-2"
    assert destination == where
    assert query_of(link)["Issuer"] == [user.portal.start_url]
    with urlopen(link) as answer:
        content = answer.read().decode()
    assert CORE in content
    assert "AdministratorAccess" in content


@pytest.mark.parametrize(
    ("words", "destination"),
    [
        ((), "https://eu-central-1.console.aws.amazon.com/console/home?region=eu-central-1"),
        (("--service", "iam"), "https://eu-central-1.console.aws.amazon.com/iamv2/home"),
        (
            ("--destination", "https://us-east-1.console.aws.amazon.com/s3/buckets?tab=x#y"),
            "https://us-east-1.console.aws.amazon.com/s3/buckets?tab=x&region=eu-central-1#y",
        ),
    ],
)
def test_where_it_opens(user: Stage, words: tuple[str, ...], destination: str) -> None:
    assert query_of(printed(user, *words))["Destination"] == [destination]


def test_the_region_of_the_settings_is_where_it_opens(user: Stage) -> None:
    settings(user, f'[regions]\n"{CORE}" = "eu-north-1"\n')
    assert "https://eu-north-1.console" in query_of(printed(user))["Destination"][0]


@pytest.mark.requirement("SEC-45")
@pytest.mark.parametrize(
    "words",
    [
        ("--destination", "https://evil.example/console.aws.amazon.com"),
        ("--destination", "http://eu-central-1.console.aws.amazon.com/"),
        ("--destination", "https://console.aws.amazon.com@evil.example/"),
        ("--destination", "s3"),
        ("--destination", "javascript://console.aws.amazon.com/"),
        ("--service", "../evil"),
        ("--service", "s3", "--destination", "https://console.aws.amazon.com/"),
        ("--region", "cn-north-1"),
        ("--region", "evil.example/"),
        ("--duration", "899"),
        ("--duration", "43201"),
        ("--duration", "1h"),
        ("--duration", "-900"),
        ("--duration", "900", "--link", "portal"),
        ("--link", "portal", "--destination", "https://evil.example/"),
        ("--link", "carrier-pigeon"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(user: Stage, words: tuple[str, ...]) -> None:
    before = len(user.portal.requests)
    one_sentence(console(user, "--print", *words), 2)
    assert len(user.portal.requests) == before


@pytest.mark.parametrize("seconds", ["900", "43200"])
def test_how_long_the_session_lasts(user: Stage, seconds: str) -> None:
    printed(user, "--duration", seconds)
    (asked,) = (one for one in user.portal.requests if one.operation == "GetSigninToken")
    assert asked.parameter("SessionDuration") == seconds


def test_the_portals_own_link_needs_no_sign_in(stranger: Stage) -> None:
    link = printed(stranger, "--link", "portal")
    wanted = f"account_id={CORE}&role_name=AdministratorAccess"
    assert link == f"{stranger.portal.start_url}/#/console?{wanted}"
    assert stranger.portal.requests == []


def test_the_portals_own_link_stands_in_the_arguments(stranger: Stage, browser: Path) -> None:
    ran = console(stranger, "--link", "portal", "--service", "s3", BROWSER=str(browser))
    assert ran.status == 0
    (word,) = words_of(browser)
    assert word.startswith(f"{stranger.portal.start_url}/#/console?")
    assert "destination=https%3A%2F%2Feu-central-1.console.aws.amazon.com%2Fs3%2Fhome" in word


def test_a_companys_own_start_url_is_resolved(
    stranger: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_url = "https://d-1234567890.awsapps.com/start"
    monkeypatch.setattr("sso_tui.aws.portals._target", lambda *_: start_url)
    text = stranger.config.read_text().replace(stranger.portal.start_url, "https://sso.acme.com")
    stranger.config.write_text(text)
    assert printed(stranger, "--link", "portal").startswith(f"{start_url}/#/console?account_id=")


@pytest.mark.parametrize(
    ("setting", "scheme"),
    [("", "ext+granted-containers"), ('container = "ext+container"\n', "ext+container")],
)
def test_a_container_of_its_own(user: Stage, setting: str, scheme: str) -> None:
    assert user.run("list").status == 0
    settings(user, setting)
    link = printed(user, "--container")
    assert link.partition(":")[0] == scheme
    inside = parse_qs(link.partition(":")[2], strict_parsing=True)
    assert inside["name"] == ["[PROD] core/AdministratorAccess"]
    assert "SigninToken=" in inside["url"][0]
    with urlopen(inside["url"][0]) as answer:
        assert answer.status == 200


def test_a_container_without_a_secret(stranger: Stage, browser: Path) -> None:
    ran = console(stranger, "--container", "--link", "portal", BROWSER=str(browser))
    assert ran.status == 0
    (word,) = words_of(browser)
    assert parse_qs(word.partition(":")[2])["url"] == [printed(stranger, "--link", "portal")]


def test_the_browser_of_the_settings_comes_first(user: Stage, browser: Path) -> None:
    settings(user, f"browser = '{shlex.quote(str(browser))} --profile \"my work\" %s'\n")
    assert console(user, BROWSER="/no/such/browser").status == 0
    assert words_of(browser)[:2] == ["--profile", "my work"]


def test_a_browser_that_can_not_be_meant(user: Stage) -> None:
    settings(user, "browser = 'firefox \"'\n")
    assert "browser has a quote" in one_sentence(console(user), 1)


def test_without_a_browser(user: Stage) -> None:
    user.environ |= {"PATH": "/nowhere", "DISPLAY": ""}
    assert "--print" in one_sentence(console(user), 1)


@pytest.mark.requirement("SEC-45")
def test_refused_credentials_leave_the_portals_link(user: Stage) -> None:
    assert user.run("env", ADMIN).status == 0
    (file,) = (user.home / ".aws" / "cli" / "cache").glob("*.json")
    content = json.loads(file.read_text())
    content["Credentials"]["SecretAccessKey"] = "A" * 40
    file.write_text(json.dumps(content))
    said = one_sentence(console(user, "--print", "--duration", "3600"), 6)
    assert "refused (HTTP 400)" in said
    assert f"{user.portal.start_url}/#/console?account_id={CORE}" in said
    assert "A" * 40 not in said
    assert calls(user, "GetSigninToken") == 2


def test_without_a_sign_in(stranger: Stage) -> None:
    one_sentence(console(stranger, "--print"), 3)
