"""Where is everything kept?

Every path follows from the `World`, so that a test or the demo with another home touches nothing
of the user's. A home that is no absolute path makes paths that aren't either, and those are
neither read nor written: nothing is ever put into the folder one happens to stand in.
"""

import os
import re
import sys
from pathlib import Path
from typing import Final, NamedTuple

from sso_tui.world import World

APP: Final = "ssotui"

_XDG: Final = {"config": ".config", "cache": ".cache", "state": ".local/state"}
"""Defaults of XDG_CONFIG_HOME and its like under the home folder (XDG Base Directory Specification
0.8)."""

_LIBRARY: Final = {
    "config": "Library/Application Support",
    "cache": "Library/Caches",
    "state": "Library/Application Support",
}
"""The same on macOS (Apple's File System Programming Guide, "The Library Directory")."""

_VARIABLE: Final = re.compile(r"\$(?:(\w+)|\{([^}]*)\})", re.ASCII)


class Places(NamedTuple):
    """The files and folders that the program reads and writes.

    Attributes:
        sso_cache: sign-in tokens and client registrations, shared with the AWS CLI and every SDK;
            no variable moves it.
        cli_cache: role credentials, shared with the AWS CLI.
        aws_config: the AWS config file (`AWS_CONFIG_FILE`).
        aws_credentials: the file of long-term keys (`AWS_SHARED_CREDENTIALS_FILE`).
        settings_file: the user's decisions (`SSOTUI_CONFIG`).
        cache_dir: what may be deleted at any time.
        state_dir: recent use, locks, backups, files that were set aside.
    """

    sso_cache: Path
    cli_cache: Path
    aws_config: Path
    aws_credentials: Path
    settings_file: Path
    cache_dir: Path
    state_dir: Path

    @classmethod
    def of(cls, world: World) -> "Places":
        """The places in these surroundings."""
        aws = world.home / ".aws"
        return cls(
            sso_cache=aws / "sso" / "cache",
            cli_cache=aws / "cli" / "cache",
            aws_config=_named(world, "AWS_CONFIG_FILE") or aws / "config",
            aws_credentials=_named(world, "AWS_SHARED_CREDENTIALS_FILE") or aws / "credentials",
            settings_file=_named(world, "SSOTUI_CONFIG")
            or _folder(world, "config") / "config.toml",
            cache_dir=_folder(world, "cache"),
            state_dir=_folder(world, "state"),
        )

    @property
    def locks(self) -> Path:
        """Lock files; they stay where they are, for a lock file that goes away locks nothing."""
        return self.state_dir / "locks"

    @property
    def quarantine(self) -> Path:
        """Damaged files that were moved out of the way."""
        return self.state_dir / "quarantine"


def _named(world: World, variable: str) -> Path | None:
    """The file that `variable` names, `~` and `$NAME` expanded as the AWS SDKs do."""
    text = world.get(variable)
    if text is None:
        return None
    text = _VARIABLE.sub(lambda found: world.get(found[1] or found[2]) or found[0], text)
    if text == "~" or text.startswith("~/"):
        return world.home / text[2:]
    try:
        return Path(text).expanduser().absolute()
    except (OSError, RuntimeError):  # the current folder is gone, or there is no such user
        return Path(text)


def _folder(world: World, kind: str) -> Path:
    """Our folder of that kind, where platformdirs has it, without the time its import takes."""
    if sys.platform == "win32":
        import platformdirs

        return Path(getattr(platformdirs, f"user_{kind}_path")(APP, appauthor=False))
    chosen = world.get(f"XDG_{kind.upper()}_HOME") or ""
    if os.path.isabs(chosen):  # noqa: PTH117
        return Path(chosen, APP)
    return world.home / (_LIBRARY if sys.platform == "darwin" else _XDG)[kind] / APP
