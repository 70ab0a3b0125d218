"""What is known of the highlighted account and role."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rich.cells import cell_len, chop_cells
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

WORDS: Final = 13
"""Cells for the words on the left; what they say stands right of them, or below where it is longer
than the room there."""


class Details(NamedTuple):
    """The facts to show, in the order in which they are shown.

    Attributes:
        title: what it is about, safe to draw.
        facts: pairs of a word and a text, safe to draw; the pairs without a text are left out.
        trouble: what went wrong with it, safe to draw.
        roles: names of the roles that an account has, safe to draw.
    """

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    trouble: str = ""
    roles: tuple[str, ...] = ()


class DetailPane(Widget):
    """A column on the right; it is not there on narrow screens."""

    DEFAULT_CSS = """
    DetailPane {
        width: 36%;
        min-width: 36;
        max-width: 48;
        background: $surface;
        padding: 0 2;
    }
    """

    details: reactive[Details] = reactive(Details())

    def render(self) -> RenderResult:
        """One text: the title, a line for each fact, what went wrong, and the roles."""
        details, (width, height) = self.details, self.content_size
        if not details.title:
            return Content("")
        parts = [Content.styled(details.title, "bold $primary"), Content("")]
        parts += _facts(details.facts, width)
        if details.trouble:
            parts += [Content(""), Content.styled(details.trouble, "$text-error")]
        if details.roles:
            parts += _roles(details.roles, height - len(parts))
        return Content("\n").join(parts)


def _facts(facts: Iterable[tuple[str, str]], width: int) -> Iterator[Content]:
    for word, text in facts:
        if text:
            said = f"{' ' * (WORDS - len(word))}{text}"
            if len(word) >= WORDS or WORDS + cell_len(text) > width:
                said = "".join(f"\n  {line}" for line in chop_cells(text, max(width - 2, 1)))
            yield Content.assemble((word, "$foreground-muted"), said)


def _roles(roles: tuple[str, ...], room: int) -> Iterator[Content]:
    """As many as there is room for, under a heading."""
    yield Content("")
    yield Content.styled(
        "1 role" if len(roles) == 1 else f"{len(roles)} roles", "$foreground-muted"
    )
    room = max(room - 3, 1)
    cut = len(roles) > room
    for name in roles[: room - cut]:
        yield Content(f"  {name}")
    if cut:
        yield Content.styled(f"  and {len(roles) - room + 1} more", "$foreground-muted")
