"""Where no clipboard can be reached, as over SSH, the terminal copies, if the user wants that."""

import base64
import re

import pytest
from canaries import ROLE, Watch
from programs import SSOTUI, surroundings
from pty_terminal import Line, NewLine
from seeing import until
from stage import Stage

DOWN, ENTER, LEAVE = "\x1b[B", "\r", "\x11"

TERMINAL: dict[str, set[str]] = {"terminal of *": ROLE}


def copied(screen: Line) -> list[bytes]:
    """What the terminal was told to copy (OSC 52), one after the other."""
    screen.screen()
    told = re.findall(rb"\x1b\]52;c;([^\x07]*)\x07", screen.raw)
    return [base64.b64decode(text) for text in told]


@pytest.mark.requirement("SEC-50")
def test_the_terminal_copies_once_the_user_agrees(
    listed: Stage, line: NewLine, watch: Watch
) -> None:
    watch.allowed.append(TERMINAL)
    settings = listed.home / "settings.toml"
    settings.write_text("# mine\nclear_clipboard_after = 1\n")
    environ = surroundings(listed, SSOTUI_CONFIG=str(settings))
    screen = line(environ, str(SSOTUI), "payprodro")
    screen.until("3/163")
    screen.type(ENTER)
    screen.until("Copy exports")
    screen.type("c")
    screen.until("No clipboard can be reached from here")
    assert b"\x1b]52" not in screen.raw
    screen.type(DOWN + ENTER)
    screen.until("Told the terminal to copy the exports", "cleared in 1 s")
    until(lambda: copied(screen)[-1:] == [b""], screen.screen)
    assert b"AWS_SECRET_ACCESS_KEY" in copied(screen)[0]
    until(lambda: 'terminal_clipboard = "always"' in settings.read_text(), settings.read_text)
    assert settings.read_text().startswith("# mine\nclear_clipboard_after = 1\n")
    screen.type(ENTER)
    screen.until("Copy exports")
    screen.type("i")
    until(lambda: b"798373876239" in copied(screen), screen.screen)
    screen.type(LEAVE)
    assert screen.ended() == 0


@pytest.mark.requirement("SEC-50")
@pytest.mark.parametrize("answer", ["no", "never"])
def test_the_terminal_copies_nothing_where_the_user_does_not_agree(
    listed: Stage, line: NewLine, answer: str
) -> None:
    settings = listed.home / "settings.toml"
    settings.write_text('terminal_clipboard = "never"\n' if answer == "never" else "")
    environ = surroundings(listed, SSOTUI_CONFIG=str(settings), SSH_TTY="/dev/pts/0")
    screen = line(environ, str(SSOTUI), "payprodro")
    screen.until("3/163")
    screen.type(ENTER)
    screen.until("Copy exports")
    screen.type("c")
    screen.until("No clipboard can be reached from here")
    if answer == "no":
        screen.type("\x1b")
        screen.until("3/163", without="No clipboard can be reached")
    screen.type(LEAVE)
    assert screen.ended() == 0
    assert b"\x1b]52" not in screen.raw


def test_over_ssh_the_page_of_a_sign_in_is_copied_by_the_terminal(
    stage: Stage, line: NewLine
) -> None:
    screen = line(surroundings(stage, SSH_TTY="/dev/pts/0"), str(SSOTUI))
    screen.until("Approve only if")
    screen.type("c")
    screen.until("No clipboard can be reached from here")
    screen.type(ENTER)
    until(lambda: any(b"user_code=" in one for one in copied(screen)), screen.screen)
    screen.until("Approve only if", "Told the terminal to copy the page's address")
    screen.type("\x1b" + LEAVE)
    assert screen.ended() == 0
