"""What is a letter to the search, and what kind of letter is it?

Folding never changes how many characters a text has, so that a position found in the folded text
is one of the text that is drawn.
"""

import unicodedata
from functools import lru_cache
from itertools import product
from typing import Final

SEPARATOR: Final = "\x1f"
"""Stands between the pieces of a text that is searched, before the first and after the last. Text
that is safe to draw never has it, so what is searched for can't reach from one piece into the next
unless letters may lie apart."""

MATCH: Final = 16
"""What a letter that matches is worth. This and the others are fzf's numbers
(https://github.com/junegunn/fzf, "src/algo/algo.go"), so that what one learned there holds."""

GAP_START: Final = -3
"""What the first letter passed over between two that match costs."""

GAP_EXTENSION: Final = -1
"""What each further one costs."""

BOUNDARY: Final = MATCH // 2
"""For the first letter of a word, and for a sign between words; a gap of some letters is worth
bridging for it."""

BOUNDARY_WHITE: Final = BOUNDARY + 2
"""For the first letter of a piece, or after a blank."""

BOUNDARY_DELIMITER: Final = BOUNDARY + 1
"""For the first letter after one of `/,:;|`."""

CAMEL: Final = BOUNDARY + GAP_EXTENSION
"""For the capital in `readOnly`, and for a number's first digit."""

CONSECUTIVE: Final = -(GAP_START + GAP_EXTENSION)
"""For a letter right after the one before, at least; it has the bonus of its run's first letter
where that is more."""

FIRST_LETTER: Final = 2
"""How many times the bonus counts for the first letter of a term."""

_WHITE: Final = "w"
_DELIMITER: Final = "d"
_SIGN: Final = "s"
_LOWER: Final = "l"
_UPPER: Final = "u"
_LETTER: Final = "a"
_DIGIT: Final = "0"
_BEFORE_WORD: Final = {_WHITE: BOUNDARY_WHITE, _DELIMITER: BOUNDARY_DELIMITER, _SIGN: BOUNDARY}


def _bonus(before: str, kind: str) -> int:
    if kind == _WHITE:
        return BOUNDARY_WHITE
    if kind in (_DELIMITER, _SIGN):
        return BOUNDARY
    if before in _BEFORE_WORD:
        return _BEFORE_WORD[before]
    if (before == _LOWER and kind == _UPPER) or (before != _DIGIT and kind == _DIGIT):
        return CAMEL
    return 0


BONUS: Final = {a + b: _bonus(a, b) for a, b in product("wdslua0", repeat=2)}
"""The bonus of a letter, by the kinds of the letter before it and of itself."""


def _kind(character: str) -> str:
    if character.isspace():
        return _WHITE
    if character in "/,:;|":
        return _DELIMITER
    if character.isnumeric():
        return _DIGIT
    if character.islower():
        return _LOWER
    if character.isupper():
        return _UPPER
    return _LETTER if character.isalpha() else _SIGN


class _Kinds(dict[int, str]):
    """A table for `str.translate` that learns what it is asked for."""

    def __missing__(self, point: int) -> str:
        self[point] = kind = _kind(chr(point))
        return kind


_KINDS: Final = _Kinds()


@lru_cache(maxsize=2048)
def kinds(text: str) -> str:
    """The kind of each character of `text`, as the keys of `BONUS` have them."""
    return text.translate(_KINDS)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    letters = unicodedata.normalize("NFD", character.casefold())
    return letters[0] if all(map(unicodedata.combining, letters[1:])) else character


def fold(text: str) -> str:
    """`text` without regard to case and accents, as many characters long as before."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))
