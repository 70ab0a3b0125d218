"""Where the filter is typed.

It keeps the focus while the tree is moved in: keys that mean nothing to a line of text go up to the
screen, and the arrows do too once the cursor stands at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from sso_tui.ui.bound import bound

HINT = "Type to filter: name, id, role …"


MOVES: tuple[Binding, ...] = (
    bound("up", "screen.move(-1)"),
    bound("down", "screen.move(1)"),
    bound("page-up", "screen.move_page(-1)"),
    bound("page-down", "screen.move_page(1)"),
    bound("open-all", "screen.fold_all(True)"),
    bound("close-all", "screen.fold_all(False)"),
    bound("switch-focus", "screen.switch_focus"),
)
"""What the screen does wherever the focus is. They are bound here too, so that a key of the user's
own comes before what a line of text does with it."""


class FilterInput(Input):
    """A line of text that filters as it is typed."""

    HELP = """\
### Filter

All words must match, each by its letters in order, best at the starts of words. A capital makes a
word case-sensitive.

`'exact` `^start` `end$` `!not`\\
`account:pay` `id:0042` `role:admin` `email:data` `tag:x` `portal:main`\\
`is:favourite` `is:recent` `is:active` `is:failed` `is:hidden`

`:` and `?` in an empty filter: the palette, and this.
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("choose", "submit", "Use", tooltip="Use the highlighted role", show=True),
        *MOVES,
    ]

    DEFAULT_CSS = """
    FilterInput {
        border: none;
        height: 1;
        padding: 0;
        width: 1fr;
        background: $surface;
        &:focus { border: none; background-tint: transparent; }
    }
    """

    @dataclass(eq=False, repr=False)
    class Fold(Message):
        """The user wants the highlighted account opened, or closed."""

        opens: bool

    @dataclass(eq=False, repr=False)
    class Asked(Message):
        """A character that asks for something while there is no text: `:` or `?`."""

        character: str

    def __init__(
        self, value: str, *, can_fold: Callable[[bool], bool], id: str | None = None
    ) -> None:
        super().__init__(value, placeholder=HINT, id=id, select_on_focus=False)
        self.can_fold = can_fold
        """Whether the highlighted line is an account that can be opened (True) or closed (False)."""

    async def _on_key(self, event: events.Key) -> None:
        if not self.value and event.character in (":", "?"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked(event.character))
            return
        await super()._on_key(event)

    def action_cursor_right(self, select: bool = False) -> None:
        """Move right; at the end of the text, open the highlighted account instead."""
        if not select and self.cursor_at_end and self.can_fold(True):
            self.post_message(self.Fold(opens=True))
        else:
            super().action_cursor_right(select)

    def action_cursor_left(self, select: bool = False) -> None:
        """Move left; at the end of the text, close the highlighted account instead."""
        if not select and self.cursor_at_end and self.can_fold(False):
            self.post_message(self.Fold(opens=False))
        else:
            super().action_cursor_left(select)
