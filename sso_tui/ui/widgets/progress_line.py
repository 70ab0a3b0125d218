"""How far the listing has come, in one line that is gone once there is nothing to say."""

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from sso_tui.catalogue import Progress


class ProgressLine(Widget):
    """A bar with the accounts done of all."""

    DEFAULT_CSS = """
    ProgressLine {
        height: 1;
        padding: 0 1;
        display: none;
        &.-listing { display: block; }
    }
    """

    progress: reactive[Progress | None] = reactive(None, toggle_class="-listing")

    def render(self) -> RenderResult:
        """The bar, as wide as the line has room for it."""
        if self.progress is None:
            return Content("")
        done, total = self.progress.done, self.progress.total
        words = f" {done}/{total} accounts" if total else " reading the accounts"
        if self.progress.throttled:
            words += " · the portal asks for fewer requests"
        width = max(self.content_size.width - len(words), 4)
        filled = width * done // total if total else 0
        return Content.assemble(
            ("━" * filled, "$primary"),
            ("─" * (width - filled), "$panel-lighten-2"),
            (words, "$foreground-muted"),
        )
