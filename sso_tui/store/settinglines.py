"""On which line of a TOML text does a key stand?

TOML's readers don't say. So the lines are looked through for headers and for what they assign, each
understood by the reader itself; what can't be found has the line of the table around it.
"""

import re
import tomllib
from collections.abc import Sequence
from typing import Any, Final

_HEADER: Final = re.compile(r"\s*\[\[?(.*?)\]\]?\s*(?:#.*)?")
_ASSIGNED: Final = re.compile(r"""\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w\s.-])+?)\s*=""")


def line_of(text: str, path: Sequence[str]) -> int | None:
    """The line, from 1, on which a value begins; None where nothing like it is found.

    Args:
        text: TOML that its reader understands.
        path: the keys that lead to the value, from the outermost.
    """
    best, most, table = None, 0, []
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            at = table = _keys(header[1])
        elif assigned := _ASSIGNED.match(line):
            at = table + _keys(assigned[1])
        else:
            continue
        found = _in_common(at, path)
        if found > most:
            best, most = number, found
    return best


def named(path: Sequence[str]) -> str:
    """A key as TOML has it, with what leads to it."""
    return ".".join(key if re.fullmatch(r"[\w-]+", key, re.ASCII) else f'"{key}"' for key in path)


def _in_common(at: Sequence[str], path: Sequence[str]) -> int:
    """How far one leads along the other; 0 where it leads elsewhere.

    A dot inside a key counts as one between keys: some keys may be written either way.
    """
    one, other = ".".join(at).split("."), ".".join(path).split(".")
    both = min(len(one), len(other))
    return both if one[:both] == other[:both] else 0


def _keys(dotted: str) -> list[str]:
    """The keys that a dotted key names; none where it is no key."""
    try:
        inner: Any = tomllib.loads(f"{dotted} = 0")
    except (tomllib.TOMLDecodeError, RecursionError):
        return []
    keys = []
    while isinstance(inner, dict) and inner:
        (key, inner), *_ = inner.items()
        keys.append(key)
    return keys
