"""A frame is drawn at once after a pause, and one period after the one before."""

import asyncio
from collections.abc import Callable

from stage import Stage
from textual.screen import UPDATE_PERIOD, Screen

from sso_tui.ui.frames import Frames


class Loop(asyncio.SelectorEventLoop):
    """A loop whose clock goes when it is told to."""

    now = 100.0

    def time(self) -> float:
        return self.now

    def until(self, moment: float) -> None:
        """Go on to that moment, and do what is due by then."""
        self.now = moment
        self.call_soon(self.stop)
        self.run_forever()


def drawn() -> tuple[Loop, Frames, list[float]]:
    """A loop, what draws on it, and the moments of its frames."""
    loop, moments = Loop(), list[float]()
    return loop, Frames(Screen(), lambda: moments.append(loop.now), loop), moments


def test_after_a_pause_a_frame_is_drawn_at_once() -> None:
    loop, frames, moments = drawn()
    for moment in (100.0, 107.003, 107.503):
        loop.now = moment
        frames.resume()
        loop.until(moment)
    assert moments == [100.0, 107.003, 107.503]
    loop.close()


def test_what_follows_from_a_frame_is_drawn_one_period_later() -> None:
    loop, frames, moments = drawn()
    frames.resume()
    loop.until(100.0)
    loop.now += UPDATE_PERIOD / 3
    frames.resume()
    frames.resume()
    loop.until(100.0 + UPDATE_PERIOD - 1e-6)
    assert moments == [100.0]
    loop.until(100.0 + UPDATE_PERIOD)
    assert moments == [100.0, 100.0 + UPDATE_PERIOD]
    loop.close()


def test_what_was_drawn_otherwise_needs_no_frame() -> None:
    loop, frames, moments = drawn()
    frames.resume()
    frames.pause()
    loop.until(200.0)
    assert moments == []
    frames.resume()
    loop.until(200.0)
    assert moments == [200.0]
    loop.close()


async def test_the_list_is_drawn_so(listed: Stage, app_on: Callable[[Stage], object]) -> None:
    app = app_on(listed)
    async with app.run_test():
        assert isinstance(app.main_screen._update_timer, Frames)
