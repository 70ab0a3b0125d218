"""When is a frame due?

Textual draws by an interval that is paused while there is nothing to draw. Whoever changes something
after a pause sees it at once, but what follows from that, as a list follows from a letter, only one to
two periods later: the interval counts the period under way as gone. Here the next frame is due one
period after the one before, or at once.
"""

import asyncio

from textual.screen import UPDATE_PERIOD, Screen
from textual.timer import Timer, TimerCallback


class Frames(Timer):
    """Stands in for the interval by which a screen draws."""

    def __init__(
        self, screen: Screen[None], draw: TimerCallback, loop: asyncio.AbstractEventLoop
    ) -> None:
        """
        Args:
            screen: what is drawn.
            draw: draws what of it has changed.
            loop: the screen's, whose clock counts.
        """
        super().__init__(screen, UPDATE_PERIOD, name="frames", callback=draw)
        self._draw = draw
        self._loop = loop
        self._due = self._loop.time()
        self._next: asyncio.TimerHandle | None = None

    def resume(self) -> None:
        """Something is to be drawn."""
        if self._next is None:
            self._next = self._loop.call_at(self._due, self._frame)

    def pause(self) -> None:
        """Nothing is to be drawn any more."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _frame(self) -> None:
        self._next = None
        self._due = self._loop.time() + UPDATE_PERIOD
        self._draw()
