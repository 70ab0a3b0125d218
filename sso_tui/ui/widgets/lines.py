"""Lines of which only those in sight are drawn, and one of which is highlighted.

What the lines are is the affair of whoever inherits this; here they are numbers.
"""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView

from sso_tui.ui.bound import bound


class Lines(ScrollView, can_focus=True):
    """The highlight among lines, where it can go, and that it stays in sight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("up", "move(-1)"),
        bound("down", "move(1)"),
        bound("page-up", "move_page(-1)"),
        bound("page-down", "move_page(1)"),
        bound("first", "move(-1000000)"),
        bound("last", "move(1000000)"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.line = 0
        """The highlighted line."""
        self.touched = False
        """Whether the user has moved the highlight since the lines became others altogether."""

    @property
    def count(self) -> int:
        """How many lines there are."""
        return 0

    @property
    def room(self) -> int:
        """How many lines are in sight."""
        return self.scrollable_content_region.height

    def put(self, line: int, *, centre: bool = False) -> None:
        """Draw all lines anew, with the highlight on that one."""
        self.line = line
        self.virtual_size = Size(self.size.width, self.count)
        self._reveal(centre=centre)
        self.refresh()

    def go(self, line: int) -> None:
        """Move the highlight, as the user wants it."""
        self.touched = True
        if not self.count or line == self.line:
            return
        self.line = line
        self._reveal()
        self.refresh()
        self.moved()

    def moved(self) -> None:
        """The user moved the highlight."""

    def opens(self, line: int, column: int) -> bool:
        """Whether a click on a line that is not highlighted yet chooses it all the same."""
        return False

    def on_resize(self, event: events.Resize) -> None:
        """Keep the highlight in sight, with what stands around it unless the user moved it.

        Lines that were put while there was no room for any left it at the very top, below the line
        that says whose role it is.
        """
        if self.count:
            self.virtual_size = Size(event.size.width, self.count)
            self._reveal(centre=not self.touched)

    def on_click(self, event: events.Click) -> None:
        """Highlight what was clicked; choose it if it was highlighted already."""
        event.stop()
        line = event.y + int(self.scroll_offset.y)
        if line < self.count:
            chosen = line == self.line or self.opens(line, event.x)
            self.go(line)
            if chosen:
                self.action_choose()

    def action_move(self, lines: int) -> None:
        """Move the highlight by that many lines."""
        if self.count:
            self.go(max(0, min(self.line + lines, self.count - 1)))

    def action_move_page(self, pages: int) -> None:
        """Move the highlight by that many screens."""
        self.action_move(pages * max(self.room - 1, 1))

    def action_choose(self) -> None:
        """Choose the highlighted line."""

    def head(self, line: int) -> int:
        """The line above, or at, that one without which it says little."""
        return line

    def _reveal(self, *, centre: bool = False) -> None:
        self._bring_in(Region(0, self.line, 1, 1), centre=centre)
        if centre and self.line - (head := self.head(self.line)) < self.room:
            self._bring_in(Region(0, head, 1, self.line - head + 1), centre=False)

    def _bring_in(self, region: Region, *, centre: bool) -> None:
        self.scroll_to_region(region, animate=False, center=centre, force=True, immediate=True)
