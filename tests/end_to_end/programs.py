"""The installed program, and the other programs that its tests run beside it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import cast

from stage import Stage

BESIDE = Path(sys.executable).parent
SSOTUI = BESIDE / "ssotui"
"""The console script of the environment that the tests run in."""

Ran = "subprocess.CompletedProcess[str]"

PATIENCE = 30.0
"""Seconds after which whatever a test waits for is taken never to come."""

OVERHEARD: list[tuple[str, str]] = []
"""What programs have said since the test began, each with the stream that it said it on."""

WHO_AM_I = """\
import sys, boto3
session = boto3.Session(profile_name=sys.argv[1] if sys.argv[1:] else None)
print(session.client("sts").get_caller_identity()["Arn"])
"""

SIGNING_IN = """\
import re, sys, urllib.parse, urllib.request
page = urllib.request.urlopen(sys.argv[1]).read().decode()
"""
"""A browser that goes where it is sent, and on from there."""

REFUSING = f"""\
{SIGNING_IN}
ticket = re.search('name="ticket" value="([^"]*)"', page)[1]
form = urllib.parse.urlencode({{"ticket": ticket, "decision": "deny"}}).encode()
urllib.request.urlopen(urllib.parse.urljoin(sys.argv[1], "/authorize"), form).read()
"""
"""A browser whose user presses Deny."""


def surroundings(stage: Stage, **more: str) -> dict[str, str]:
    """The stage's environment, with the programs of this Python in front of all others."""
    path = os.pathsep.join((str(BESIDE), stage.environ["PATH"]))
    return stage.environ | {"PATH": path, "LC_ALL": "C.UTF-8"} | more


def at_home(stage: Stage, **more: str) -> dict[str, str]:
    """The same, on a machine that one sits at: a browser can come back to it."""
    found = surroundings(stage, **more)
    del found["SSH_CONNECTION"]
    return found


def script(file: Path, source: str) -> str:
    """Write a Python program that can be started; the result is its path."""
    file.write_text(f"#!{sys.executable} -I\n{source}")
    file.chmod(0o755)
    return str(file)


class Started(subprocess.Popen[str]):
    """A program in a session of its own, without a terminal; what it says is overheard."""

    def communicate(
        self, input: str | None = None, timeout: float | None = None
    ) -> tuple[str, str]:
        out, err = super().communicate(input, timeout)
        words = [os.fsdecode(word) for word in cast(list[str], self.args)]
        OVERHEARD.append((f"standard output of {named(words)}", out or ""))
        OVERHEARD.append((f"standard error of {named(words)}", err or ""))
        return out, err


def named(words: list[str]) -> str:
    """A program by its name, and this one by its command too."""
    name = Path(words[0]).name
    command = [word for word in words[1:] if not word.startswith("-")][:1]
    return " ".join((name, *command)) if name == "ssotui" else name


def start(environ: dict[str, str], *words: str, **options: object) -> Started:
    """Start a program that something is done to before it ends."""
    settings: dict[str, object] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "start_new_session": True,
        "text": True,
    }
    return Started(words, env=environ, **(settings | options))  # type: ignore[call-overload,no-any-return]


def run(environ: dict[str, str], *words: str, **options: object) -> Ran:
    """Run a program to its end."""
    with start(environ, *words, **options) as program:
        try:
            out, err = program.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            program.kill()
            raise
    return subprocess.CompletedProcess(words, program.returncode, out, err)
