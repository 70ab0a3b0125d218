"""A program in a terminal of its own, and the time until something stands on its screen."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from time import perf_counter, sleep
from types import TracebackType

COLUMNS, LINES = 90, 36
"""Narrow enough for the program to show the list alone."""

PATIENCE = 30.0
"""Seconds after which what never shows is a failure."""

QUIET = 0.15
"""Seconds without a byte after which a program has nothing more to draw."""

ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")


class PseudoTerminal:
    """A program that draws on a pseudo terminal; leaving the block ends it."""

    def __init__(self, words: Sequence[str], environ: Mapping[str, str]) -> None:
        """Start the program.

        Args:
            words: its command line.
            environ: its environment.
        """
        self.started = perf_counter()
        self.process, self._master = pty.fork()
        if not self.process:
            os.execve(words[0], list(words), dict(environ))
        size = struct.pack("HHHH", LINES, COLUMNS, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def __enter__(self) -> "PseudoTerminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._master)

    def until(self, text: str) -> float:
        """The moment at which `text` has come out, drawn in one piece or in several."""
        wanted, seen = text.encode(), b""
        deadline = perf_counter() + PATIENCE
        while wanted not in ESCAPES.sub(b"", seen):
            assert perf_counter() < deadline, f"no {text!r} in {seen[-2000:]!r}"
            seen += self._read(0.05)
        return perf_counter()

    def write(self, typed: str) -> float:
        """Type something; the moment at which it was typed."""
        typed_at = perf_counter()
        os.write(self._master, typed.encode())
        return typed_at

    def quiet(self) -> None:
        """Wait until nothing more is drawn."""
        while self._read(QUIET):
            pass

    def asleep(self, seconds: float) -> None:
        """Let the program go on for a while, and read what it draws."""
        deadline = perf_counter() + seconds
        while perf_counter() < deadline:
            self._read(0.1)

    def _read(self, seconds: float) -> bytes:
        readable, _, _ = select.select([self._master], [], [], seconds)
        with suppress(OSError):
            return os.read(self._master, 1 << 16) if readable else b""
        sleep(seconds)
        return b""
