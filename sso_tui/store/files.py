"""How is a file read and written so that nothing can go wrong with it?

Reading never blocks and never takes more than it was told to. Writing replaces a whole file by
renaming, so that whoever reads sees the old or the new one, and what is new belongs to its owner
alone, whatever the umask.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sso_tui.errors import Cancelled, StorageError
from sso_tui.model import clean
from sso_tui.store.folders import (
    failure,
    make_folder,
    own_folder,
    require_absolute,
    sweep,
    sync_folder,
    temporary_beside,
)
from sso_tui.store.places import Places
from sso_tui.text import shown_path
from sso_tui.world import Wait

__all__ = [
    "Held",
    "Places",
    "Unfit",
    "lock",
    "read_bounded",
    "remove",
    "rewrite",
    "write_atomically",
]

MEBIBYTE: Final = 1 << 20
"""The most that a file of tokens or credentials is read to; real ones have some 4 kB."""

LOCK_PATIENCE: Final = 10.0
"""Seconds to wait for a lock. Whoever holds one makes a single call at most."""

_POLL: Final = 0.05
"""Seconds between two attempts at a lock."""

_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_CREATE: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class Held(StorageError):
    """Somebody else holds the lock, and did not let go of it in time."""

    remedy = "Let it finish, or end it, then try again."


class Unfit(StorageError):
    """What stands there is no file to read: a folder, a pipe, a device, or something huge."""


def read_bounded(path: Path, limit: int = MEBIBYTE) -> bytes | None:
    """The content of a regular file.

    Args:
        path: the file; a symbolic link is followed.
        limit: the most bytes to accept.

    Returns:
        The content; None where there is no such file.

    Raises:
        Unfit: it is no regular file, or is larger than `limit`.
        StorageError: it can't be read.
    """
    if not path.is_absolute():
        return None
    try:
        descriptor = os.open(path, _READ)
        try:
            _require_fit(path, os.fstat(descriptor), limit)
            return _content(descriptor, limit)
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise failure(path, "read", error) from error


def write_atomically(
    path: Path, data: bytes, mode: int = 0o600, owner: tuple[int, int] | None = None
) -> None:
    """Put `data` in place of whatever stands at `path`, a symbolic link included.

    Folders that are missing are made, with mode 0700.

    Args:
        path: the file, as an absolute path.
        data: its whole content.
        mode: its permissions, whatever the umask.
        owner: user and group to give it to, as far as that is allowed; None for this process's.

    Raises:
        StorageError: it could not be written, or another user could exchange it; what stood there
            before still does.
    """
    require_absolute(path)
    make_folder(path.parent)
    sweep(path.parent)
    try:
        _replace(path, data, mode, owner)
    except OSError as error:
        raise failure(path, "written", error) from error


def rewrite(path: Path, data: bytes) -> None:
    """Like `write_atomically`, but keep the file's mode and owner, and the links that lead to it.

    Raises:
        StorageError: it could not be written.
    """
    require_absolute(path)
    try:
        target = path.resolve()
        status = target.stat() if target.exists() else None
    except (OSError, RuntimeError) as error:  # the latter for links that go round in a circle
        raise failure(path, "written", error) from error
    if status is None:
        write_atomically(target, data)
    else:
        mode = stat.S_IMODE(status.st_mode)
        write_atomically(target, data, mode, (status.st_uid, status.st_gid))


def remove(path: Path) -> bool:
    """Delete the file at `path`; a symbolic link goes, what it leads to stays.

    Returns:
        Whether there was one.

    Raises:
        StorageError: it is there and can't be deleted.
    """
    if not path.is_absolute():
        return False
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise failure(path, "deleted", error) from error
    return True


@contextmanager
def lock(path: Path, wait: Wait, timeout: float = LOCK_PATIENCE) -> Iterator[None]:
    """Hold the lock at `path`; the operating system frees it should this process die.

    Threads of one process keep each other out just as processes do.

    Args:
        path: the lock file, in a folder of our own.
        wait: the patience of whoever asks.
        timeout: seconds to wait in all; 0 to try once.

    Raises:
        Held: somebody else had it all that time.
        Cancelled: the waiting was cancelled.
        StorageError: the file system lets nobody lock.
    """
    from filelock import FileLock, Timeout

    own_folder(path.parent)
    held = FileLock(path, mode=0o600, timeout=0)
    waited = 0.0
    while not held.is_locked:
        try:
            held.acquire()
        except Timeout:
            if waited >= timeout:
                raise Held(
                    clean(f"{_holder(path)} is at it, and holds {shown_path(path)}")
                ) from None
            if wait(_POLL):
                raise Cancelled from None
            waited += _POLL
        except OSError as error:
            raise failure(path, "locked", error) from error
    try:
        with suppress(OSError):
            path.write_text(f"{os.getpid()}\n")
        yield
    finally:
        held.release()


def _require_fit(path: Path, status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Unfit(clean(f"{shown_path(path)} is no regular file"))
    if status.st_size > limit:
        raise Unfit(clean(f"{shown_path(path)} is larger than {limit} bytes"))


def _content(descriptor: int, limit: int) -> bytes:
    chunks: list[bytes] = []
    room = limit
    while room and (chunk := os.read(descriptor, room)):
        chunks.append(chunk)
        room -= len(chunk)
    return b"".join(chunks)


def _replace(path: Path, data: bytes, mode: int, owner: tuple[int, int] | None) -> None:
    temporary = temporary_beside(path)
    descriptor = os.open(temporary, _CREATE, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            _dress(descriptor, mode, owner)
            stream.write(data)
            stream.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()
    sync_folder(path.parent)


def _dress(descriptor: int, mode: int, owner: tuple[int, int] | None) -> None:
    if os.name != "posix":
        return
    if owner is not None and owner != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.fchown(descriptor, *owner)
    os.fchmod(descriptor, mode)


def _holder(path: Path) -> str:
    try:
        process = (read_bounded(path, 64) or b"").strip()
    except StorageError:
        process = b""
    return f"Process {process.decode()}" if process.isdigit() else "Another process"
