"""How does a file that others write too get new content, and lose nothing of theirs?

The AWS CLI writes its config file in place and takes no lock, so a file is read until two reads
agree, and replaced only while it is still what was read. Mode, owner and links are kept; where a
rename can't do that, or the folder allows none (a file that is mounted by itself into a
container), the content is written in place, and put back should that fail.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sso_tui.errors import Cancelled, StorageError
from sso_tui.store.files import read_bounded
from sso_tui.store.folders import (
    failure,
    make_folder,
    own_folder,
    sweep,
    sync_folder,
    temporary_beside,
)
from sso_tui.text import shown_path
from sso_tui.world import Wait

SETTLING: Final = 0.03
"""Seconds between two reads that must agree. The AWS CLI rewrites 1,500 sections in a few
milliseconds."""

MOST_READS: Final = 100
"""Reads of a file that keeps changing before it is given up, some three seconds."""

_IN_PLACE: Final = frozenset({errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM, errno.EROFS})
"""What says that a folder takes no new file, or the file none in its place: rename(2), open(2)."""

_CREATE: Final = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file at one moment.

    Attributes:
        path: the file itself, links resolved.
        data: its content; None where there is none.
        status: what the file system said of it; None where there is none.
    """

    path: Path
    data: bytes | None
    status: os.stat_result | None

    @property
    def identity(self) -> tuple[int, ...]:
        """What changes when the file does."""
        one = self.status
        return (one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns) if one else ()

    def current(self) -> bool:
        """Whether the file is still this one."""
        return Snapshot(self.path, None, _status(self.path)).identity == self.identity


@dataclass(frozen=True, slots=True)
class Draft:
    """New content beside the file that it is meant for.

    Attributes:
        path: where the new content lies meanwhile.
        old: the file that it is meant for, as it was read.
        data: the new content.
        beside: whether it can be renamed onto the file.
    """

    path: Path
    old: Snapshot
    data: bytes
    beside: bool

    def put(self) -> bool:
        """Make it the content of the file; False where that has changed, and nothing was done.

        Raises:
            StorageError: it could not be written; the old content was put back.
        """
        if not self.old.current():
            return False
        if not (self.beside and self._renamed()):
            _write_in_place(self.old, self.data)
        return True

    def _renamed(self) -> bool:
        try:
            os.replace(self.path, self.old.path)  # noqa: PTH105
        except OSError as error:
            if error.errno in _IN_PLACE and self.old.status:
                return False
            raise failure(self.old.path, "written", error) from error
        sync_folder(self.old.path.parent)
        return True


def settled(path: Path, limit: int, wait: Wait) -> Snapshot:
    """Read a file when nobody is in the middle of writing it.

    Args:
        path: the file; links are followed.
        limit: the most bytes to accept.
        wait: the patience of whoever asks.

    Raises:
        StorageError: it is no regular file, is too large, can't be read, or never comes to rest.
        Cancelled: the waiting was cancelled.
    """
    target = Path(os.path.realpath(path))
    before = _snapshot(target, limit)
    for _ in range(MOST_READS):
        if wait(SETTLING):
            raise Cancelled
        after = _snapshot(target, limit)
        if (before.identity, before.data) == (after.identity, after.data):
            return after
        before = after
    raise StorageError(f"{shown_path(path)} keeps changing", "Try again when nobody writes to it.")


@contextmanager
def drafted(old: Snapshot, data: bytes, spare: Path) -> Iterator[Draft]:
    """New content for a file, not yet in its place; what is left of it goes at the end.

    Args:
        old: the file as it is.
        data: the new content.
        spare: a folder of our own for a draft that can't lie beside the file.

    Raises:
        StorageError: it can't be written anywhere, or the file is read-only.
    """
    if old.status and not os.access(old.path, os.W_OK):
        raise StorageError(f"{shown_path(old.path)} is read-only")
    draft = _beside(old, data) or _apart(old, data, spare)
    try:
        yield draft
    finally:
        with suppress(OSError):
            draft.path.unlink()


def _snapshot(target: Path, limit: int) -> Snapshot:
    return Snapshot(target, read_bounded(target, limit), _status(target))


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _beside(old: Snapshot, data: bytes) -> Draft | None:
    """A draft that a rename can put in place; None where the file must not be replaced."""
    if old.status and _is_tied(old):
        return None
    path = temporary_beside(old.path)
    if not old.path.parent.exists():
        make_folder(old.path.parent)
    try:
        sweep(old.path.parent)
        _write_new(path, data, old.status)
    except OSError as error:
        if error.errno in _IN_PLACE and old.status:
            return None
        raise failure(old.path, "written", error) from error
    return Draft(path, old, data, beside=True)


def _apart(old: Snapshot, data: bytes, spare: Path) -> Draft:
    path = temporary_beside(own_folder(spare) / old.path.name)
    try:
        sweep(spare)
        _write_new(path, data, None)
    except OSError as error:
        raise failure(old.path, "written", error) from error
    return Draft(path, old, data, beside=False)


def _is_tied(old: Snapshot) -> bool:
    """Whether a new file in its place would lose what this one has: other names, access lists."""
    if old.status and old.status.st_nlink > 1:
        return True
    try:
        return "system.posix_acl_access" in os.listxattr(old.path)
    except (AttributeError, OSError):  # neither every system nor every file system has them
        return False


def _write_new(path: Path, data: bytes, like: os.stat_result | None) -> None:
    """A new file, with mode and owner of `like`; raises OSError and leaves nothing."""
    descriptor = os.open(path, _CREATE, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if like and hasattr(os, "fchown"):
                own = os.fstat(descriptor)
                if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
                    os.fchown(descriptor, like.st_uid, like.st_gid)
                os.fchmod(descriptor, stat.S_IMODE(like.st_mode))
            stream.write(data)
            stream.flush()
            os.fsync(descriptor)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def _write_in_place(old: Snapshot, data: bytes) -> None:
    try:
        _overwrite(old.path, data)
    except OSError as error:
        with suppress(OSError):
            _overwrite(old.path, old.data or b"")
        raise failure(old.path, "written", error) from error


def _overwrite(path: Path, data: bytes) -> None:
    """Write over the content, and shorten it only afterwards: never is the file empty."""
    with path.open("r+b", buffering=0) as stream:
        remaining = memoryview(data)
        while remaining:
            remaining = remaining[stream.write(remaining) :]
        stream.truncate(len(data))
        os.fsync(stream.fileno())
