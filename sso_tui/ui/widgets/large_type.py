"""A short code in letters that can be read across a desk.

Each glyph is five dots wide and five high; two dots above one another share a cell, so a code is
three lines high. Letters that are easily taken for others are drawn with a difference.
"""

from typing import Final

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

_GLYPHS: Final = {
    "A": ".###. #...# ##### #...# #...#",
    "B": "####. #...# ####. #...# ####.",
    "C": ".#### #.... #.... #.... .####",
    "D": "####. #...# #...# #...# ####.",
    "E": "##### #.... ####. #.... #####",
    "F": "##### #.... ####. #.... #....",
    "G": ".#### #.... #..## #...# .####",
    "H": "#...# #...# ##### #...# #...#",
    "I": "##### ..#.. ..#.. ..#.. #####",
    "J": "..### ...#. ...#. #..#. .##..",
    "K": "#..#. #.#.. ##... #.#.. #..#.",
    "L": "#.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "O": ".###. #...# #...# #...# .###.",
    "P": "####. #...# ####. #.... #....",
    "Q": ".###. #...# #.#.# #..#. .##.#",
    "R": "####. #...# ####. #..#. #...#",
    "S": ".#### #.... .###. ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#...# #...# #...# #...# .###.",
    "V": "#...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "##### ...#. ..#.. .#... #####",
    "0": ".###. #..## #.#.# ##..# .###.",
    "1": "..#.. .##.. ..#.. ..#.. .###.",
    "2": "####. ....# .###. #.... #####",
    "3": "####. ....# .###. ....# ####.",
    "4": "#..#. #..#. ##### ...#. ...#.",
    "5": "##### #.... ####. ....# ####.",
    "6": ".###. #.... ####. #...# .###.",
    "7": "##### ....# ...#. ..#.. ..#..",
    "8": ".###. #...# .###. #...# .###.",
    "9": ".###. #...# .#### ....# .###.",
    "-": "..... ..... .###. ..... .....",
}

_HALVES: Final = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}


def large(text: str) -> tuple[str, ...]:
    """`text` as three lines of block characters; what has no glyph is left out."""
    rows = [_GLYPHS[letter].split() for letter in text.upper() if letter in _GLYPHS]
    lines = []
    for upper in (0, 2, 4):
        cells = []
        for glyph in rows:
            above = glyph[upper]
            below = glyph[upper + 1] if upper < 4 else "....."
            cells.append("".join(_HALVES[a + b] for a, b in zip(above, below, strict=True)))
        lines.append("  ".join(cells))
    return tuple(lines)


class LargeType(Widget):
    """A code in large type; in plain type where there is no room for it."""

    DEFAULT_CSS = """
    LargeType { height: 3; width: 1fr; content-align: center middle; color: $accent; text-style: bold; }
    """

    code: reactive[str] = reactive("")

    def render(self) -> RenderResult:
        """The code."""
        lines = large(self.code)
        if not self.code or len(lines[0]) > self.content_size.width:
            return Content(self.code)
        return Content("\n".join(lines))
