"""What a user does at every terminal: look until it is there.

Nothing here waits on time: what is done is followed by looking until something shows, and a deadline
turns what never shows into a failure that says what was there instead.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from programs import PATIENCE

GLANCE = 0.02
"""Seconds between two looks."""


def until(seen: Callable[[], object], told: Callable[[], str] = lambda: "it never came") -> None:
    """Look until `seen` is true; fail with what `told` says after `PATIENCE` seconds."""
    deadline = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < deadline, told()
        time.sleep(GLANCE)


class Screen(ABC):
    """Whatever shows a screen."""

    @abstractmethod
    def screen(self) -> str:
        """What is to be seen now."""

    def until(self, *texts: str, without: str = "\0") -> str:
        """The screen, once it shows every one of `texts` and does not show `without`."""
        seen = ""

        def shown() -> bool:
            nonlocal seen
            seen = self.screen()
            return all(text in seen for text in texts) and without not in seen

        until(shown, lambda: f"no {texts} without {without!r} in:\n{seen}")
        return seen


def running(process: int) -> bool:
    """Whether a process is there, and is no zombie."""
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
