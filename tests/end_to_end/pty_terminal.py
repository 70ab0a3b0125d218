"""A terminal without a shell: the program alone, every byte it writes, and the cells they make.

Where `tmux_terminal` is a user at a desk, this is a bare line: it can be resized as fast as anybody
likes, to nothing at all, and taken away in the middle.
"""

import os
import signal
import termios
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte
from programs import OVERHEARD, PATIENCE, named
from seeing import Screen, running, until


class Line(Screen):
    """A program on a line of its own."""

    def __init__(
        self, environ: dict[str, str], *words: str, size: tuple[int, int] = (120, 36)
    ) -> None:
        """
        Args:
            environ: the program's environment.
            words: the program and its arguments.
            size: columns and rows.
        """
        self.raw = b""
        """Every byte that the program wrote to its terminal."""
        self._words = list(words)
        self._cells = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._cells)
        self._child = pexpect.spawn(
            words[0],
            list(words[1:]),
            env=environ,
            dimensions=size[::-1],
            timeout=PATIENCE,
            use_poll=True,  # select() takes no descriptor past 1023
        )
        self.settings = termios.tcgetattr(self._child.child_fd)
        """The terminal's settings at the beginning."""

    @property
    def process(self) -> int:
        return int(self._child.pid)

    def resize(self, width: int, height: int) -> None:
        """Another size, which the program hears of by SIGWINCH."""
        self._cells.resize(max(height, 1), max(width, 1))
        self._child.setwinsize(height, width)

    def type(self, text: str) -> None:
        self._child.send(text)

    def screen(self) -> str:
        """What is to be seen, after all that has been written by now."""
        self._read(0.02)
        return "\n".join(self._cells.display)

    def ended(self) -> int:
        """The exit status of the program, once it has ended; 128 + n for a signal."""
        until(lambda: self._read(0.02) or not running(self.process), self.screen)
        self._read(0.02)  # what it said at the very end
        self._child.wait()
        OVERHEARD.append((f"terminal of {named(self._words)}", self.raw.decode("utf-8", "replace")))
        if self._child.signalstatus is not None:
            return 128 + int(self._child.signalstatus)
        return int(self._child.exitstatus or 0)

    def settings_now(self) -> list[object]:
        return termios.tcgetattr(self._child.child_fd)

    def take_away(self) -> None:
        """The terminal goes, as when its window is closed or a connection drops."""
        self._child.ptyproc.fileobj.close()  # by whom it belongs to, who must not close it again
        self._child.child_fd = -1

    def close(self) -> None:
        if running(self.process):
            os.kill(self.process, signal.SIGKILL)
        self._child.close(force=True)

    def _read(self, seconds: float) -> bool:
        """Take in what has been written; False, for there is nothing that it could say."""
        try:
            while True:
                piece = self._child.read_nonblocking(65536, timeout=seconds)
                self.raw += piece
                self._stream.feed(piece)
        except (pexpect.TIMEOUT, pexpect.EOF, OSError):
            return False


def cpu_seconds(process: int) -> float:
    """Seconds of CPU that a process has taken (proc(5), utime and stime)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


NewLine = Callable[..., Line]
"""What the fixture `line` gives: starts a program on a line of its own."""
