"""The driver on a terminal that is resized at the worst moment, or goes away."""

import asyncio
import fcntl
import os
import signal
import struct
import termios
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from threading import Thread
from typing import TextIO

import pytest
from textual.app import App
from textual.events import Resize
from textual.message import Message

from sso_tui.ui.tty_driver import driver_for

Size = tuple[int, int]

HANDLED = (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT, signal.SIGTTIN, signal.SIGTTOU)
"""Signals that Textual's driver takes over for its process, which here is that of the tests."""

PATIENCE = 30.0
"""Seconds after which what a test waits for is taken never to come."""

PIECES = 100
"""More than Textual lets wait to be written (textual/drivers/_writer_thread.py, 30)."""


class Listener(App[None]):
    """Hears what sizes the driver tells, and draws nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Size] = []

    async def _post_message(self, message: Message) -> bool:
        if isinstance(message, Resize):
            self.told.append((message.size.width, message.size.height))
        return True


@pytest.fixture
def line() -> Iterator[tuple[FileIO, TextIO]]:
    """A terminal: where its user sits, which nobody reads, and where a program draws."""
    handlers = {number: signal.getsignal(number) for number in HANDLED}
    user, screen = os.openpty()
    with open(user, "wb", buffering=0) as near, open(screen, "w", closefd=False) as device:
        yield near, device
        near.close()
        with suppress(OSError):
            device.close()
    os.close(screen)
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def device(line: tuple[FileIO, TextIO]) -> TextIO:
    """Where a program draws."""
    return line[1]


def resize(device: TextIO, size: Size) -> None:
    """Another size, and the signal that says so."""
    packed = struct.pack("HHHH", size[1], size[0], 0, 0)
    fcntl.ioctl(device.fileno(), termios.TIOCSWINSZ, packed)
    signal.raise_signal(signal.SIGWINCH)


@pytest.mark.requirement("REL-23")
@pytest.mark.parametrize("reading", [1, 2, 3])
async def test_a_size_that_changes_while_it_is_read(device: TextIO, reading: int) -> None:
    resized_at = {reading: (60, 15), reading + 1: (100, 30)}

    class Driver(driver_for(device, suspends=False)):  # type: ignore[misc]
        """Has the size changed whenever it was read, and was not told yet."""

        readings = 0

        def _get_terminal_size(self) -> Size:
            found: Size = super()._get_terminal_size()
            self.readings += 1
            if size := resized_at.pop(self.readings, None):
                resize(device, size)
            return found

    app = Listener()
    driver = Driver(app)
    driver.start_application_mode()
    try:
        async with asyncio.timeout(PATIENCE):
            while driver.readings < reading + 2 or len(app.told) < driver.readings:
                if len(app.told) == driver.readings < reading:
                    resize(device, (80 + driver.readings, 24))
                await asyncio.sleep(0)
    finally:
        driver.stop_application_mode()
        driver.close()
    assert app.told[-1] == (100, 30)


@pytest.mark.requirement("REL-26")
async def test_nobody_waits_for_a_terminal_that_is_gone(line: tuple[FileIO, TextIO]) -> None:
    user, device = line
    driver = driver_for(device, suspends=False)(Listener())

    def draw() -> None:
        for _ in range(PIECES):
            driver.write("x" * 1000)

    driver.start_application_mode()
    drawing = Thread(target=draw, daemon=True)
    try:
        user.close()
        drawing.start()
        drawing.join(PATIENCE)
        assert not drawing.is_alive()
        driver.stop_application_mode()
        driver.close()
    finally:
        driver.exit_event.set()
