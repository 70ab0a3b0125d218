"""No secret on any screen, in any log, or in a process's arguments: whole days of use, watched."""

from pathlib import Path

import pytest
from canaries import AT_REST, ROLE, Watch
from programs import PATIENCE, SIGNING_IN, SSOTUI, at_home, run, script, start, surroundings
from pty_terminal import NewLine
from seeing import until
from stage import Stage
from tmux_terminal import NewTerminal, processes_of

PICKED = "798373876239/ReadOnlyAccess"

CLIPBOARD = """\
import os, sys
from pathlib import Path
place = Path(os.environ["DESK"])
with (place / "clipboard arguments").open("a") as words:
    words.write(" ".join(sys.argv[1:]) + "\\n")
if "-o" in sys.argv:
    sys.stdout.write((place / "clipboard").read_text())
else:
    (place / "clipboard").write_text(sys.stdin.read())
"""
"""A clipboard that keeps what it is given, and writes down how it was called."""

BROWSER = """\
import os, sys
from pathlib import Path
from urllib.parse import urlsplit
place = Path(os.environ["DESK"])
page = Path(urlsplit(sys.argv[1]).path)
(place / "page").write_text(f"{page.stat().st_mode & 0o777:o} {page.read_text()}")
(place / "browser").write_text(sys.argv[1])
"""
"""A browser that writes down where it was sent, and what it found there."""


def look_at_home(watch: Watch, stage: Stage) -> None:
    watch.look_at_files(stage.home)
    watch.look_at_requests(stage.portal.requests)


@pytest.mark.requirement("SEC-02", "SEC-05", "SEC-06", "SEC-09", "SEC-10")
def test_a_day_on_the_command_line(stage: Stage, watch: Watch) -> None:
    environ = surroundings(stage)

    def ssotui(*words: str) -> str:
        done = run(environ, str(SSOTUI), *words)
        assert done.returncode == 0, done.stderr
        watch.look("standard error", done.stderr)
        return done.stdout

    login = start(environ, str(SSOTUI), "login", "--device-code")
    until(lambda: stage.portal.user_codes)
    stage.portal.approve(stage.portal.user_codes[0])
    watch.look("standard error", "".join(login.communicate(timeout=PATIENCE)))
    for words in (
        ("list", "--json"),
        ("list", "--tsv", "--refresh"),
        ("list",),
        ("doctor", "--full"),
    ):
        watch.look("standard output", ssotui(*words))
    for words in (("env", PICKED), ("use", PICKED), ("env", PICKED, "--format", "json")):
        watch.look("what was asked for", ssotui(*words))
    look_at_home(watch, stage)
    assert watch.leaks(AT_REST, {"what was asked for": ROLE}) == []
    assert {one.kind for one in watch.sightings} == set().union(*AT_REST.values())

    before = watch.sightings.copy()
    watch.sightings.clear()
    watch.look("standard output", ssotui("logout"))
    watch.look_at_files(stage.home)
    assert watch.sightings == set(), "nothing is left after signing out"
    assert before


@pytest.mark.requirement("SEC-05", "SEC-06")
def test_a_sign_in_through_the_browser(stage: Stage, watch: Watch, tmp_path: Path) -> None:
    stage.portal.auto_approve_after = 0
    environ = at_home(stage, BROWSER=script(tmp_path / "browser", SIGNING_IN))
    done = run(environ, str(SSOTUI), "login")
    watch.look("standard error", done.stderr + done.stdout)
    look_at_home(watch, stage)
    assert done.returncode == 0
    assert watch.leaks(AT_REST) == []
    assert len(watch.sightings) == 3 + 1, "a client's secret lies in two files"


