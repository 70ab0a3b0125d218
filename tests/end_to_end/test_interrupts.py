"""Ctrl+C at any moment: at every request of a command, and while the screen does anything."""

import os
import random
import signal
from pathlib import Path

import pytest
from programs import SSOTUI, run, start, surroundings
from pty_terminal import NewLine
from stage import Stage

from sso_tui.demo import Fault, Request

PICKED = "798373876239/ReadOnlyAccess"

COMMANDS = {
    "list": ("list", "--refresh"),
    "env": ("env", PICKED, "--refresh"),
    "console": ("console", PICKED, "--print"),
    "profile": ("profile", "write", PICKED, "--yes"),
    "sync": ("profile", "sync", "--yes"),
    "logout": ("logout",),
}


DIALOGS = (
    ("", ""),
    ("\x10", "Search"),
    ("backup\r", "backup-vault"),
    ("\x1bOP", "Help"),
    ("\x0c", "user_code="),
    ("\x14", "demo"),
)
"""What is typed before the interrupt, and what shows then: palette, help, sign-in, portals."""


def at_request(stage: Stage, number: int, process: list[int]) -> Fault:
    """Interrupts the process at its request of that number, which is never answered."""

    def due(_: Request) -> bool:
        due.seen += 1  # type: ignore[attr-defined]
        if due.seen == number + 1:  # type: ignore[attr-defined]
            os.kill(process[0], signal.SIGINT)
            return True
        return False

    due.seen = 0  # type: ignore[attr-defined]
    return stage.portal.faults.add(Fault(when=due, hang=True))


def whole(home: Path) -> None:
    """Nothing half written is left: every file of JSON is whole, and no temporary one stays."""
    import json

    for file in home.rglob("*.json"):
        json.loads(file.read_bytes())
    assert not list(home.rglob("*.tmp"))


@pytest.mark.requirement("REL-27")
@pytest.mark.parametrize(
    ("command", "numbers"),
    [
        ("list", (0, 40)),
        ("env", (0,)),
        ("console", (0, 1)),
        ("sync", (20,)),
        ("logout", (0,)),
        pytest.param("list", range(60), marks=pytest.mark.long),
        pytest.param("sync", range(60), marks=pytest.mark.long),
    ],
)
def test_at_a_request(signed_in: Stage, command: str, numbers: tuple[int, ...]) -> None:
    config = signed_in.config.read_bytes()
    for number in numbers:
        process = [0]
        fault = at_request(signed_in, number, process)
        program = start(surroundings(signed_in), str(SSOTUI), *COMMANDS[command])
        process[0] = program.pid
        out, err = program.communicate(timeout=30)
        signed_in.portal.faults.remove(fault)
        assert (program.returncode, out) == (130, ""), err
        assert "Traceback" not in err
        assert signed_in.config.read_bytes() == config
        whole(signed_in.home)
    assert run(surroundings(signed_in), str(SSOTUI), "status").returncode == 0


@pytest.mark.requirement("REL-27")
@pytest.mark.parametrize("times", [3, pytest.param(60, marks=pytest.mark.long)])
def test_on_the_screen(signed_in: Stage, line: NewLine, times: int) -> None:
    """By the key, a random number of requests after the start, with a dialog open or not."""
    moments = random.Random(27)
    for number in range(times):
        fault = signed_in.portal.faults.add(
            Fault("ListAccountRoles", after=moments.randrange(50), hang=True)
        )
        screen = line(surroundings(signed_in), str(SSOTUI))
        screen.until("Type to filter", "backup-vault")
        opens, shows = DIALOGS[number % len(DIALOGS)]
        screen.type(opens)
        screen.until(shows)
        screen.type("\x03")
        assert screen.ended() == 130, shows
        signed_in.portal.faults.remove(fault)
        assert screen.settings_now() == screen.settings
        whole(signed_in.home)
