"""What the user should know just now, in one or two lines under the header."""

from collections.abc import Iterable
from typing import NamedTuple

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Remark(NamedTuple):
    """A sentence that stays until it no longer holds.

    Attributes:
        text: the sentence, safe to draw.
        severity: `information`, `warning` or `error`.
    """

    text: str
    severity: str = "information"

    def __bool__(self) -> bool:
        return bool(self.text)


def joined(remarks: Iterable[Remark]) -> Remark:
    """A line for each, as severe as the worst."""
    said = [remark for remark in remarks if remark]
    worst = max((remark.severity for remark in said), key=list(MARKS).index, default="information")
    return Remark("\n".join(remark.text for remark in said), worst)


MARKS = {"information": ("i", "primary"), "warning": ("!", "warning"), "error": ("✗", "error")}
"""What stands before a remark of each severity, the mildest first, and the theme's colour for it."""


class Notice(Widget):
    """The remark of the moment."""

    DEFAULT_CSS = """
    Notice {
        height: auto;
        max-height: 3;
        padding: 0 1;
        display: none;
        background: $surface;
        &.-shown { display: block; }
    }
    """

    remark: reactive[Remark] = reactive(Remark(""), toggle_class="-shown", layout=True)

    def render(self) -> RenderResult:
        """The remark with a mark that needs no colour to be told apart."""
        mark, colour = MARKS[self.remark.severity]
        return Content.assemble(
            (f"{mark} ", f"bold ${colour}"), (self.remark.text, f"$text-{colour}")
        )
