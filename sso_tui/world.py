"""The surroundings of the program, as one argument.

Environment, streams, clock and terminal reach the rest of the program only through a `World`, so
that a test, the demo and a real shell differ in this value and in nothing else.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

Wait = Callable[[float], bool]
"""Wait that many seconds; True means that the waiting was cancelled and its work should end."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return False


@dataclass(frozen=True, slots=True)
class World:
    """What surrounds one run of the program.

    Attributes:
        environ: the environment variables.
        stdin: standard input.
        stdout: standard output; carries only what was asked for.
        stderr: standard error; carries messages.
        now: the wall clock, as an aware UTC datetime.
        wait: the patience of a command line: sleeps, and is never cancelled but by a signal.
    """

    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    now: Callable[[], datetime] = _utc_now
    wait: Wait = _sleep

    @property
    def home(self) -> Path:
        """The user's home folder, as the AWS SDKs find it (`~`)."""
        return Path(self.environ.get("HOME") or os.path.expanduser("~"))  # noqa: PTH111

    @property
    def attended(self) -> bool:
        """Whether somebody sits at a terminal who can be asked."""
        return self.stdin.isatty() and self.stderr.isatty()

    def get(self, name: str) -> str | None:
        """The environment variable `name`; None where it is unset or empty."""
        return self.environ.get(name) or None
