"""`ssotui login` and `ssotui logout`: what the user is told, and what lies on the machine after."""

import json
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli_support import (
    ADMIN,
    add_session,
    calls,
    one_sentence,
    sign_in_to,
    tokens_of,
)
from stage import Stage

from sso_tui.demo.faults import Fault

TOKEN_FILE = "89e495e7941cf9e40e6980d14a16bf023ccd4c91.json"
"""The SHA-1 of `demo`, under which the AWS CLI and every SDK look."""

VISITOR = """#!{python}
import sys, urllib.request
open({seen!r}, "a").write(sys.argv[1] + "\\n")
urllib.request.build_opener(urllib.request.ProxyHandler({{}})).open(sys.argv[1], timeout=5).read()
"""


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    """Where the browser of `desk` writes down what it was shown."""
    return tmp_path / "seen"


@pytest.fixture
def desk(stranger: Stage, seen: Path) -> Stage:
    """Somebody at a machine with a browser, who approves what it shows."""
    browser = seen.with_name("browser")
    browser.write_text(VISITOR.format(python=sys.executable, seen=str(seen)))
    browser.chmod(0o755)
    del stranger.environ["SSH_CONNECTION"]
    stranger.environ["BROWSER"] = str(browser)
    stranger.portal.auto_approve_after = 0
    return stranger


def pages(seen: Path) -> list[str]:
    return seen.read_text().splitlines() if seen.exists() else []


@pytest.mark.requirement("SEC-26")
def test_by_code_over_ssh(stranger: Stage) -> None:
    stranger.portal.auto_approve_after = 0
    ran = stranger.run("login")
    assert (ran.status, ran.out) == (0, "")
    lines = ran.err.splitlines()
    assert lines[0] == "Sign in to demo within 9m:"
    assert lines[2].startswith(f"  {stranger.portal.url}/device?user_code=")
    code = lines[2].rpartition("=")[2]
    assert lines[4:] == [f"Approve only if the page shows the code {code}", "Signed in to demo"]


@pytest.mark.requirement("SEC-01")
def test_the_token_is_where_every_sdk_looks_and_for_its_owner_alone(user: Stage) -> None:
    path = user.home / ".aws" / "sso" / "cache" / TOKEN_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["startUrl"] == user.portal.start_url


@pytest.mark.requirement("SEC-26")
def test_through_the_browser_at_a_desk(desk: Stage, seen: Path) -> None:
    ran = desk.run("login")
    assert (ran.status, ran.out) == (0, "")
    assert "Signed in to demo" in ran.err
    assert "the code" not in ran.err
    assert ["/authorize" in page for page in pages(seen)] == [True]
    assert calls(desk, "StartDeviceAuthorization") == 0


def test_by_code_at_a_desk_opens_the_page_too(desk: Stage, seen: Path) -> None:
    assert desk.run("login", "--device-code").status == 0
    assert ["user_code=" in page for page in pages(seen)] == [True]


@pytest.mark.requirement("REL-31")
def test_no_browser_is_opened_where_none_is_wanted(desk: Stage, seen: Path) -> None:
    ran = desk.run("login", "--device-code", "--no-browser")
    assert (ran.status, pages(seen)) == (0, [])
    assert "/device?user_code=" in ran.err


@pytest.mark.requirement("REL-31", "SEC-26")
def test_no_browser_is_opened_over_ssh(desk: Stage, seen: Path) -> None:
    ran = desk.run("login", SSH_CONNECTION="10.0.0.9 50000 10.0.0.1 22")
    assert (ran.status, pages(seen)) == (0, [])
    assert "Approve only if the page shows the code" in ran.err


@pytest.mark.requirement("SEC-26")
def test_browser_outweighs_ssh(desk: Stage, seen: Path) -> None:
    ran = desk.run("login", "--browser", SSH_CONNECTION="10.0.0.9 50000 10.0.0.1 22")
    assert ran.status == 0
    assert ["/authorize" in page for page in pages(seen)] == [True]


@pytest.mark.requirement("REL-31")
def test_a_browser_that_can_not_be_started_is_no_failure(desk: Stage) -> None:
    ran = desk.run("login", "--device-code", BROWSER="/nowhere/browser", PATH="/nowhere")
    assert ran.status == 0
    assert "open the page yourself" in ran.err or "browser" not in ran.err


