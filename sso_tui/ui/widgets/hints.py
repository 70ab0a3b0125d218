"""What a place on a line of the tree means, in a sentence, for a mouse that rests there."""

from typing import Final

from sso_tui.ui.outline import Outline
from sso_tui.ui.widgets.role_line import (
    ARROW,
    AT_HAND,
    BADGE,
    FAVOURITE,
    IN_SHELL,
    MARKS,
    STATE,
    Look,
    mark_of,
)

ID: Final = 14
"""Cells of an account's id, with those before it."""

OF_MARKS: Final = {
    IN_SHELL: "The calling shell has this role.",
    FAVOURITE: "A favourite: it comes before others.",
    AT_HAND: "Credentials of this role are at hand.",
}


KIND: Final = "The kind of the account, by its name, its id or its tags; the settings say by which."


def hint(outline: Outline, line: int, column: int, width: int, look: Look) -> str:
    """The sentence; empty where the line speaks for itself.

    Args:
        outline: the lines.
        line: which one.
        column: the cell of the line, from the left.
        width: how many cells the line has.
        look: what is drawn beside the names.
    """
    if not outline.is_account(line):
        role = outline.index.role(outline.row(line))
        mark = mark_of(role, look)[0] if role else ""
        if column in MARKS:
            return OF_MARKS.get(mark, "")
        at_hand = role is not None and role in look.time_left and column >= width - STATE
        return "How long the credentials at hand last." if at_hand else ""
    if column < ARROW and outline.matching_of(line):
        return "A click opens or closes the account."
    return _of_account(outline, line, width - column, look)


def _of_account(outline: Outline, line: int, from_right: int, look: Look) -> str:
    entry = outline.entry(line)
    if from_right <= STATE:
        return entry.failure or _count(outline, line)
    kind = look.kind_of(entry.account.id, entry.account.wire_name)
    if kind and not look.tags and STATE + ID < from_right <= STATE + ID + BADGE:
        return KIND
    return ""


def _count(outline: Outline, line: int) -> str:
    entry = outline.entry(line)
    shown, matching = outline.shown_of(line), outline.matching_of(line)
    if not entry.known:
        return "Its roles are yet to be read."
    if 0 < shown < matching:
        return f"{shown} of {matching} roles that match are shown; a click on ▾ shows all."
    if 0 < matching < len(entry.role_names):
        return f"{matching} of its {len(entry.role_names)} roles match the filter."
    return ""
