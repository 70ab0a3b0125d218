"""What does this JSON file say, however damaged it may be?

Damage is always a `ValueError`, whatever it is that is broken: the bytes, the text, the nesting,
or the shape of what it says.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sso_tui import moments
from sso_tui.errors import StorageError
from sso_tui.store.files import read_bounded, write_atomically


def read_object(path: Path) -> dict[str, Any]:
    """The object in the file; an empty one where there is none that can be understood."""
    try:
        return parsed(read_bounded(path) or b"{}", tolerant=True)
    except (ValueError, StorageError):
        return {}


def write_object(path: Path, content: Mapping[str, Any]) -> None:
    """Put the object in place of the file: one line of ASCII, as botocore's `JSONFileCache` does.

    Raises:
        StorageError: the file could not be written.
    """
    write_atomically(path, json.dumps(content).encode("ascii"))


def parsed(data: bytes, *, tolerant: bool = False) -> dict[str, Any]:
    """The JSON object that `data` spells.

    Args:
        data: UTF-8, UTF-16 or UTF-32.
        tolerant: accept whatever follows the object. A writer that neither truncates nor renames
            leaves the tail of a longer predecessor there.

    Raises:
        ValueError: it spells no JSON object.
    """
    try:
        text = data.decode(json.detect_encoding(data), "surrogatepass").lstrip("\ufeff \t\r\n")
        content = json.JSONDecoder().raw_decode(text)[0] if tolerant else json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(content, dict):
        raise ValueError("it is not a JSON object")
    return content


def text_at(content: dict[str, Any], key: str) -> str:
    """The text at `key`, fit to be sent in an HTTP header.

    Raises:
        ValueError: there is none, or it holds anything but printable ASCII.
    """
    value = content.get(key)
    if not isinstance(value, str) or not value or not (value.isascii() and value.isprintable()):
        raise ValueError(f"it has no usable {key}")
    return value


def time_at(content: dict[str, Any], key: str) -> datetime:
    """The moment at `key`, in any of the spellings that AWS's own tools use.

    Raises:
        ValueError: there is none.
    """
    try:
        return moments.parsed(text_at(content, key))
    except OverflowError:
        raise ValueError(f"its {key} is beyond all calendars") from None
