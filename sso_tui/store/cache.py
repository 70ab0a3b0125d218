"""Which accounts and roles were there when they were last listed?

One file per portal, which holds no secret and may be deleted at any time. A file of a newer
version of the program is neither understood nor overwritten.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sso_tui.catalogue import Catalogue
from sso_tui.errors import StorageError
from sso_tui.hot.disk import digest_of
from sso_tui.model import clean
from sso_tui.store.columns import SCHEMA, catalogue_in, columns
from sso_tui.store.files import Unfit, read_bounded, remove, write_atomically
from sso_tui.store.folders import own_folder
from sso_tui.store.jsonfile import parsed
from sso_tui.store.places import Places
from sso_tui.store.quarantine import set_aside
from sso_tui.text import shown_path

Stamp = tuple[int, ...]
"""What changes whenever a file does."""

LARGEST: Final = 64 << 20
"""Bytes that are read at most; 10,000 accounts with 50,000 roles take one million."""


class CatalogueCache:
    """The catalogues of the last listings.

    Args:
        places: where they are.
        notice: told, in sentences that are safe to draw, what the user should hear of.
    """

    def __init__(self, places: Places, notice: Callable[[str], None]) -> None:
        self.places = places
        self.notice = notice
        self._loaded: dict[str, tuple[Stamp, Catalogue]] = {}

    def path(self, portal: str) -> Path:
        """The file of the portal with that key."""
        return self.places.cache_dir / f"{digest_of(portal)}.json"

    def load(self, portal: str) -> Catalogue | None:
        """The catalogue of the portal with that key; None where there is none to be understood.

        Times are whole seconds, and nothing is pending. A damaged file is set aside. A file is
        read once: while it stays as it was, the catalogue is the same.
        """
        path = self.path(portal)
        stamp, known = _stamp(path), self._loaded.get(portal)
        if known is not None and known[0] == stamp:
            return known[1]
        found = self._read(path, portal)
        if found is not None:
            self._loaded[portal] = stamp, found
        return found

    def _read(self, path: Path, portal: str) -> Catalogue | None:
        try:
            data = read_bounded(path, LARGEST)
            if data is None:
                return None
            content = parsed(data)
            if not _newer(content.get("schema")):
                return catalogue_in(content, portal)
            self.notice(
                clean(f"{shown_path(path)} was written by a newer version, and is left alone.")
            )
        except (ValueError, Unfit):
            self._give_up(path)
        except StorageError as error:
            self.notice(str(error))
        return None

    def save(self, catalogue: Catalogue) -> None:
        """Keep the catalogue, unless the file says just that already.

        Raises:
            StorageError: it could not be written.
        """
        path = self.path(catalogue.portal)
        data = json.dumps(columns(catalogue), separators=(",", ":")).encode("ascii")
        if self._may_replace(catalogue.portal, data):
            self._loaded.pop(catalogue.portal, None)
            own_folder(path.parent)
            write_atomically(path, data)

    def _may_replace(self, portal: str, data: bytes) -> bool:
        """Whether the file says something else, and nothing that only a newer version understands."""
        path, known = self.path(portal), self._loaded.get(portal)
        understood = known is not None and known[0] == _stamp(path)
        try:
            if understood and path.stat().st_size != len(data):
                return True
            before = read_bounded(path, LARGEST)
            if before is None or before == data:
                return before is None
            return understood or not _newer(parsed(before).get("schema"))
        except (OSError, ValueError, StorageError):
            return True

    def forget(self, portal: str) -> bool:
        """Delete the catalogue of the portal with that key, and say whether there was one.

        Raises:
            StorageError: it is there and can't be deleted.
        """
        return remove(self.path(portal))

    def _give_up(self, path: Path) -> None:
        target = set_aside(path, self.places.quarantine)
        outcome = (
            f"was moved to {shown_path(target)}" if target else "can't be moved out of the way"
        )
        self.notice(clean(f"The damaged list of accounts {shown_path(path)} {outcome}."))


def _stamp(path: Path) -> Stamp:
    """What the file is by now; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def _newer(schema: object) -> bool:
    return isinstance(schema, int) and schema > SCHEMA
