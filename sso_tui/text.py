"""Is this text safe to draw?

Names of accounts and roles are chosen by other people. `made_safe` takes from them whatever could
drive a terminal, hide or reorder what stands beside it, or make drawing slow, and leaves markup
and shell characters alone: those are harmless where text is drawn as text.
"""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

REPLACEMENT: Final = "\ufffd"
"""What stands for a character that is not drawn."""

MOST_MARKS: Final = 3
"""Combining marks kept on one character. Vietnamese, Hebrew and Arabic need at most three; hundreds
of them spill over the lines above and below."""

_NEVER_DRAWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode general categories of controls, format characters (bidirectional ones among them),
surrogates, private and unassigned code points, and line and paragraph separators (UAX #44)."""

_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""Letters and marks that Unicode lists as Default_Ignorable_Code_Point: they draw nothing."""

_JOINER: Final = "\u200d"
_EMOJI_PRESENTATION: Final = "\ufe0f"


def made_safe(text: str) -> str:
    """`text` with U+FFFD for each character that must not reach a terminal.

    A zero-width joiner between two emoji and U+FE0F stay, since families and flags need them.
    """
    return "".join(_safe_characters(text))


def shown_path(path: Path, home: Path | None = None) -> str:
    """A file's path as people write it, with `~` for the home folder; safe to draw.

    Args:
        path: where it is.
        home: the home folder; None for that of whoever runs this.
    """
    try:
        return made_safe(f"~/{path.relative_to(home or Path.home()).as_posix()}")
    except (ValueError, RuntimeError):  # it lies elsewhere, or nobody has a home
        return made_safe(str(path))


def _safe_characters(text: str) -> Iterator[str]:
    marks = MOST_MARKS
    for position, character in enumerate(text):
        category = unicodedata.category(character)
        if category.startswith("M") and character not in _INVISIBLE:
            marks += 1
            if marks <= MOST_MARKS:
                yield character
            elif position == 0 or marks == MOST_MARKS + 1:
                yield REPLACEMENT
            continue
        marks = 0
        if character == _JOINER and _joins_emoji(text, position):
            yield character
        elif category in _NEVER_DRAWN or character in _INVISIBLE:
            yield REPLACEMENT
        else:
            yield character


def _joins_emoji(text: str, position: int) -> bool:
    before = text[max(position - 2, 0) : position].rstrip(_EMOJI_PRESENTATION)[-1:]
    after = text[position + 1 : position + 2]
    return _is_emoji(before) and _is_emoji(after)


def _is_emoji(character: str) -> bool:
    return bool(character) and unicodedata.category(character) in {"So", "Sk"}
