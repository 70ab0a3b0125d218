"""How does one text become another, line by line?

As difflib shows it, in a time that grows with the texts: a thousand sections that go from a file
would keep difflib alone busy for minutes. Lines that occur once in both texts, such as the headers
of sections, divide them first, and only what lies between is left to it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal

_Piece = tuple[Literal["replace", "delete", "insert", "equal"], int, int, int, int]
"""What becomes of which lines: a word of difflib's, and where they begin and end in either text."""

_SURROUNDINGS: Final = 3
"""Lines before and after a change that are shown with it, as diff(1) does."""


def unified(old: Sequence[str], new: Sequence[str], name: str) -> Iterator[str]:
    """The lines of a unified diff; none where the texts are the same.

    Args:
        old: the lines before, without their ends.
        new: the lines after.
        name: what stands above for both.
    """
    for number, group in enumerate(_Pieces(old, new).get_grouped_opcodes(_SURROUNDINGS)):
        if not number:
            yield f"--- {name}"
            yield f"+++ {name}"
        (_, first, _, new_first, _), (_, _, last, _, new_last) = group[0], group[-1]
        yield f"@@ -{_range(first, last)} +{_range(new_first, new_last)} @@"
        for word, begin, end, new_begin, new_end in group:
            if word == "equal":
                yield from (f" {line}" for line in old[begin:end])
            else:
                yield from (f"-{line}" for line in old[begin:end])
                yield from (f"+{line}" for line in new[new_begin:new_end])


class _Pieces(SequenceMatcher[str]):
    """A comparison whose pieces were found by us, for difflib to group."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        super().__init__(None, "", "")
        self._pieces = list(_merged(_pieces(old, new)))

    def get_opcodes(self) -> list[_Piece]:
        return self._pieces


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[_Piece]:
    begin = new_begin = 0
    for end, new_end in (*_dividing(old, new), (len(old), len(new))):
        between = SequenceMatcher(None, old[begin:end], new[new_begin:new_end])
        for word, at, until, new_at, new_until in between.get_opcodes():
            there = (begin + at, begin + until, new_begin + new_at, new_begin + new_until)
            yield word, *there
        begin, new_begin = end, new_end


def _dividing(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where lines that occur once in both texts stand, as long as they stand in the same order."""
    in_old, in_new = Counter(old), Counter(new)
    places = {line: index for index, line in enumerate(new) if in_new[line] == 1}
    last = -1
    for index, line in enumerate(old):
        if in_old[line] == 1 and (place := places.get(line, -1)) > last:
            last = place
            yield index, place


def _merged(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Neighbours of one kind as one."""
    last: _Piece | None = None
    for piece in pieces:
        if last and last[0] == piece[0]:
            last = (last[0], last[1], piece[2], last[3], piece[4])
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _range(begin: int, end: int) -> str:
    """Line numbers in the head of a hunk (POSIX, diff, "Unified format")."""
    length = end - begin
    if length == 1:
        return str(begin + 1)
    return f"{begin + 1 if length else begin},{length}"
