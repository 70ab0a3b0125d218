"""Which shell is asking?

The nearest shell among this process's ancestors answers: whoever runs `eval "$(…)"` is one of
them, and what stands between (Python, sudo, a launcher) is no shell. Where processes can't be
read, the login shell does.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final

from sso_tui.shells.names import INIT_SHELLS, VARIABLE_FORMATS
from sso_tui.world import World

_FORMATS: Final = {
    **dict.fromkeys(("sh", "bash", "rbash", "zsh", "dash", "ash", "busybox"), "env"),
    **dict.fromkeys(("ksh", "ksh93", "mksh", "lksh", "oksh", "yash"), "env"),
    "fish": "fish",
    "pwsh": "powershell",
    "pwsh-preview": "powershell",
    "powershell": "powershell",
    "nu": "nu",
    "cmd": "windows-cmd",
}
_SAME: Final = {"rbash": "bash", "pwsh": "powershell", "pwsh-preview": "powershell"}
"""Other names of shells that `init` has code for."""

_FURTHEST: Final = 32
"""Ancestors that are asked; more than any terminal puts above a shell."""

_PS_LIMIT: Final = 2.0
"""Seconds that one `ps` may take."""


def calling_shell(world: World, ancestors: Iterable[str] | None = None) -> str:
    """The format of the shell that runs this program, such as `env` or `fish`.

    Args:
        world: its SSOTUI_SHELL, which the `init` wrapper sets, outweighs what is found, and its
            SHELL stands in where nothing is found.
        ancestors: names of the processes above this one, nearest first; None to look.
    """
    wanted = world.get("SSOTUI_SHELL")
    if wanted in VARIABLE_FORMATS:
        return wanted
    if sys.platform == "win32":
        return "windows-cmd" if world.get("PROMPT") else "powershell"
    names = _ancestors() if ancestors is None else ancestors
    found = (_FORMATS.get(shell_name(name)) for name in names)
    return next(filter(None, found), None) or _FORMATS.get(
        shell_name(world.get("SHELL") or ""), "env"
    )


def init_shell(world: World, ancestors: Iterable[str] | None = None) -> str | None:
    """The shell that runs this program, as `init` names it; None where `init` has no code for it.

    Args:
        world: its SHELL stands in where no shell is found.
        ancestors: names of the processes above this one, nearest first; None to look.
    """
    looked = () if sys.platform == "win32" else _ancestors()
    names = map(shell_name, looked if ancestors is None else ancestors)
    found = next((name for name in names if name in _FORMATS), None)
    name = found or shell_name(world.get("SHELL") or "")
    name = _SAME.get(name, name)
    return name if name in INIT_SHELLS else None


def shell_name(process: str) -> str:
    """The bare name of a process: `-bash` and `/usr/local/bin/bash` are both `bash`."""
    return PurePath(process.strip()).name.removeprefix("-").lower().removesuffix(".exe")


def _ancestors() -> Iterator[str]:
    pid = os.getppid()
    for _ in range(_FURTHEST):
        found = _from_proc(pid) if Path("/proc/self/stat").exists() else _from_ps(pid)
        if found is None:
            return
        name, pid = found
        yield name
        if pid <= 1:
            return


def _from_proc(pid: int) -> tuple[str, int] | None:
    """Name and parent of a process: proc(5), whose name stands in parentheses and may hold some."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        return stat[stat.index("(") + 1 : stat.rindex(")")], int(stat.rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None


def _from_ps(pid: int) -> tuple[str, int] | None:
    try:
        answer = subprocess.run(
            ["/bin/ps", "-o", "ppid=,comm=", "-p", str(pid)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PS_LIMIT,
            check=True,
        ).stdout
        parent, name = answer.strip().split(maxsplit=1)
        return name, int(parent)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
