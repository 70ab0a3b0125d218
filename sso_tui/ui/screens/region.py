"""The region that commands under a role work in."""

from collections.abc import Callable, Sequence
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from sso_tui.errors import UsageError
from sso_tui.ui.screens.modal import Dialog

HINT: Final = "enter remembers it for this role · → completes"


class RegionScreen(Dialog[str]):
    """Asks for a region's name; its result is what was typed."""

    HELP = """\
### The region

Commands under this role work in that region, from now on. **→** completes the known ones, and others
will do too. An empty line leaves it to the settings, or to the calling shell.
"""

    DEFAULT_CSS = """
    RegionScreen {
        & > #box { width: 52; }
        & Input { background: $panel; padding: 0 1; margin: 0 0 1 0; }
        & #hint { color: $foreground-muted; }
    }
    """

    def __init__(
        self,
        title: str,
        current: str,
        regions: Sequence[str],
        named: Callable[[str], str],
        about: str = "",
    ) -> None:
        """
        Args:
            title: account and role, safe to draw.
            current: the region that holds now; empty for none.
            regions: those that are completed.
            named: the region that a text names, empty for none; raises UsageError where it can't be
                one.
            about: the portal, safe to draw; empty where there is one alone.
        """
        super().__init__(title, about)
        self._current = current
        self._regions = tuple(regions)
        self._named = named

    def compose_box(self) -> ComposeResult:
        """A line to type in, which completes what it knows."""
        suggester = SuggestFromList(self._regions, case_sensitive=False)
        yield Input(self._current, placeholder="eu-central-1", suggester=suggester, compact=True)
        yield Static(HINT, id="hint", markup=False)

    @on(Input.Changed)
    def changed(self) -> None:
        """What was said of the text before does not hold any more."""
        self.query_one("#hint", Static).update(HINT)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Leave with what was typed, or say why it won't do."""
        try:
            self.dismiss(self._named(event.value))
        except UsageError as error:
            self.query_one("#hint", Static).update(Content.styled(str(error), "$text-error"))
