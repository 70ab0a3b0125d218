"""What the screen shows, and the way to wait for it: on its work, never on time."""

from contextlib import suppress

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Outcome


async def settled(pilot: Pilot[Outcome]) -> None:
    """Wait until no work is under way and everything it said has been drawn."""
    await pilot.pause()
    for _ in range(2):
        for worker in list(pilot.app.workers):
            with suppress(WorkerCancelled):  # as where the app ends by what it was done for
                await worker.wait()
        await pilot.pause()


def drawn(app: SsotuiApp) -> str:
    """The screen as text, line by line."""
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in lines)


async def filtered(pilot: Pilot[Outcome], text: str) -> None:
    """Put `text` into the filter, as pasting it would."""
    app = pilot.app
    assert isinstance(app, SsotuiApp)
    app.main_screen.finder.filter_input.value = text
    await pilot.pause()


def toasts(app: SsotuiApp) -> str:
    """What was said in passing."""
    return " ".join(str(note.message) for note in app._notifications)
