"""What does this file say?

Files are read as the long way reads them: regular ones, of a limited size, without ever blocking.
"""

import os
import stat
from _json import encode_basestring_ascii, make_scanner
from _sha1 import sha1  # type: ignore[import-not-found]  # typeshed does not know it; hashlib takes four times as long to import

from sso_tui.hot.doubt import NotHot, doubt_unless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LARGEST_SECRET = 1 << 20
LARGEST_LIST = 64 << 20
"""Bytes that are read at most, of a file of credentials and of one with accounts and roles."""

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)

quoted = encode_basestring_ascii
"""A text as JSON, in ASCII."""


class _Grammar:
    """How the scanner of Python's own json module is set up: JSON by the book."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = None


_grammar: "Any" = _Grammar
_scan = make_scanner(_grammar)


def digest_of(text: str) -> str:
    """The SHA-1 of a text, in hexadecimal: the names of the files that tools share are such."""
    return str(sha1(text.encode("utf-8", "surrogatepass")).hexdigest())


def read(path: str, limit: int, *, own: bool = False) -> str | None:
    """The text in a file; None where there is none.

    Args:
        path: the file.
        limit: the most bytes to accept.
        own: whether it counts only if nobody but its owner, this user, can have written it.

    Raises:
        NotHot: it is no regular file, too large, somebody else's, or no UTF-8.
        OSError: it can't be read.
    """
    try:
        descriptor = os.open(path, _READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        status = os.fstat(descriptor)
        doubt_unless(stat.S_ISREG(status.st_mode) and status.st_size <= limit)
        doubt_unless(not own or (status.st_uid == os.geteuid() and not status.st_mode & 0o022))
        data = os.read(descriptor, status.st_size)
        doubt_unless(len(data) == status.st_size)
    finally:
        os.close(descriptor)
    return data.decode()


def parsed(text: str) -> "dict[str, Any]":
    """The JSON object that a text spells, and nothing besides.

    Raises:
        NotHot: it spells none.
        ValueError: it is no JSON.
    """
    content, end = _value(text, 0)
    if isinstance(content, dict) and not text[end:].strip():
        return content
    raise NotHot


def value_at(text: str, place: int) -> object:
    """The JSON value that begins at that place of a text.

    Raises:
        NotHot: none does.
        ValueError: it is no JSON.
    """
    return _value(text, place)[0]


def _value(text: str, place: int) -> "tuple[Any, int]":
    try:
        return _scan(text, place)
    except StopIteration:
        raise NotHot from None


def stamp(path: str) -> list[int]:
    """What changes whenever the file does; empty where there is none.

    Raises:
        OSError: it can't be told.
    """
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]
