"""Terminals of every size and kind, and terminals that go."""

import os
import random
import re
import signal

import pytest
from programs import SSOTUI, run, surroundings
from pty_terminal import Line, NewLine, cpu_seconds
from seeing import running, until
from stage import Stage
from tmux_terminal import NewTerminal

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l")
"""The alternate screen left, the cursor shown, the mouse's reports off (xterm's ctlseqs)."""


def left_alone(line: Line) -> bool:
    """Whether the terminal is as it was: its settings, and what the last bytes say of its modes."""
    return line.settings_now() == line.settings and all(
        code in line.raw and line.raw.rindex(code) > line.raw.rindex(code[:-1] + on)
        for code, on in zip(RESTORED, (b"h", b"l", b"h", b"h"), strict=True)
        if code[:-1] + on in line.raw
    )


@pytest.mark.requirement("REL-23")
def test_a_storm_of_sizes(listed: Stage, line: NewLine) -> None:
    screen = line(surroundings(listed), str(SSOTUI), "payprodro")
    screen.until("3/163", "payments-prod")
    sizes = random.Random(23)
    for number in range(300):
        extreme = [(1, 1), (0, 0), (20, 5), (500, 200), (2, 60), (200, 1)][number % 6]
        screen.resize(*(extreme if number % 2 else (sizes.randint(1, 200), sizes.randint(1, 60))))
        screen.screen() if number % 20 == 0 else None
    screen.resize(120, 36)
    screen.until("3/163", "payments-prod", "798373876239")
    screen.type("\x11")
    assert screen.ended() == 0
    assert left_alone(screen)
    assert b"Something unexpected" not in screen.raw


@pytest.mark.requirement("REL-23")
@pytest.mark.parametrize(
    "size",
    [
        (0, 0),
        (500, 200),
        pytest.param((1, 1), marks=pytest.mark.long),
        pytest.param((20, 5), marks=pytest.mark.long),
    ],
)
def test_any_size_from_the_beginning(listed: Stage, line: NewLine, size: tuple[int, int]) -> None:
    screen = line(surroundings(listed), str(SSOTUI), "payprodro", size=size)
    until(lambda: (screen.screen(), b"\x1b[?1049h" in screen.raw)[1])
    screen.resize(120, 36)
    screen.until("3/163", "payments-prod")
    screen.type("\x11")
    assert screen.ended() == 0
    assert left_alone(screen)


@pytest.mark.requirement("REL-24")
@pytest.mark.parametrize(
    "variables",
    [
        {"TERM": "vt100"},
        {"TERM": "no-such-terminal"},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
        pytest.param({"TERM": "linux"}, marks=pytest.mark.long),
        pytest.param({"TERM": "xterm", "COLORTERM": ""}, marks=pytest.mark.long),
        pytest.param(
            {"TERM": "screen.xterm-256color", "COLORTERM": "truecolor"}, marks=pytest.mark.long
        ),
    ],
    ids=lambda variables: " ".join(variables.values()),
)
def test_terminals_of_other_kinds(listed: Stage, line: NewLine, variables: dict[str, str]) -> None:
    screen = line(surroundings(listed, **variables), str(SSOTUI), "payprodro")
    screen.until("3/163", "payments-prod", "ReadOnlyAccess")
    screen.type("\x11")
    assert screen.ended() == 0
    assert left_alone(screen)
    if "NO_COLOR" in variables:
        assert not coloured(screen.raw)


def coloured(written: bytes) -> list[bytes]:
    """The SGR sequences that set a colour which is no shade of grey (ECMA-48, xterm's ctlseqs)."""
    found = []
    for sequence in re.findall(rb"\x1b\[([0-9;]*)m", written):
        for red, green, blue in re.findall(rb"[34]8;2;(\d+);(\d+);(\d+)", sequence):
            if not red == green == blue:
                found.append(sequence)
        rest = re.sub(rb"[34]8;(2;\d+;\d+;\d+|5;\d+)", b"", sequence)
        if re.search(rb"(^|;)(3[1-6]|4[1-6]|9[1-6]|10[1-6])(;|$)", rest):
            found.append(sequence)
    return found


