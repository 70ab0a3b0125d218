"""The keys that hold now, in the last line: as many as there is room for, whole ones."""

from collections.abc import Iterable, Iterator
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

HELP: Final = "app.help"
"""The action that comes last."""


class KeyLine(Footer):
    """Textual's footer, which leaves out keys that would be cut."""

    DEFAULT_CSS = "KeyLine { padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
        self._width = 0

    def compose(self) -> ComposeResult:
        """The keys in their order, up to the first one that does not fit; help is always there."""
        self._width = self.size.width or self.app.size.width
        keys = list(super().compose())
        helps = [key for key in keys if isinstance(key, FooterKey) and key.action == HELP]
        room = self._width - sum(map(_length, helps))
        yield from _fitting((key for key in keys if key not in helps), room)
        yield from helps

    def on_resize(self, event: events.Resize) -> None:
        """Show more of them, or fewer."""
        if self._width not in (0, event.size.width):
            self.call_after_refresh(self.recompose)


def _fitting(keys: Iterable[Widget], room: int) -> Iterator[Widget]:
    for key in keys:
        room -= _length(key)
        if room < 0:
            return
        yield key


def _length(key: Widget) -> int:
    """The cells that a key takes, with one between it and the next."""
    return len(f"{key.key_display} {key.description} ") if isinstance(key, FooterKey) else 0
