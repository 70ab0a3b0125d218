"""What the keys do here: a panel beside the screen, for the part that has the focus.

The words are that part's own `HELP`. Below stand the keys that hold just now, as the user has them;
what every line of text can do is left out.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.screen import Screen
from textual.widgets import HelpPanel, Markdown, Static
from textual.widgets._key_panel import BindingsTable, KeyPanel

from sso_tui.keys import KEYS, Place

LAST: Final = (Place.MAIN, Place.DIALOG, Place.EVERYWHERE)
"""Places whose keys come after those of all others."""

_PARTS: Final = ("key", "header")

_PAIRS: Final = {
    "up": ("down", "one line up, down"),
    "page-up": ("page-down", "one page up, down"),
    "open-all": ("close-all", "open, close every account"),
    "first": ("last", "the first line, the last"),
    "close": ("open", "close, open the account"),
    "profile.page-up": ("profile.page-down", "the change, page by page"),
}
"""Keys that share a line with another, and what is said of both."""

_SECONDS: Final = frozenset(second for second, _ in _PAIRS.values())


class KeyTable(BindingsTable):
    """The keys that have a name in the settings, under where they hold."""

    def render_bindings_table(self) -> Table:
        """Two columns: the key, and what it does; what can't be done now is dim."""
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", no_wrap=True)
        table.add_column()
        key, header = (self.get_component_rich_style(f"bindings-table--{it}") for it in _PARTS)
        held: dict[str, ActiveBinding] = {}
        for one in self.screen.active_bindings.values():
            if one.binding.id:
                held.setdefault(one.binding.id, one)
        names = sorted((held.keys() & KEYS.keys()) - _SECONDS, key=_order)
        for place, here in groupby(names, key=lambda name: KEYS[name].place):
            table.add_row("", Text(place.value, header))
            for name in here:
                keys, does = self._row(name, held)
                table.add_row(Text(keys, key), Text(does, "" if held[name].enabled else "dim"))
        return table

    def _row(self, name: str, held: Mapping[str, ActiveBinding]) -> tuple[str, str]:
        """The keys of one line, and what they do."""
        second, both = _PAIRS.get(name, ("", ""))
        pair = [held[one].binding for one in (name, second) if one in held]
        keys = " ".join(map(self.app.get_key_display, pair))
        return keys, both if len(pair) > 1 else KEYS[name].does


def _order(name: str) -> tuple[int, int]:
    """By place, and within one as they are listed."""
    place = KEYS[name].place
    return LAST.index(place) + 1 if place in LAST else 0, list(KEYS).index(name)


class Keys(KeyPanel):
    """The table of keys, which is drawn anew when others hold."""

    def compose(self) -> ComposeResult:
        """The table alone."""
        yield KeyTable(shrink=True, expand=False)


class Help(HelpPanel):
    """The words and the keys; beside the screen where there is room, else instead of it."""

    DEFAULT_CSS = """
    Help {
        width: 58;
        background: $surface;
        border-left: none;
        padding: 0 2;
        #widget-help {
            background: $surface;
            margin: 0;
            padding: 0;
            max-height: 60%;
            MarkdownBlock { padding: 0; margin: 0 0 1 0; }
            MarkdownH3 { color: $primary; text-style: bold; }
        }
        KeyPanel#keys-help {
            align: left top;
            & KeyTable > .bindings-table--key { color: $accent; text-style: bold; }
            & KeyTable > .bindings-table--header { color: $foreground-muted; text-style: none; }
        }
        & #closes { width: 1fr; height: 1; color: $foreground-muted; }
    }
    """

    def __init__(self, closes: str) -> None:
        """
        Args:
            closes: the key that takes the panel away.
        """
        super().__init__()
        self._closes = closes

    def compose(self) -> ComposeResult:
        """The words, the keys, and the way back."""
        yield Markdown(id="widget-help")
        yield Keys(id="keys-help")
        yield Static(f"{self._closes} closes this", id="closes", markup=False)


def toggle(screen: Screen[object], closes: str) -> None:
    """Show the panel on a screen, or take it away."""
    panels = screen.query(Help)
    screen.set_class(not panels, "-helping")
    if panels:
        panels.remove()
    else:
        screen.mount(Help(closes))
