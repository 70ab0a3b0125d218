"""How one line of the tree looks.

Names stand left and give way; ids, counts and times stand right and never do. Nothing here knows
the widget: a line goes in, a strip of cells comes out.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from sso_tui.catalogue import Entry
from sso_tui.environments import Environment
from sso_tui.model import Role
from sso_tui.ui.outline import Outline

if TYPE_CHECKING:
    from sso_tui.ui.widgets.portal_tag import Tag

StyleOf = Callable[[str], Style]

Cells = list[Segment]
"""A part of a line."""

KindOf = Callable[[str, str], Environment | None]

BADGE: Final = 9
"""Cells for the word of an account's kind, with one on each side of it."""

POINTER: Final = "▌"
"""What the highlighted line begins with, so that it can be told without colour."""

IN_SHELL: Final = "◆"
"""The mark of the role that the calling shell has."""

FAVOURITE: Final = "★"
"""The mark of a favourite."""

AT_HAND: Final = "●"
"""The mark of a role whose credentials are at hand."""

ARROW: Final = 4
"""Cells at the left of an account's line that open and close it at the first click."""

MARKS: Final = range(3, 6)
"""The cells of the mark, with one on each side of it."""

STATE: Final = 13
"""Cells at the right of an account's line: how many roles it has, or why that is not known. Between
blanks there is room for the best of some hundred."""

NAME_BEFORE_ID = 23
"""Cells that a name keeps before the account's id gives way, where there is a portal's name too."""

NAME_AT_LEAST = 12
"""Cells that a name keeps before what stands right of it gives way, so that 20 columns still work."""


def _of_no_kind(account_id: str, name: str) -> None:  # noqa: ARG001 - what every `KindOf` takes
    return None


class Look(NamedTuple):
    """What is drawn beside the names.

    Attributes:
        favourites: roles with a star, by one of their spellings.
        time_left: roles whose credentials are at hand, and how long they last, in words.
        shell_role: the role that the calling shell has, as `ACCOUNT_ID/ROLE`; empty for none.
        shell_portal: the key of its portal; empty where that is not known.
        ending: roles whose credentials at hand end soon.
        aliases: the user's own names for accounts, by id, safe to draw.
        kind_of: the kind of an account, by its id and its name; None where it is of none.
        tags: what is said of each portal, by its key; empty where one alone is shown.
    """

    favourites: frozenset[str] = frozenset()
    time_left: Mapping[Role, str] = {}
    ending: frozenset[Role] = frozenset()
    shell_role: str = ""
    shell_portal: str = ""
    aliases: Mapping[str, str] = {}
    kind_of: KindOf = _of_no_kind
    tags: Mapping[str, "Tag"] = {}


def draw(
    outline: Outline, line: int, width: int, look: Look, style: StyleOf, *, cursor: bool
) -> Strip:
    """The cells of one line, exactly `width` of them."""
    under = style("cursor") if cursor else style("plain")
    if not outline.is_account(line):
        left, right = _role(outline, line, look, style)
    elif look.tags:
        left, right = _of_portal(outline, line, width, look, style)
    else:
        left, right = _account(outline, line, look, style)
    room = width - _length(right)
    if room < NAME_AT_LEAST:
        right, room = [], width
    cells = [*_fitted(left, room), *right]
    if not cursor:
        return Strip([_over(segment, under) for segment in cells], width)
    plain = style("plain")
    cells[:1] = _pointed(cells[0], style("pointer"))
    return Strip([_over(segment, under, instead_of=plain.bgcolor) for segment in cells], width)


def _pointed(first: Segment, pointer: Style) -> Cells:
    """The beginning of the highlighted line; what is no blank there stays."""
    if not first.text.startswith(" "):
        return [first]
    return [Segment(POINTER, pointer), Segment(first.text[1:], first.style)]


def _account(
    outline: Outline, line: int, look: Look, style: StyleOf, *, with_id: bool = True
) -> tuple[Cells, Cells]:
    entry = outline.entry(line)
    spans = outline.index.spans(outline.result.query, outline.row(line))
    shown, matching = outline.shown_of(line), outline.matching_of(line)
    arrow = " " if not matching else "▾" if shown else "▸"
    left = [
        Segment(f" {arrow} ", style("muted")),
        *marked(entry.account.name, spans.name, style("account"), style("match")),
    ]
    if alias := look.aliases.get(entry.account.id):
        left.append(Segment(f"  {alias}", style("muted")))
    if not shown and _has_shells_role(outline, line, look):
        left.append(Segment(f"  {IN_SHELL}", style("active")))
    state, part = _state(entry, shown, matching)
    number = marked(entry.account.id, spans.id, style("muted"), style("match"))
    right = [
        Segment(" "),
        *_badge(look.kind_of(entry.account.id, entry.account.wire_name), style),
        *([Segment("  ", style("muted")), *number] if with_id else []),
        Segment(column(state), style(part)),
    ]
    return left, right


