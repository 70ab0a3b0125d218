"""What becomes of a file that can't be understood?

It is moved out of the way, so that it troubles neither us nor the programs we share it with, and
kept for a while, so that nothing is lost which somebody may want back.
"""

from contextlib import suppress
from pathlib import Path
from typing import Final

from sso_tui.errors import StorageError
from sso_tui.store.files import read_bounded, write_atomically
from sso_tui.store.folders import own_folder

KEPT: Final = 10
"""Damaged files that are kept; the oldest goes first. A folder is never deleted."""


def set_aside(path: Path, quarantine: Path) -> Path | None:
    """Move the file at `path` into `quarantine` as `NAME.corrupt-<time of its last change in ns>`.

    Returns:
        Where it is now; None where it could not be moved.
    """
    try:
        own_folder(quarantine)
        status = path.lstat()
        target = quarantine / f"{path.name}.corrupt-{status.st_mtime_ns}"
        _move(path, target)
        if target.is_file() and not target.is_symlink():
            target.chmod(0o600)
        _thin_out(quarantine)
    except (OSError, StorageError):
        return None
    return target


def copies_of(name: str, quarantine: Path) -> tuple[Path, ...]:
    """What was set aside of files of that name."""
    return tuple(quarantine.glob(f"{name}.corrupt-*")) if quarantine.is_absolute() else ()


def _move(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError:  # another file system
        data = read_bounded(path)
        if data is None:
            raise
        write_atomically(target, data)
        path.unlink()


def _thin_out(quarantine: Path) -> None:
    aged = sorted(
        (one for one in quarantine.iterdir() if one.is_symlink() or not one.is_dir()),
        key=lambda one: one.lstat().st_mtime_ns,
    )
    for surplus in aged[:-KEPT]:
        with suppress(OSError):
            surplus.unlink()