@pytest.mark.requirement("SEC-02", "SEC-05", "SEC-06", "SEC-09", "SEC-42", "SEC-57", "SEC-58")
def test_a_day_on_the_screen(
    stage: Stage, watch: Watch, terminal: NewTerminal, tmp_path: Path
) -> None:
    tools, desk = tmp_path / "tools", tmp_path / "desk"
    tools.mkdir()
    script(tools / "xclip", CLIPBOARD)
    (runtime := stage.home / "run").mkdir(mode=0o700)
    environ = surroundings(
        stage,
        BROWSER=script(tools / "firefox", BROWSER),
        DISPLAY=":4242",
        DESK=str(desk),
        XDG_RUNTIME_DIR=str(runtime),
        TEXTUAL_LOG=str(stage.home / "textual.log"),
    )
    environ["PATH"] = f"{tools}:{environ['PATH']}"
    shell = terminal(environ=environ)
    shell.enter("ssotui")
    watch.look("screen", shell.until("Approve only if"))
    stage.portal.approve(shell.device_code())
    shell.until("163/163")
    shell.type("payprodro")
    shell.until("3/163", "aws+payments-prod@brightwater.example")
    shell.press("Enter")
    shell.until("Copy exports")
    shell.press("c")
    watch.look("screen", shell.until("Copied the exports"))
    assert watch.canaries.within((desk / "clipboard").read_bytes()) == ROLE
    shell.press("C-o")
    until((desk / "browser").exists)
    shell.press("C-s")
    watch.look("screen", shell.until("enter writes this"))
    shell.press("Enter")
    watch.look("screen", shell.until("Wrote the profile"))
    shell.press("Enter")
    watch.look("screen", shell.until("Shell with this role"))
    look_at_home(watch, stage)
    shell.press("Escape", "C-q")
    shell.until_prompt()
    shell.enter('eval "$(ssotui)"')
    shell.until("163/163")
    shell.press("Enter")
    watch.look("screen", shell.until_prompt())
    assert watch.canaries.within(shell.ask("env").encode()) == ROLE

    watch.look("screen", shell.everything())
    watch.look("terminal", shell.raw.read_bytes())
    for name in ("clipboard arguments", "browser"):
        watch.look(name, (desk / name).read_text())
    page = (desk / "page").read_text()
    assert page.startswith("600 ")
    assert watch.canaries.within(page.encode()) == {"signin_token"}
    look_at_home(watch, stage)
    watch.allowed.append({"file desk/clipboard *": ROLE, "file desk/page *": {"signin_token"}})
    watch.allowed.append({"file run/ssotui-*/open.html 600": {"signin_token"}})
    given = {"environment of *": ROLE, "file run/ssotui-*/open.html 600": {"signin_token"}}
    assert watch.leaks(AT_REST, given) == []
    assert not [one for one in watch.sightings if one.place == "environment of ssotui"]
    left = [words for words in processes_of(stage.home).values() if str(SSOTUI) in words]
    assert left == [], "nothing of it runs on"


@pytest.mark.requirement("SEC-33", "SEC-50")
def test_what_is_selected_does_not_go_through_the_terminal(
    listed: Stage, line: NewLine, tmp_path: Path
) -> None:
    tools, desk = tmp_path / "tools", tmp_path / "desk"
    tools.mkdir()
    desk.mkdir()
    script(tools / "xclip", CLIPBOARD)
    environ = surroundings(listed, DISPLAY=":4242", DESK=str(desk))
    environ["PATH"] = f"{tools}:{environ['PATH']}"
    screen = line(environ, str(SSOTUI))
    screen.until("163/163")
    screen.type("payprodro")
    screen.until("3/163")
    screen.type("\x1b[1;2H")  # shift+home selects what was typed
    screen.type("\x03")
    screen.until("Copied the selected text")
    assert (desk / "clipboard").read_text() == "payprodro"
    screen.type("\x11")
    assert screen.ended() == 0
    assert b"\x1b]52" not in screen.raw


@pytest.mark.requirement("SEC-57")
def test_a_picture_of_the_screen_holds_no_secret(
    listed: Stage, line: NewLine, tmp_path: Path
) -> None:
    """Textual's own, by its variables; the sweep looks at the file."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    environ = surroundings(
        listed,
        TEXTUAL_SCREENSHOT="1",
        TEXTUAL_SCREENSHOT_LOCATION=str(pictures),
        TEXTUAL_SCREENSHOT_FILENAME="screen.svg",
        TEXTUAL_LOG=str(listed.home / "textual.log"),
    )
    assert listed.run("env", PICKED).status == 0
    screen = line(environ, str(SSOTUI), "payprodro")
    screen.ended()
    assert "payments-prod" in (pictures / "screen.svg").read_text()
