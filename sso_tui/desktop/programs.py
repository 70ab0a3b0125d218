"""Which programs may be started, and with what around them?

Only those that stand in an absolute entry of PATH, so that a file in the current folder is never
run by chance; each in a session of its own, without a terminal, a stream or a secret of ours.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sso_tui.world import World

_SECRETS: Final = frozenset({"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"})
"""Variables that no clipboard or browser has a use for."""


def search_path(world: World) -> str:
    """The absolute entries of PATH; the system's default where none is left.

    An empty or relative entry means the current folder (POSIX.1-2024, XBD 8.3).
    """
    entries = (world.get("PATH") or os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if Path(entry).is_absolute()) or os.defpath


def find(name: str, world: World) -> str | None:
    """The absolute path of the program `name`, which is a bare name or an absolute path itself."""
    if os.sep in name and not Path(name).is_absolute():
        return None
    return shutil.which(name, path=search_path(world))


def surroundings(world: World) -> dict[str, str]:
    """The environment for a helper: ours, its PATH made absolute, without secrets."""
    kept = {name: value for name, value in world.environ.items() if name not in _SECRETS}
    return kept | {"PATH": search_path(world)}


def start(command: Sequence[str], world: World) -> "subprocess.Popen[bytes]":
    """Start a program that has no stream of ours and outlives us.

    Raises:
        OSError: it can't be started.
    """
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings(world),
        start_new_session=True,
    )


def leave_running(process: "subprocess.Popen[bytes]") -> None:
    """Let a program run on by itself, yet take notice of its end, lest it stay as a zombie."""
    threading.Thread(target=process.wait, name="reaper", daemon=True).start()
