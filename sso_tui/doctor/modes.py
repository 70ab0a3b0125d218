"""Who else can read or write this file, and how is it narrowed to its owner?

A link is never followed to be narrowed: what it leads to may be meant for others.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sso_tui.errors import StorageError
from sso_tui.store.folders import failure

READABLE: Final = stat.S_IRGRP | stat.S_IROTH
WRITABLE: Final = stat.S_IWGRP | stat.S_IWOTH
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
"""What the group and everybody else may do (chmod(2))."""

_OPEN: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder, as it stands there.

    Attributes:
        path: where.
        link: whether a link stands there; the rest is told of what it leads to.
        folder: whether it is a folder.
        mode: its permissions, without those of a group that nobody else is in.
        owner: its owner's number.
    """

    path: Path
    link: bool
    folder: bool
    mode: int
    owner: int

    @property
    def ours(self) -> bool:
        """Whether it belongs to the user of this process."""
        return os.name != "posix" or self.owner == os.geteuid()


def entry(path: Path) -> Entry | None:
    """What stands at `path`; None where nothing does, or nothing that has permissions of its own."""
    if not path.is_absolute():
        return None
    try:
        link = path.is_symlink()
        status = path.stat()
    except OSError:
        return None
    folder = stat.S_ISDIR(status.st_mode)
    if not (folder or stat.S_ISREG(status.st_mode)):
        return None
    mode = stat.S_IMODE(status.st_mode)
    if _is_private(status.st_gid):
        mode &= ~stat.S_IRWXG
    return Entry(path, link, folder, mode, status.st_uid)


def _is_private(group: int) -> bool:
    """Whether the group is the user's alone, as Linux distributions give each user one."""
    try:
        from grp import getgrgid
        from pwd import getpwuid

        user, found = getpwuid(os.geteuid()), getgrgid(group)
    except (ImportError, KeyError):
        return False
    return (
        group == user.pw_gid
        and found.gr_name == user.pw_name
        and set(found.gr_mem) <= {user.pw_name}
    )


def listed(folder: Path) -> tuple[Path, ...]:
    """What is in a folder, by name, as far as it can be looked into."""
    try:
        return entries(folder)
    except StorageError:
        return ()


def entries(folder: Path) -> tuple[Path, ...]:
    """What is in a folder, by name; nothing where there is no folder.

    Raises:
        StorageError: it can't be looked into.
    """
    if not folder.is_absolute():
        return ()
    try:
        return tuple(sorted(folder.iterdir()))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise failure(folder, "looked into", error) from error


def withhold(path: Path, permissions: int) -> None:
    """Take permissions away from a file or folder of ours.

    Raises:
        StorageError: it can't be done, or a link stands there.
    """
    try:
        descriptor = os.open(path, _OPEN)
        try:
            os.fchmod(descriptor, stat.S_IMODE(os.fstat(descriptor).st_mode) & ~permissions)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise failure(path, "narrowed", error) from error
