"""The log that `--debug` writes: what was asked of whom, what came back, and how long it took.

It holds addresses without their queries, statuses and times; nothing that was sent or received
besides, and nothing of other libraries, whose logs hold secrets.
"""

import logging
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from sso_tui import __version__
from sso_tui.cli.output import say
from sso_tui.store.folders import failure, own_folder
from sso_tui.store.places import Places
from sso_tui.text import shown_path
from sso_tui.world import World

MOST_KEPT: Final = 10
"""Log files that stay; the eldest beyond go."""


_APPEND: Final = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)


def start(world: World) -> None:
    """Write a log of this run, and say where it is.

    Raises:
        StorageError: it can't be written.
    """
    folder = Places.of(world).state_dir / "logs"
    own_folder(folder)
    path = folder / f"ssotui-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.log"
    try:
        descriptor = os.open(path, _APPEND, 0o600)
        os.fchmod(descriptor, 0o600)
    except OSError as error:
        raise failure(path, "written", error) from error
    handler = logging.StreamHandler(os.fdopen(descriptor, "w", encoding="utf-8"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(threadName)s %(message)s"))
    log = logging.getLogger("sso_tui")
    log.handlers = [handler]
    log.propagate = False
    log.setLevel(logging.DEBUG)
    log.debug("ssotui %s", __version__)
    _forget_the_eldest(folder)
    say(world, f"Writing a log to {shown_path(path, world.home)}")


def _forget_the_eldest(folder: Path) -> None:
    for path in sorted(folder.glob("ssotui-*.log"))[:-MOST_KEPT]:
        path.unlink(missing_ok=True)
