"""Which renewal was refused while others waited for it?

What one process was told holds for all that stood behind it: fifty that each ask in turn would
wait for so long that the last ones give up. Only for those, though: whoever comes later asks for
itself, since nothing says that a portal never changes its mind.
"""

import hashlib
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from sso_tui.errors import StorageError
from sso_tui.model import Token
from sso_tui.store.files import read_bounded, write_atomically

_SALT: Final = 16
"""Bytes that make each note another one, and that keep a token from being recognised by it."""

_LONGEST: Final = 256


class Refusals:
    """The note of the last refusal of one portal's, from the moment that this is made.

    Args:
        path: where the note lies. What can't be read or written there is as if it were not.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = self._read()

    def note(self, token: Token) -> None:
        """Let those who wait know that this token's renewal was refused."""
        salt = secrets.token_hex(_SALT)
        with suppress(StorageError):
            write_atomically(self._path, f"{salt} {_mark(salt, token)}\n".encode())

    def concern(self, token: Token) -> bool:
        """Whether this token's renewal was refused to somebody since this was made."""
        now = self._read()
        salt, _, mark = now.decode("ascii", "replace").strip().partition(" ")
        return now != self._before and mark == _mark(salt, token)

    def _read(self) -> bytes:
        with suppress(StorageError):
            return read_bounded(self._path, _LONGEST) or b""
        return b""


def _mark(salt: str, token: Token) -> str:
    refresh = token.refresh.reveal() if token.refresh else ""
    return hashlib.sha256(f"{salt}{refresh}".encode("utf-8", "surrogatepass")).hexdigest()
