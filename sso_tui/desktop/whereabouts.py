"""Where does this program run, seen from the chair of its user?

The signs of SSH, containers, build services and Windows are read here, and nowhere else; each is
told by itself, and what follows from them is for others to say.
"""

import sys
from pathlib import Path
from typing import Final

from sso_tui.world import World

_SSH: Final = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_CI: Final = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "BUILDKITE", "TF_BUILD")
_CONTAINER: Final = ("KUBERNETES_SERVICE_HOST", "CODESPACES", "REMOTE_CONTAINERS", "container")
"""Set by Kubernetes, GitHub Codespaces, VS Code, and by systemd-nspawn, podman and toolbox."""

_DISPLAYS: Final = ("WAYLAND_DISPLAY", "DISPLAY")
_NO: Final = frozenset({"", "0", "false", "no"})

CONTAINER_MARKS: tuple[Path, ...] = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""Files that Docker and podman put into their containers."""

KERNEL: Path = Path("/proc/version")
"""Says `microsoft` under the Windows Subsystem for Linux."""


def remote(world: World) -> bool:
    """Whether the user sits at another machine, over SSH."""
    return any(world.get(name) for name in _SSH)


def in_container(world: World) -> bool:
    """Whether this is a container."""
    return any(world.get(name) for name in _CONTAINER) or any(
        mark.exists() for mark in CONTAINER_MARKS
    )


def in_ci(world: World) -> bool:
    """Whether a build service runs this."""
    return any((world.get(name) or "").lower() not in _NO for name in _CI)


def under_wsl() -> bool:
    """Whether this Linux runs inside Windows."""
    try:
        return "microsoft" in KERNEL.read_text("ascii", "replace").lower()
    except OSError:
        return False


def has_display(world: World) -> bool:
    """Whether windows can be opened; macOS and Windows always can, as far as can be told."""
    return sys.platform in {"darwin", "win32"} or any(world.get(name) for name in _DISPLAYS)
