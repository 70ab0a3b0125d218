"""Which shell is asking? The nearest one among this process's ancestors, as far as /proc tells."""

import os

from sso_tui.hot.doubt import doubt_unless
from sso_tui.hot.formats import VARIABLE_FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SHELLS = {
    **dict.fromkeys(("sh", "bash", "rbash", "zsh", "dash", "ash", "busybox"), "env"),
    **dict.fromkeys(("ksh", "ksh93", "mksh", "lksh", "oksh", "yash"), "env"),
    "fish": "fish",
    "pwsh": "powershell",
    "pwsh-preview": "powershell",
    "powershell": "powershell",
    "nu": "nu",
    "cmd": "windows-cmd",
}
"""The format of each shell, by the name of its process."""

_FURTHEST = 32
"""Ancestors that are asked."""


def calling_shell(environ: "Mapping[str, str]", ancestors: "Iterable[str] | None" = None) -> str:
    """The format of the shell that runs this program.

    Args:
        environ: the environment variables.
        ancestors: names of the processes above this one, nearest first; None to look.

    Raises:
        NotHot: there is no /proc to look into.
    """
    wanted = environ.get("SSOTUI_SHELL", "")
    if wanted in VARIABLE_FORMATS:
        return wanted
    for name in _ancestors() if ancestors is None else ancestors:
        if found := SHELLS.get(_bare(name)):
            return found
    return SHELLS.get(_bare(environ.get("SHELL", "")), "env")


def _bare(process: str) -> str:
    name = process.strip().rstrip("/").rpartition("/")[2]
    return name.removeprefix("-").lower().removesuffix(".exe")


def _ancestors() -> "Iterator[str]":
    doubt_unless(os.path.exists("/proc/self/stat"))
    process = os.getppid()
    for _ in range(_FURTHEST):
        try:
            with open(f"/proc/{process}/stat", "rb") as stream:
                stat = stream.read().decode("utf-8", "replace")
            name = stat[stat.index("(") + 1 : stat.rindex(")")]
            process = int(stat.rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            return
        yield name
        if process <= 1:
            return
