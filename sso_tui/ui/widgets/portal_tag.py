"""What a line says of its portal, where several are shown.

Two marks that need no colour stand before a portal's name. A portal that has no account to show has
a line of its own, which says why.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment

from sso_tui.ui.outline import Outline
from sso_tui.ui.widgets.role_line import Cells, StyleOf, column, marked

WIDEST: Final = 16
"""Cells for a portal's name at the most."""


class Tag(NamedTuple):
    """How a portal stands.

    Attributes:
        name: its name, safe to draw.
        sentence: why it has no account, for the line that stands for it then.
        word: the same in a word or two.
        signed_out: whether what is listed of it is the last list alone.
        break_glass: whether it is for emergencies alone.
    """

    name: str
    sentence: str = ""
    word: str = ""
    signed_out: bool = False
    break_glass: bool = False

    @property
    def marks(self) -> str:
        """What stands before its name."""
        return ("!" if self.break_glass else " ") + ("○" if self.signed_out else " ")

    @property
    def short(self) -> str:
        """Its name, without what all start URLs begin with, where it is one."""
        return self.name.removeprefix("https://")

    @property
    def part(self) -> str:
        """The part of the tree whose style it has."""
        return "failed" if self.break_glass else "muted"


def beside(tag: Tag, every: Mapping[str, Tag], style: StyleOf) -> Cells:
    """The portal on the line of one of its accounts, as wide as the longest name of all."""
    width = min(max(cell_len(one.short) for one in every.values()), WIDEST)
    return [Segment(f"  {tag.marks} {set_cell_size(tag.short, width)}", style(tag.part))]


def alone(outline: Outline, line: int, tag: Tag, style: StyleOf) -> tuple[Cells, Cells]:
    """The line of a portal that has no account to show: what gives way, and what doesn't."""
    spans = outline.index.spans(outline.result.query, outline.row(line))
    left = [
        Segment(f"{tag.marks} ", style(tag.part)),
        *marked(tag.name, spans.name, style("account"), style("match")),
        Segment(f"  {tag.sentence}", style("muted")),
    ]
    return left, [Segment(column(tag.word), style("muted"))]
