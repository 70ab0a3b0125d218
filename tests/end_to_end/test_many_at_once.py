"""Several of us at once, and one that stalls, dies or sleeps."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from programs import PATIENCE, SSOTUI, Started, script, start, surroundings
from pty_terminal import NewLine
from seeing import until
from stage import Stage
from tmux_terminal import NewTerminal

from sso_tui.demo import Fault

PICKED = "798373876239/ReadOnlyAccess"
OTHER = "000000000012/OnCall"
MANY = 50


def called(stage: Stage, operation: str) -> int:
    return sum(request.operation == operation for request in stage.portal.requests)


def renewals(stage: Stage) -> int:
    return sum(r.body.get("grantType") == "refresh_token" for r in stage.portal.requests)


def ended(programs: list[Started]) -> list[tuple[int, str, str]]:
    """How each of them ended: its status, and what it said."""
    said = [program.communicate(timeout=4 * PATIENCE) for program in programs]
    return [
        (program.returncode, out, err) for program, (out, err) in zip(programs, said, strict=True)
    ]


@pytest.fixture
def expired(listed: Stage) -> Stage:
    """A user whose access token is over, by the clock of the portal and by its own file."""
    for file in (listed.home / ".aws/sso/cache").glob("*.json"):
        text = file.read_text()
        if "accessToken" in text:
            before = text.partition('"expiresAt": "')[2][:20]
            file.write_text(text.replace(before, "2020-01-01T00:00:00Z"))
    listed.portal.revoke_all_tokens(refresh=False)
    return listed


@pytest.mark.long
@pytest.mark.requirement("REL-09")
def test_fifty_with_an_expired_token_renew_it_once(expired: Stage) -> None:
    environ = surroundings(expired)
    words = (str(SSOTUI), "env", PICKED, "--refresh")
    found = ended([start(environ, *words) for _ in range(MANY)])
    assert [(status, err) for status, _, err in found] == [(0, "")] * MANY
    assert all("AWS_SESSION_TOKEN" in out for _, out, _ in found)
    assert renewals(expired) == 1


@pytest.mark.requirement("REL-09")
def test_some_with_an_expired_token_renew_it_once(expired: Stage) -> None:
    environ = surroundings(expired)
    words = (str(SSOTUI), "env", PICKED, "--refresh")
    found = ended([start(environ, *words) for _ in range(6)])
    assert [(status, err) for status, _, err in found] == [(0, "")] * 6
    assert renewals(expired) == 1


BROWSER = """\
import os, pathlib
(pathlib.Path(os.environ["HOME"]) / "a browser was opened").touch()
"""


def forget_the_refresh_token(stage: Stage) -> None:
    for file in (stage.home / ".aws/sso/cache").glob("*.json"):
        kept = {k: v for k, v in json.loads(file.read_text()).items() if k != "refreshToken"}
        file.write_text(json.dumps(kept))


def unattended(
    stage: Stage, tmp_path: Path, processes: int, words: tuple[str, ...]
) -> list[tuple[int, str, str]]:
    """How so many commands end where the sign-in is over for good, at a desk with a browser."""
    stage.portal.revoke_all_tokens()
    environ = surroundings(stage, BROWSER=script(tmp_path / "firefox", BROWSER), DISPLAY=":4242")
    del environ["SSH_CONNECTION"]
    return ended([start(environ, str(SSOTUI), *words) for _ in range(processes)])


def nobody_was_asked(stage: Stage, found: list[tuple[int, str, str]]) -> None:
    for status, out, err in found:
        assert (status, out) == (3, "")
        assert err.count("\n") == 1
        assert "ssotui login" in err
    assert not (stage.home / "a browser was opened").exists()
    assert called(stage, "StartDeviceAuthorization") == 1, "that of the beginning"
    assert called(stage, "Authorize") == 0


UNATTENDED = [
    ("env", PICKED, "--refresh"),
    ("exec", PICKED, "--refresh", "--", "true"),
    tuple(
        f"credential-process -s demo --account-id {PICKED[:12]} --role-name {PICKED[13:]}".split()
    ),
]


@pytest.mark.requirement("SEC-29")
@pytest.mark.parametrize("words", UNATTENDED, ids=lambda words: words[0])
def test_scripts_never_ask_anybody(expired: Stage, tmp_path: Path, words: tuple[str, ...]) -> None:
    nobody_was_asked(expired, unattended(expired, tmp_path, 2, words))


@pytest.mark.long
@pytest.mark.requirement("SEC-29")
@pytest.mark.parametrize("refreshed", [True, False], ids=["refused", "without a refresh token"])
def test_fifty_scripts_never_ask_anybody(
    expired: Stage, tmp_path: Path, *, refreshed: bool
) -> None:
    """Where each refusal takes its time, too: what one is told holds for those behind it."""
    if not refreshed:
        forget_the_refresh_token(expired)
    expired.portal.faults.add(Fault("CreateToken", delay=1.0))
    nobody_was_asked(expired, unattended(expired, tmp_path, MANY, UNATTENDED[2]))


@pytest.mark.requirement("SEC-29")
def test_some_whose_renewal_is_refused_slowly_need_a_sign_in(
    expired: Stage, tmp_path: Path
) -> None:
    """Asked for by each in turn, the refusals would outlast the patience of the last."""
    expired.portal.faults.add(Fault("CreateToken", delay=3.0))
    nobody_was_asked(expired, unattended(expired, tmp_path, 6, UNATTENDED[2]))


@pytest.mark.requirement("SEC-29")
def test_two_screens_sign_in_once(stage: Stage, terminal: NewTerminal) -> None:
    first, second = terminal(), terminal()
    first.enter("ssotui")
    code = first.device_code()
    second.enter("ssotui")
    second.until("Another ssotui is signing in already")
    stage.portal.approve(code)
    first.until("163/163")
    second.until("163/163")
    assert called(stage, "StartDeviceAuthorization") == 1


@pytest.mark.requirement("REL-40")
def test_two_screens_keep_each_others_favourites(listed: Stage, terminal: NewTerminal) -> None:
    screens = {PICKED: terminal(), OTHER: terminal()}
    for role, screen in screens.items():
        screen.enter(f"ssotui id:{role[:12]} role:^{role[13:]}$")
        screen.until("1/163", role[13:])
    for screen in screens.values():
        screen.press("C-f")
    for screen in screens.values():
        screen.until("is a favourite now")
        screen.press("C-q")
        screen.until_prompt()
    settings = listed.home / ".config/ssotui/config.toml"
    assert all(role in settings.read_text() for role in screens)
    assert set(listed.broker().settings.favourites) == set(screens)
    used = {
        f"{one.account_id}/{one.wire_name}"
        for one in listed.broker().local(listed.session()).marks.frecency
    }
    assert used == set(screens)


@pytest.mark.requirement("REL-10", "SEC-29")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_sign_in_whose_process_is_gone(stage: Stage, how: signal.Signals) -> None:
    """Killed, it makes room at once; stopped, the other says so, and can be left."""
    first = start(surroundings(stage), str(SSOTUI), "login", "--device-code")
    until(lambda: stage.portal.user_codes)
    first.send_signal(how)
    second = start(surroundings(stage), str(SSOTUI), "login", "--device-code")
    if how == signal.SIGKILL:
        until(lambda: len(stage.portal.user_codes) == 2)
        stage.portal.approve(stage.portal.user_codes[1])
        assert ended([second])[0][0] == 0
    else:
        assert second.stderr is not None
        assert "already" in second.stderr.readline()
        second.send_signal(signal.SIGINT)
        assert ended([second])[0][0] == 130
        first.kill()
    first.communicate()


@pytest.mark.requirement("REL-10")
def test_a_renewal_whose_process_is_killed(expired: Stage) -> None:
    hung = expired.portal.faults.add(Fault("CreateToken", hang=True, times=1))
    words = (str(SSOTUI), "env", PICKED, "--refresh")
    first = start(surroundings(expired), *words)
    until(lambda: hung.hits)
    second = start(surroundings(expired), *words)
    first.kill()
    first.communicate()
    ((status, out, err),) = ended([second])
    assert (status, err) == (0, "")
    assert "AWS_SESSION_TOKEN" in out


@pytest.mark.long
@pytest.mark.requirement("REL-10")
def test_a_renewal_whose_process_stalls_is_named(expired: Stage) -> None:
    hung = expired.portal.faults.add(Fault("CreateToken", hang=True, times=1))
    words = (str(SSOTUI), "env", PICKED, "--refresh")
    first = start(surroundings(expired), *words)
    until(lambda: hung.hits)
    first.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    ((status, out, err),) = ended([start(surroundings(expired), *words)])
    assert (status, out) == (1, "")
    assert f"Process {first.pid} is at it" in err
    assert 9 < time.monotonic() - begun < PATIENCE
    first.kill()
    first.communicate()


# A computer that sleeps: its processes are stopped, and the world goes on


@pytest.mark.requirement("REL-41")
def test_a_sign_in_that_was_slept_through(stage: Stage, line: NewLine) -> None:
    screen = line(surroundings(stage), str(SSOTUI))
    screen.until("user_code=")
    os.kill(screen.process, signal.SIGSTOP)
    stage.portal.shift_clock(8 * 3600)
    polls = called(stage, "CreateToken")
    os.kill(screen.process, signal.SIGCONT)
    screen.until("The code lapsed", "r tries again")
    assert called(stage, "CreateToken") <= polls + 2
    screen.type("r")
    screen.until("user_code=")
    stage.portal.approve(stage.portal.user_codes[-1])
    screen.until("163/163")


@pytest.mark.requirement("REL-41")
def test_a_listing_that_was_slept_through(signed_in: Stage, line: NewLine) -> None:
    hung = signed_in.portal.faults.add(Fault("ListAccountRoles", hang=True, after=20))
    screen = line(surroundings(signed_in), str(SSOTUI))
    until(lambda: screen.screen() and hung.hits)
    os.kill(screen.process, signal.SIGSTOP)
    signed_in.portal.revoke_all_tokens(refresh=False)
    before = len(signed_in.portal.requests)
    signed_in.portal.faults.clear()
    os.kill(screen.process, signal.SIGCONT)
    screen.until("163/163")
    assert renewals(signed_in) == 1
    assert len(signed_in.portal.requests) - before < 150, "each account once more at the most"
