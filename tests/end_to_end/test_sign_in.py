"""Both ways to sign in, and every way in which they end otherwise, with the installed program."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from programs import (
    PATIENCE,
    REFUSING,
    SIGNING_IN,
    SSOTUI,
    at_home,
    run,
    script,
    start,
    surroundings,
)
from seeing import until
from stage import Stage
from tmux_terminal import NewTerminal

from sso_tui.demo import Fault
from sso_tui.demo import Portal as DemoPortal


def called(portal: DemoPortal, operation: str) -> int:
    return sum(request.operation == operation for request in portal.requests)


def token_files(stage: Stage) -> Iterator[Path]:
    for file in (stage.home / ".aws" / "sso" / "cache").glob("*.json"):
        if "accessToken" in json.loads(file.read_text()):
            yield file


def device_code(portal: DemoPortal) -> str:
    """The code that a sign-in has just asked for."""
    until(lambda: portal.user_codes)
    return portal.user_codes[0]


def test_a_browser_signs_in_by_itself(stage: Stage, tmp_path: Path) -> None:
    stage.portal.auto_approve_after = 0
    environ = at_home(stage, BROWSER=script(tmp_path / "browser", SIGNING_IN))
    done = run(environ, str(SSOTUI), "login")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Signed in to demo" in done.stderr
    exchange = next(one for one in stage.portal.requests if one.operation == "CreateToken")
    assert exchange.body["grantType"] == "authorization_code"
    assert exchange.body["codeVerifier"]
    assert len(list(token_files(stage))) == 1
    assert run(environ, str(SSOTUI), "list", "--tsv").stdout.count("\n") == 164


def test_the_screen_signs_in_through_the_browser(
    stage: Stage, terminal: NewTerminal, tmp_path: Path
) -> None:
    stage.portal.auto_approve_after = 0
    shell = terminal(environ=at_home(stage, BROWSER=script(tmp_path / "browser", SIGNING_IN)))
    shell.enter("ssotui")
    shell.until("163/163")
    assert called(stage.portal, "StartDeviceAuthorization") == 0


def test_a_refusal_in_the_browser(stage: Stage, tmp_path: Path) -> None:
    environ = at_home(stage, BROWSER=script(tmp_path / "browser", REFUSING))
    done = run(environ, str(SSOTUI), "login")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"^ssotui: .*(refused|denied).*ssotui login$", done.stderr, re.M)
    assert not list(token_files(stage))
    assert called(stage.portal, "CreateToken") == 0


def test_a_refusal_shows_on_the_screen_and_can_be_tried_again(
    stage: Stage, terminal: NewTerminal
) -> None:
    shell = terminal()
    shell.enter("ssotui")
    stage.portal.deny(shell.device_code())
    shell.until("The sign-in was refused", "r tries again")
    shell.press("r")
    stage.portal.approve(shell.device_code())
    shell.until("163/163")


@pytest.mark.requirement("SEC-26")
def test_a_code_is_approved_elsewhere(stage: Stage) -> None:
    login = start(surroundings(stage), str(SSOTUI), "login", "--device-code")
    code = device_code(stage.portal)
    stage.portal.approve(code)
    out, err = login.communicate(timeout=PATIENCE)
    assert (login.returncode, out) == (0, "")
    assert f"Approve only if the page shows the code {code}" in err
    assert f"user_code={code}" in err
    assert err.endswith("Signed in to demo\n")
    assert len(list(token_files(stage))) == 1


def test_a_code_is_refused(stage: Stage) -> None:
    login = start(surroundings(stage), str(SSOTUI), "login", "--device-code")
    stage.portal.deny(device_code(stage.portal))
    out, err = login.communicate(timeout=PATIENCE)
    assert (login.returncode, out) == (1, "")
    assert err.endswith("ssotui: The sign-in was refused. Start again with: ssotui login\n")
    assert not list(token_files(stage))


@pytest.mark.parametrize("ends", ["here", "at the portal"])
def test_a_code_lapses(stage: Stage, ends: str) -> None:
    stage.portal.device_expires_in = 2 if ends == "here" else 600
    login = start(surroundings(stage), str(SSOTUI), "login", "--device-code")
    device_code(stage.portal)
    if ends == "at the portal":
        stage.portal.shift_clock(601)
    out, err = login.communicate(timeout=PATIENCE)
    assert (login.returncode, out) == (1, "")
    assert "ssotui: The code lapsed before anybody approved it" in err
    assert not list(token_files(stage))


@pytest.mark.requirement("SEC-27")
def test_a_portal_that_wants_it_slower_gets_it_slower(stage: Stage) -> None:
    stage.portal.auto_approve_after = 0
    stage.portal.faults.add(Fault("CreateToken", error="slow_down", times=1))
    done = run(surroundings(stage), str(SSOTUI), "login", "--device-code")
    assert done.returncode == 0
    first, second = [r.received_at for r in stage.portal.requests if r.operation == "CreateToken"]
    assert second - first >= 5.9, "one second, and five more"


@pytest.mark.requirement("SEC-23", "REL-27")
def test_escape_cancels_a_sign_in(stage: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    shell.enter('x="$(ssotui)"; echo "status=$?"')
    shell.device_code()
    shell.press("Escape")
    shell.until("Nobody is signed in to demo", "ctrl+l signs in", without="user_code=")
    polls = called(stage.portal, "CreateToken")
    shell.press("Escape")
    assert "status=130" in shell.until_prompt()
    assert called(stage.portal, "CreateToken") <= polls + 1
    assert not list(token_files(stage))


@pytest.mark.requirement("REL-27")
def test_ctrl_c_cancels_a_sign_in(stage: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    shell.enter('ssotui login; echo "status=$?"')
    shell.device_code()
    shell.press("C-c")
    assert "status=130" in shell.until_prompt()
    assert "Traceback" not in shell.everything()


@pytest.mark.requirement("REL-31")
def test_the_screen_goes_on_with_a_code_where_the_browser_is_elsewhere(
    stage: Stage, terminal: NewTerminal, tmp_path: Path
) -> None:
    shell = terminal(environ=at_home(stage, BROWSER=script(tmp_path / "browser", "")))
    shell.enter("ssotui")
    shell.until("Approve the sign-in in the browser")
    shell.press("d")
    stage.portal.approve(shell.device_code())
    shell.until("163/163")


@pytest.mark.requirement("SEC-29", "REL-10")
def test_whoever_comes_second_waits_for_the_sign_in_of_the_first(stage: Stage) -> None:
    first = start(surroundings(stage), str(SSOTUI), "login", "--device-code")
    code = device_code(stage.portal)
    second = start(surroundings(stage), str(SSOTUI), "login", "--device-code")
    assert second.stderr is not None
    said = second.stderr.readline()
    stage.portal.approve(code)
    first.communicate(timeout=PATIENCE)
    try:
        second.communicate(timeout=PATIENCE)
    finally:
        second.kill()
    assert "already" in said
    assert (first.returncode, second.returncode) == (0, 0)
    assert called(stage.portal, "StartDeviceAuthorization") == 1
