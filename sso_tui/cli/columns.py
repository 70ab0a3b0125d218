"""How wide does a text come out on a terminal, and what makes texts equally wide?

Widths are those of UAX #11 and #29 as most terminals have them: two cells for East Asian wide
characters and emoji, none for marks, one emoji for a sequence that joiners hold together.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_JOINER = "\u200d"


def padded(texts: Sequence[str], most: int) -> list[str]:
    """The texts, each with blanks to the width of the widest that is no wider than `most` cells."""
    widths = [cells(text) for text in texts]
    wanted = max((width for width in widths if width <= most), default=0)
    return [text + " " * (wanted - width) for text, width in zip(texts, widths, strict=True)]


def cells(text: str) -> int:
    """The cells that `text` takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_width(one) for before, one in pairwise(f"\0{text}") if before != _JOINER)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
