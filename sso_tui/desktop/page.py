"""A page that leads to a link, for a browser that is told of the page and not of the link.

The page can be read by its owner alone, and is gone after a minute even if we are gone before.
"""

import html
import sys
import tempfile
from pathlib import Path
from typing import Final

from sso_tui.desktop import programs
from sso_tui.errors import DesktopError
from sso_tui.world import World

_LIFETIME: Final = 60
"""Seconds that the page stays; a browser that has to be started first may need some of them."""

SNAPS: Path = Path("/snap/bin")
"""Where snapd puts its commands. A browser among them sees neither /run nor hidden folders nor our
/tmp, but the visible folders of the home (snapd's `home` interface)."""

_REMOVER: Final = Path(__file__).with_name("page_remover.py")

_PAGE: Final = """\
<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={link}">
<title>Opening the link</title>
<p><a href="{link}" rel="noreferrer">Go on</a></p>
"""


def leading_to(link: str, world: World) -> str:
    """The file URL of a fresh page, mode 0600 in a folder of mode 0700, that leads to `link`.

    Raises:
        DesktopError: the page could not be written.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="ssotui-", dir=_place(world)))
        folder.chmod(0o700)  # whatever the umask took away
        remover = [sys.executable, "-P", str(_REMOVER), str(folder), str(_LIFETIME)]
        programs.leave_running(programs.start(remover, world))
        page = folder / "open.html"
        page.touch(0o600)
        page.chmod(0o600)
        page.write_text(_PAGE.format(link=html.escape(link)), "utf-8")
        return page.as_uri()
    except OSError as error:
        raise DesktopError(
            f"The page for the browser could not be written: {error.strerror}",
            "Check the free space, or copy the link instead.",
        ) from error


def _place(world: World) -> Path:
    """A folder that the user's browsers can read."""
    if SNAPS.is_dir():
        return world.home
    runtime = Path(world.get("XDG_RUNTIME_DIR") or "")
    return runtime if runtime.is_absolute() and runtime.is_dir() else Path(tempfile.gettempdir())
