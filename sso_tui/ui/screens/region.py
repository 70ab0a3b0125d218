"""The region that commands under a role work in."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from sso_tui.ui.screens.modal import Dialog


class RegionScreen(Dialog[str]):
    """Asks for a region's name; its result is what was typed."""

    HELP = """\
### The region

Commands under this role work in that region, from now on. Any name will do; **→** completes the
known ones. An empty line leaves it to the settings, or to the calling shell.
"""

    DEFAULT_CSS = """
    RegionScreen {
        & > #box { width: 52; }
        & Input { background: $panel; padding: 0 1; margin: 0 0 1 0; }
        & Static { color: $foreground-muted; }
    }
    """

    def __init__(self, title: str, current: str, regions: Sequence[str], about: str = "") -> None:
        """
        Args:
            title: account and role, safe to draw.
            current: the region that holds now; empty for none.
            regions: those that are completed.
            about: the portal, safe to draw; empty where there is one alone.
        """
        super().__init__(title, about)
        self._current = current
        self._regions = tuple(regions)

    def compose_box(self) -> ComposeResult:
        """A line to type in, which completes what it knows."""
        suggester = SuggestFromList(self._regions, case_sensitive=False)
        yield Input(self._current, placeholder="eu-central-1", suggester=suggester, compact=True)
        yield Static("enter remembers it for this role · → completes", markup=False)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Leave with what was typed."""
        self.dismiss(event.value.strip().lower())
