"""A terminal whose size changes again while its size is read: what is told last is what holds."""

import asyncio
import fcntl
import os
import signal
import struct
import termios
from collections.abc import Iterator
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
"""Seconds after which a size that was not told is taken never to be."""


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
def device() -> Iterator[TextIO]:
    """A terminal to draw on, of which nobody reads what is drawn."""
    handlers = {number: signal.getsignal(number) for number in HANDLED}
    keyboard, screen = os.openpty()
    with open(keyboard, "wb", buffering=0), open(screen, "w") as device:
        yield device
    for number, handler in handlers.items():
        signal.signal(number, handler)


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