def test_browser_and_device_code_exclude_each_other(stranger: Stage) -> None:
    one_sentence(stranger.run("login", "--browser", "--device-code"), 2)


@pytest.mark.parametrize("error", ["access_denied", "expired_token"])
def test_a_refusal_and_a_lapse(user: Stage, error: str) -> None:
    before = tokens_of(user)
    kept = {name: (user.home / ".aws/sso/cache" / name).read_bytes() for name in before}
    user.portal.faults.add(Fault("CreateToken", error=error))
    ran = user.run("login")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.splitlines()[-1].startswith("ssotui: ")
    assert ran.err.splitlines()[-1].endswith("Start again with: ssotui login")
    assert {name: (user.home / ".aws/sso/cache" / name).read_bytes() for name in before} == kept


@pytest.mark.requirement("SEC-27")
def test_slow_down_is_heeded(stranger: Stage) -> None:
    stranger.portal.auto_approve_after = 0
    fault = stranger.portal.faults.add(Fault("CreateToken", error="slow_down", times=2))
    assert stranger.run("login").status == 0
    assert fault.hits == 2


def test_a_sign_in_by_its_name(stranger: Stage) -> None:
    add_session(stranger)
    sign_in_to(stranger, "second")
    assert TOKEN_FILE not in tokens_of(stranger)
    assert "Nobody is signed in to demo" in stranger.run("env", ADMIN, "-s", "demo").err


def test_login_anew_replaces_the_token(user: Stage) -> None:
    path = user.home / ".aws" / "sso" / "cache" / TOKEN_FILE
    before = json.loads(path.read_text())["accessToken"]
    sign_in_to(user, "demo")
    assert json.loads(path.read_text())["accessToken"] != before


def files_of(stage: Stage) -> Mapping[str, bytes]:
    folder = stage.home / ".aws"
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*.json")}


@pytest.mark.requirement("SEC-10")
def test_logout_removes_the_token_its_client_and_the_credentials(user: Stage) -> None:
    user.run("env", ADMIN)
    assert len(files_of(user)) == 3
    ran = user.run("logout")
    assert (ran.status, ran.out, ran.err) == (0, "", "Signed out of demo\n")
    assert files_of(user) == {}
    assert calls(user, "Logout") == 1
    one_sentence(user.run("env", ADMIN), 3)


@pytest.mark.requirement("SEC-10")
def test_logout_leaves_what_is_not_its_own(user: Stage) -> None:
    add_session(user)
    sign_in_to(user, "second")
    user.run("env", ADMIN, "-s", "second")
    others = files_of(user)
    strangers = {
        "sso/cache/0000000000000000000000000000000000000000.json": b'{"accessToken": "other"}',
        "cli/cache/1111111111111111111111111111111111111111.json": b'{"Credentials": {}}',
        "cli/cache/notes.json": b"{}",
    }
    for name, content in strangers.items():
        (user.home / ".aws" / name).write_bytes(content)
    own = {name for name in others if name.endswith(TOKEN_FILE)}
    user.run("env", ADMIN, "-s", "demo")
    assert user.run("logout", "-s", "demo").status == 0
    left = files_of(user)
    assert {name: left[name] for name in strangers} == strangers
    assert user.run("env", ADMIN, "-s", "second").status == 0
    assert not own & left.keys()


@pytest.mark.requirement("SEC-10")
def test_logout_of_credentials_that_the_aws_cli_put_there(user: Stage) -> None:
    """Those of roles that were listed; nothing of ours says whose they are."""
    user.run("list")
    user.run("env", ADMIN)
    for label in (user.home / ".local/state/ssotui/roles").iterdir():
        label.unlink()
    assert len(list((user.home / ".aws/cli/cache").iterdir())) == 1
    user.run("logout")
    assert list((user.home / ".aws/cli/cache").iterdir()) == []


