"""Is this folder safely ours to write in?

A folder that we make is its owner's alone, whatever the umask; one that was there is left as it
is, unless it is the program's own. A folder in which another user could exchange what we write is
refused, and none is ever taken from a path that isn't absolute.
"""

import os
import re
import stat
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import Final

from sso_tui.errors import StorageError
from sso_tui.model import clean
from sso_tui.text import shown_path

PRIVATE: Final = 0o700

_TEMPORARY: Final = re.compile(r"\..+\.([0-9]{1,7})\.[0-9a-f]{16}\.tmp")


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, and see to it that nobody else can write there.

    Raises:
        StorageError: it can't be made, or is another user's.
    """
    require_absolute(folder)
    try:
        for missing in reversed(_missing(folder)):
            with suppress(FileExistsError):
                missing.mkdir(PRIVATE)
                missing.chmod(PRIVATE)
        _require_ours(folder)
    except OSError as error:
        raise failure(folder, "used", error) from error


def own_folder(folder: Path) -> Path:
    """A folder of this program's own: made where it is missing, and narrowed to 0700.

    Raises:
        StorageError: it can't be made or narrowed, or is another user's.
    """
    make_folder(folder)
    try:
        if stat.S_IMODE(folder.stat().st_mode) != PRIVATE:
            folder.chmod(PRIVATE)
    except OSError as error:
        raise failure(folder, "used", error) from error
    return folder


def temporary_beside(path: Path) -> Path:
    """A name for what will be renamed to `path`: nobody can guess it, and it says who writes."""
    return path.parent / f".{path.name}.{os.getpid()}.{os.urandom(8).hex()}.tmp"


def sweep(folder: Path) -> None:
    """Delete the temporary files in `folder` whose writers have died."""
    for one in abandoned(folder):
        with suppress(OSError):
            one.unlink()


def abandoned(folder: Path) -> tuple[Path, ...]:
    """The temporary files in `folder` whose writers have died."""
    if not folder.is_absolute():
        return ()
    try:
        with os.scandir(folder) as entries:
            return tuple(Path(entry.path) for entry in entries if _is_abandoned(entry.name))
    except OSError:
        return ()


def _is_abandoned(name: str) -> bool:
    found = _TEMPORARY.fullmatch(name)
    return found is not None and not _alive(int(found[1]))


def sync_folder(folder: Path) -> None:
    """Have a renaming in `folder` reach the disk itself, where the file system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def require_absolute(path: Path) -> None:
    """Refuse a path that would lead into whichever folder one happens to stand in.

    Raises:
        StorageError: it isn't absolute, because the home folder is not.
    """
    if not path.is_absolute():
        raise StorageError(
            f"There is no home folder to keep {clean(path.name)} in",
            "Set HOME to the full path of your home folder.",
        )


def failure(path: Path, verb: str, error: Exception) -> StorageError:
    """What went wrong with `path`, which could not be `verb`, as a sentence."""
    reason = error.strerror if isinstance(error, OSError) else None
    return StorageError(clean(f"{shown_path(path)} can't be {verb}: {reason or error}"))


def _missing(folder: Path) -> list[Path]:
    return list(takewhile(lambda one: not one.exists(), (folder, *folder.parents)))


def _require_ours(folder: Path) -> None:
    if os.name != "posix":
        return
    user = os.geteuid()
    if folder.stat().st_uid != user:
        raise PermissionError(f"{shown_path(folder)} belongs to another user")
    for one in (folder, *folder.parents):
        status = one.lstat()
        if stat.S_ISLNK(status.st_mode) and status.st_uid not in (user, 0):
            raise PermissionError(f"{one} is another user's link")


def _alive(process: int) -> bool:
    if os.name != "posix":  # where os.kill ends the process whatever the signal
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
