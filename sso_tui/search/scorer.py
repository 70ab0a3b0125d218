"""How well do letters fit a text, and at which positions?

The measure is that of fzf's second algorithm: an optimal alignment, as Smith and Waterman find it,
that prefers letters at the start of words and letters in a row. A text is searched in the form
that the letters have (folded or not) and judged by its kinds of characters; all positions count in
the one text. A text starts with a separator, so a letter always has one before it.
"""

from operator import itemgetter
from typing import Final, NamedTuple

from sso_tui.search.letters import (
    BONUS,
    BOUNDARY,
    CONSECUTIVE,
    FIRST_LETTER,
    GAP_EXTENSION,
    GAP_START,
    MATCH,
    SEPARATOR,
)


class Alignment(NamedTuple):
    """Where letters were found, and how good that is."""

    score: int
    positions: tuple[int, ...]


_Cell = tuple[int, int, int, int]
"""One letter put at one position with the best that can stand before it: the position, the score,
the bonus of the first letter of the run that it belongs to, and the place of the cell before it
among those of the previous letter."""

_NOWHERE: Final[_Cell] = (1 << 30, 0, 0, 0)
"""Stands behind the last cell, beyond the end of any text."""

_LEAP: Final = GAP_START - 2 * GAP_EXTENSION
"""What a gap costs beside its width, measured from the letter before it to the one behind."""


def align(letters: str, text: str, kinds: str) -> Alignment | None:
    """The best way to find `letters` in `text` in their order; None where there is none.

    Only places that have the right letter are looked at. The penalty of a gap grows by one for
    each character, so the best letter to leave for a later place is the one with the highest sum
    of score and position, whatever that later place is.
    """
    windows = _windows(letters, text)
    if windows is None:
        return None
    rows: list[list[_Cell]] = []
    for letter, (start, end) in zip(letters, windows, strict=True):
        places = _places(letter, text, start, end)
        rows.append(_next_row(rows[-1], places, kinds) if rows else _first_row(places, kinds))
    return _traced(rows)


def _windows(letters: str, text: str) -> list[tuple[int, int]] | None:
    """The first and last position that each letter can have."""
    starts: list[int] = []
    at = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            return None
        starts.append(at - 1)
    ends: list[int] = []
    at = len(text)
    for letter in reversed(letters):
        at = text.rfind(letter, 0, at)
        ends.append(at)
    return list(zip(starts, reversed(ends), strict=True))


def _places(letter: str, text: str, start: int, end: int) -> list[int]:
    places = [start]
    while start < end:
        start = text.find(letter, start + 1, end + 1)
        places.append(start)
    return places


def _first_row(places: list[int], kinds: str) -> list[_Cell]:
    bonuses = [BONUS[kinds[place - 1 : place + 1]] for place in places]
    return [
        (place, MATCH + FIRST_LETTER * bonus, bonus, -1)
        for place, bonus in zip(places, bonuses, strict=True)
    ]


def _next_row(previous: list[_Cell], places: list[int], kinds: str) -> list[_Cell]:
    """The cells of the next letter: each leaps from the best cell before it, or steps from one
    that it follows without a gap.
    """
    row: list[_Cell] = []
    cells = enumerate([*previous, _NOWHERE])
    number, (position, score, run, _) = next(cells)
    reach, leap_from = -1, -1
    for place in places:
        while position < place - 1:
            if score + position > reach:
                reach, leap_from = score + position, number
            number, (position, score, run, _) = next(cells)
        bonus = BONUS[kinds[place - 1 : place + 1]]
        leap = max(reach - place + _LEAP, 0) + MATCH + bonus if leap_from >= 0 else -1
        if position == place - 1:
            run = _run_bonus(run, bonus)
            step = score + MATCH + max(run, bonus, CONSECUTIVE)
            if step >= leap:
                row.append((place, step, run, number))
                continue
        row.append((place, leap, bonus, leap_from))
    return row


def _run_bonus(so_far: int, bonus: int) -> int:
    """The bonus of a run that grew by a letter: the start of a better word begins it anew."""
    return bonus if bonus >= BOUNDARY and bonus > so_far else so_far


def _traced(rows: list[list[_Cell]]) -> Alignment:
    position, score, _, before = max(rows[-1], key=itemgetter(1))
    positions = [position]
    for row in reversed(rows[:-1]):
        position, _, _, before = row[before]
        positions.append(position)
    return Alignment(score, tuple(reversed(positions)))


def occurrence(needle: str, text: str, kinds: str) -> Alignment | None:
    """The best place where `needle` stands in `text` as it is; None where there is none.

    A separator at an end of `needle` binds it to the end of a piece, and is no letter itself.
    """
    letters = needle.strip(SEPARATOR)
    lead = len(needle) - len(needle.lstrip(SEPARATOR))
    best: Alignment | None = None
    place = text.find(needle)
    while place >= 0:
        start, end = place + lead, place + lead + len(letters)
        score = _run_score(kinds, start, end)
        if best is None or score > best.score:
            best = Alignment(score, tuple(range(start, end)))
        place = text.find(needle, place + 1)
    return best


def _run_score(kinds: str, start: int, end: int) -> int:
    run = BONUS[kinds[start - 1 : start + 1]]
    score = MATCH + FIRST_LETTER * run
    for place in range(start + 1, end):
        bonus = BONUS[kinds[place - 1 : place + 1]]
        run = _run_bonus(run, bonus)
        score += MATCH + max(run, bonus, CONSECUTIVE)
    return score