@pytest.mark.requirement("SEC-10")
@pytest.mark.parametrize("fault", [{"reset": True}, {"status": 500}, {"body": "<html>"}])
def test_logout_out_of_reach_says_so_and_removes_all(
    user: Stage, fault: dict[str, object], hurried: None
) -> None:
    user.run("env", ADMIN)
    user.portal.faults.add(Fault("Logout", **fault))  # type: ignore[arg-type]
    ran = user.run("logout")
    assert (ran.status, ran.out) == (0, "")
    assert files_of(user) == {}
    if fault != {"body": "<html>"}:
        assert ran.err == (
            "Signed out of demo; the portal could not be told, and ends the session by itself\n"
        )


def test_logout_where_nobody_is_signed_in(stranger: Stage) -> None:
    ran = stranger.run("logout")
    assert (ran.status, ran.err) == (0, "Nobody was signed in to demo\n")
    assert stranger.portal.requests == []


@pytest.mark.requirement("SEC-10")
def test_logout_where_nobody_is_signed_in_any_more_takes_what_is_left(user: Stage) -> None:
    add_session(user)
    user.run("env", ADMIN, "-s", "demo")
    (user.home / ".aws/sso/cache" / TOKEN_FILE).unlink()
    assert list((user.home / ".aws/cli/cache").iterdir())
    ran = user.run("logout", "--all")
    said = "Nobody was signed in to demo\nNobody was signed in to second\n"
    assert (ran.status, ran.out, ran.err) == (0, "", said)
    assert files_of(user) == {}


@pytest.mark.requirement("SEC-10")
def test_logout_of_all(user: Stage) -> None:
    add_session(user)
    sign_in_to(user, "second")
    ran = user.run("logout", "--all")
    assert ran.err == "Signed out of demo\nSigned out of second\n"
    assert files_of(user) == {}


@pytest.mark.requirement("SEC-10")
def test_logout_ends_the_sign_in_at_the_portal(user: Stage) -> None:
    token = json.loads((user.home / ".aws/sso/cache" / TOKEN_FILE).read_text())
    user.run("logout")
    (user.home / ".aws/sso/cache" / TOKEN_FILE).write_text(json.dumps(token))
    one_sentence(user.run("list"), 3)


@pytest.mark.requirement("SEC-10")
@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"reset": True},
        {"status": 500},
        {"error": "UnauthorizedException"},
        {"error": "TooManyRequestsException"},
        {"body": "<html>"},
        {"hang": True},
        {"redirect": (302, "https://hotel.example/")},
    ],
    ids=str,
)
def test_what_lies_here_goes_before_the_portal_is_told(
    user: Stage, fault: dict[str, object], hurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two sign-ins, beside other programs' files and a damaged one; whatever the portal says."""
    monkeypatch.setattr("sso_tui.aws.client.LOG_OUT_SECONDS", 0.3)
    user.portal.secrets_prefix = "CANARY"
    for file in (user.home / ".aws/sso/cache").iterdir():
        file.unlink()
    sign_in_to(user, "demo")  # anew, so that all its secrets are canaries
    user.run("list")
    user.run("env", ADMIN)
    user.portal.secrets_prefix = ""
    add_session(user)
    sign_in_to(user, "second")
    user.run("env", ADMIN, "-s", "second")
    others = {name: content for name, content in files_of(user).items() if b"CANARY" not in content}
    (user.home / ".aws/sso/cache/damaged.json").write_bytes(b'{"accessToken": "')
    there: list[set[str]] = []

    def look(_: object) -> bool:
        there.append({name for name, content in files_of(user).items() if b"CANARY" in content})
        return bool(fault)

    user.portal.faults.add(Fault("Logout", when=look, **fault))  # type: ignore[arg-type]
    ran = user.run("logout", "-s", "demo")
    assert (ran.status, ran.out) == (0, "")
    assert ("could not be told" in ran.err) == bool(fault)
    assert there[0] == set(), "gone before the portal was told"
    assert files_of(user) == others | {"sso/cache/damaged.json": b'{"accessToken": "'}
    left = [file for file in user.home.rglob("*") if file.is_file()]
    assert not [file for file in left if b"CANARY" in file.read_bytes()]


@pytest.mark.requirement("SEC-10")
def test_logout_without_a_network(user: Stage) -> None:
    user.run("env", ADMIN)
    user.portal.close()
    ran = user.run("logout")
    assert (ran.status, files_of(user)) == (0, {})
    assert "could not be told" in ran.err