@pytest.mark.requirement("REL-24")
@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_can_show_no_screen(listed: Stage, line: NewLine, term: str) -> None:
    screen = line(surroundings(listed, TERM=term), str(SSOTUI))
    assert screen.ended() == 2
    assert b"This terminal can't show a screen" in screen.raw
    assert b"\x1b" not in screen.raw


@pytest.mark.requirement("REL-24")
@pytest.mark.parametrize("words", [("list",), ("status",), ("doctor",), ("--help",)])
@pytest.mark.parametrize("quiet", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_no_colours_where_none_are_wanted(
    listed: Stage, line: NewLine, words: tuple[str, ...], quiet: dict[str, str]
) -> None:
    said = line(surroundings(listed, **quiet), str(SSOTUI), *words)
    said.ended()
    assert said.raw
    assert b"\x1b" not in said.raw


@pytest.mark.requirement("REL-26")
@pytest.mark.parametrize("when", ["on the screen", "signing in", "signing in on the command line"])
def test_it_ends_with_its_terminal_and_takes_nothing_more(
    stage: Stage, line: NewLine, when: str
) -> None:
    if when == "on the screen":
        stage.sign_in()
    words = ("login",) if when.endswith("line") else ()
    screen = line(surroundings(stage), str(SSOTUI), *words)
    screen.until("163/163" if when == "on the screen" else "user_code=")
    screen.take_away()
    until(lambda: not running(screen.process), lambda: f"{cpu_seconds(screen.process)} s of CPU")


@pytest.mark.requirement("REL-26")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)]
)
def test_a_signal_during_a_dialog(
    listed: Stage, line: NewLine, number: signal.Signals, status: int
) -> None:
    screen = line(surroundings(listed), str(SSOTUI), "payprodro")
    screen.until("3/163", "payments-prod")
    screen.type("\r")
    screen.until("Copy exports")
    os.kill(screen.process, number)
    assert screen.ended() == status
    assert left_alone(screen)


@pytest.mark.requirement("REL-26")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_on_the_command_line(
    stage: Stage, line: NewLine, number: signal.Signals, status: int
) -> None:
    login = line(surroundings(stage), str(SSOTUI), "login")
    login.until("user_code=")
    os.kill(login.process, number)
    assert login.ended() == status
    assert left_alone(login)
    assert b"Traceback" not in login.raw


@pytest.mark.requirement("REL-28")
def test_ctrl_z_during_a_sign_in(stage: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    modes = shell.modes()
    shell.enter("ssotui")
    code = shell.device_code()
    shell.press("C-z")
    shell.until("Stopped")
    assert shell.modes() == modes
    stage.portal.approve(code)
    shell.enter("clear; fg")
    shell.until("163/163")
    shell.press("C-q")
    shell.until_prompt()
    assert shell.modes() == modes


@pytest.mark.requirement("REL-28")
def test_ctrl_z_on_the_command_line(stage: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    shell.enter("ssotui login")
    code = shell.device_code()
    shell.press("C-z")
    shell.until("Stopped")
    stage.portal.approve(code)
    shell.enter("fg")
    shell.until("Signed in to demo")


@pytest.mark.requirement("REL-32")
@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "xx_XX.nonsense"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda variables: " ".join(variables.values()),
)
def test_the_screen_in_other_locales(
    listed: Stage, line: NewLine, variables: dict[str, str]
) -> None:
    screen = line(surroundings(listed, **variables), str(SSOTUI), "payprodro")
    screen.until("3/163", "payments-prod", "❯")
    screen.type("\x11")
    assert screen.ended() == 0
    assert left_alone(screen)


def test_the_watch_for_colours_sees_some(listed: Stage, line: NewLine) -> None:
    screen = line(surroundings(listed, COLORTERM="truecolor"), str(SSOTUI), "payprodro")
    screen.until("3/163", "payments-prod")
    assert coloured(screen.raw)
    assert run(surroundings(listed), str(SSOTUI), "list").returncode == 0
