"""How far the listing has come, in one line that is gone once there is nothing to say."""

from datetime import timedelta

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from sso_tui.catalogue import Progress
from sso_tui.moments import left

SHORTEST_BAR = 8
"""Cells that the bar has at least; words that leave it fewer are left out, the last ones first."""


class ProgressLine(Widget):
    """A bar with the accounts done of all, the time left, the rate, and whether it is held down."""

    DEFAULT_CSS = """
    ProgressLine {
        height: 1;
        padding: 0 1;
        display: none;
        &.-listing { display: block; }
    }
    """

    progress: reactive[Progress | None] = reactive(None, toggle_class="-listing")

    def on_mount(self) -> None:
        """Explain itself to a mouse that rests here."""
        self.tooltip = "Accounts whose roles are read, of all. What is in sight comes first."

    def render(self) -> RenderResult:
        """The bar, as wide as the line has room for it."""
        if self.progress is None:
            return Content("")
        done, total = self.progress.done, self.progress.total
        said = words(self.progress, self.content_size.width - SHORTEST_BAR - 1)
        width = max(self.content_size.width - len(said) - 1, 0)
        filled = width * done // total if total else 0
        return Content.assemble(
            ("━" * filled, "$primary"),
            ("─" * (width - filled), "$panel-lighten-2"),
            (f" {said}", "$foreground-muted"),
        )


def words(progress: Progress, room: int) -> str:
    """The progress in words, as many of them as there is room for."""
    said, *more = _parts(progress)
    for part in more:
        if len(said) + len(part) + 3 <= room:
            said = f"{said} · {part}"
    return said


def _parts(progress: Progress) -> list[str]:
    """What there is to say, the most important first."""
    done, total = progress.done, progress.total
    if not total:
        return ["reading the accounts", *(["throttled by the portal"] * progress.throttled)]
    parts = [f"{done}/{total} accounts{'' if progress.counted else ' so far'}"]
    if progress.left is not None:
        parts.append(f"{left(timedelta(seconds=max(progress.left, 1)))} left")
    if progress.throttled:
        parts.append("throttled by the portal")
    if progress.rate:
        parts.append(f"{round(progress.rate) or progress.rate}/s")
    return parts