def _has_shells_role(outline: Outline, line: int, look: Look) -> bool:
    """Whether the role of the calling shell is one of the line's account, or might be."""
    there = look.shell_role.startswith(f"{outline.entry(line).account.id}/")
    return there and look.shell_portal in ("", outline.portal(line))


def _of_portal(
    outline: Outline, line: int, width: int, look: Look, style: StyleOf
) -> tuple[Cells, Cells]:
    """An account's line that says its portal, or the line of a portal that has no account."""
    from sso_tui.ui.widgets import portal_tag

    tag = look.tags[outline.portal(line)]
    if not outline.entry(line).account.id:
        return portal_tag.alone(outline, line, tag, style)
    beside = portal_tag.beside(tag, look.tags, style)
    for with_id, least in ((True, NAME_BEFORE_ID), (False, NAME_AT_LEAST)):
        left, right = _account(outline, line, look, style, with_id=with_id)
        if _length(beside) + _length(right) + least <= width:
            return left, [*beside, *right]
    return left, beside


def _length(cells: Cells) -> int:
    return sum(segment.cell_length for segment in cells)


def _badge(kind: Environment | None, style: StyleOf) -> Cells:
    if kind is None:
        return [Segment(" " * BADGE)]
    word = set_cell_size(kind.word, min(cell_len(kind.word), BADGE - 2))
    rest = BADGE - 2 - cell_len(word)
    return [Segment(f" {word} ", style(kind.colour)), Segment(" " * rest)]


def column(state: str) -> str:
    """The state of an account as wide as every other, since ids stand before it."""
    room = STATE - 2
    said = state if len(state) <= room else state.replace(" of ", "/")[:room]
    return f" {said:>{room}} "


def _state(entry: Entry, shown: int, matching: int) -> tuple[str, str]:
    count = len(entry.role_names)
    if entry.failure:
        return "failed", "failed"
    if not entry.known:
        return "loading…" if entry.pending else "not read", "muted"
    if 0 < shown < matching:
        return f"best of {matching}", "muted"
    if 0 < matching < count:
        return f"{matching} of {count}", "muted"
    return ("1 role" if count == 1 else f"{count} roles" if count else "no roles"), "muted"


def _role(outline: Outline, line: int, look: Look, style: StyleOf) -> tuple[Cells, Cells]:
    row = outline.row(line)
    role = outline.index.role(row)
    if role is None:
        return [], []
    spans = outline.index.spans(outline.result.query, row)
    mark, part = mark_of(role, look)
    left = [
        Segment("   ", style("muted")),
        Segment(f" {mark} ", style(part)),
        *marked(role.name, spans.role, style("role"), style("match")),
    ]
    part = "mark" if role in look.ending else "active"
    said = " · ".join(
        filter(None, ("in your shell" * (mark == IN_SHELL), look.time_left.get(role, "")))
    )
    return left, [Segment(f"  {said} ", style(part))] if said else []


def mark_of(role: Role, look: Look) -> tuple[str, str]:
    """What stands before a role's name, and the part whose style it has."""
    name = f"{role.account_id}/{role.wire_name}"
    if name == look.shell_role and look.shell_portal in ("", role.portal):
        return IN_SHELL, "active"
    if not look.favourites.isdisjoint(role.spellings):
        return FAVOURITE, "mark"
    return (AT_HAND, "active") if role in look.time_left else (" ", "muted")


def marked(text: str, positions: tuple[int, ...], plain: Style, match: Style) -> Cells:
    """A text, with the letters at the positions in the style of a match."""
    if not positions:
        return [Segment(text, plain)]
    marked = frozenset(positions)
    segments: Cells = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (end in marked) is not (start in marked):
            segments.append(Segment(text[start:end], match if start in marked else plain))
            start = end
    return segments


def _fitted(segments: Cells, width: int) -> Cells:
    total = sum(cell_len(segment.text) for segment in segments)
    if total <= width:
        return [*segments, Segment(" " * (width - total))]
    fitted: Cells = []
    room = width - 1
    for segment in segments:
        length = cell_len(segment.text)
        if length > room:
            return [*fitted, Segment(set_cell_size(segment.text, room) + "…", segment.style)]
        fitted.append(segment)
        room -= length
    return fitted


def _over(segment: Segment, under: Style, *, instead_of: Color | None = None) -> Segment:
    """A part of a line on what is under it; a background of its own stays, `instead_of` does not."""
    text, own, _ = segment
    if own is None:
        return Segment(text, under)
    if instead_of is not None and own.bgcolor == instead_of:
        return Segment(text, own + Style(bgcolor=under.bgcolor, color=own.color))
    return Segment(text, under + own)
