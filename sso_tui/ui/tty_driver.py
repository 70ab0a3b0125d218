"""Draw on the terminal itself, whatever the three standard streams are.

Under `eval "$(ssotui)"` standard output is a pipe that belongs to the shell, and standard error may
be anything. The screen is drawn on `/dev/tty`, takes its size and its keys from there, and leaves
the streams untouched.
"""

import asyncio
import os
import signal
from contextlib import suppress
from typing import TextIO

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver


class Drawn:
    """A terminal to draw on; when it is gone, what is drawn is dropped.

    Textual writes in a thread of its own, which an error would end. Whoever draws on then waits
    for it for ever as soon as thirty pieces wait, and hears of no signal any more, SIGHUP neither.
    """

    def __init__(self, screen: TextIO) -> None:
        self.fileno = screen.fileno
        self._screen = screen

    def write(self, text: str) -> None:
        """Write some, if there is still something to write on."""
        with suppress(OSError):
            self._screen.write(text)

    def flush(self) -> None:
        """Send what was written, if there is still something to send it to."""
        with suppress(OSError):
            self._screen.flush()


def driver_for(screen: TextIO, *, suspends: bool) -> type[Driver]:
    """A driver class that draws on `screen` and reads keys from it.

    Args:
        screen: what `terminal` gave.
        suspends: False where the program must not stop on Ctrl+Z, because a shell waits for its
            output and would wait for ever.
    """

    class TerminalDriver(LinuxDriver):
        """Textual's driver for POSIX terminals, on a descriptor of our own."""

        def __init__(
            self,
            app: App[object],
            *,
            debug: bool = False,
            mouse: bool = True,
            size: tuple[int, int] | None = None,
        ) -> None:
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self._file = Drawn(screen)  # type: ignore[assignment]  # only written to and flushed
            self.fileno = screen.fileno()
            self.input_tty = True
            if not suspends:
                signal.signal(signal.SIGTSTP, signal.SIG_IGN)

        def start_application_mode(self) -> None:
            """Take the terminal, and hear of its sizes one after the other.

            Textual reads the size within the signal's handler. A second signal interrupts that,
            tells the newer size first, and the older one stays. On the loop nothing interrupts.
            What came in before that is made good by reading the size once more.
            """
            super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says no types
            resized = signal.getsignal(signal.SIGWINCH)
            if callable(resized):
                loop = asyncio.get_running_loop()
                loop.add_signal_handler(signal.SIGWINCH, resized, signal.SIGWINCH, None)
                resized(signal.SIGWINCH, None)

        @property
        def can_suspend(self) -> bool:
            return suspends

        def _get_terminal_size(self) -> tuple[int, int]:
            try:
                width, height = os.get_terminal_size(self.fileno)
            except OSError:
                return 80, 24
            return width or 80, height or 24

    return TerminalDriver
