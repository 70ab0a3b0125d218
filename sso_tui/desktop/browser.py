"""Open a link in the user's browser, and never wait for it to end.

A link that signs in whoever holds it is kept out of the process table: the browser is pointed at
a private page that leads there, wherever a browser of this platform can read one.
"""

import subprocess
import sys
from typing import Final

from sso_tui.desktop import page, programs, whereabouts
from sso_tui.desktop.browsers import Browser, chosen, firefoxes, installed
from sso_tui.desktop.links import checked, for_container
from sso_tui.errors import DesktopError
from sso_tui.model import Secret
from sso_tui.world import World

_SETTLED_AFTER: Final = 0.5
"""Seconds after which a command that still runs is taken to be the browser. xdg-open and its kind
report what they can't do well before."""

_MACOS_LIMIT: Final = 10.0
"""Seconds for macOS to hand a link to the default browser, which may have to be started."""

_REMEDY: Final = "Open the link by hand, or set BROWSER to the browser's command."


def can_open(world: World) -> bool:
    """Whether some browser could be started here, on whichever screen it would show."""
    return sys.platform == "win32" or bool(_browsers(world))


def open_url(url: Secret, world: World, *, sensitive: bool = False) -> None:
    """Open a link in the browser; returns once it has started, or shortly after.

    Args:
        url: the link.
        world: whose browser.
        sensitive: True where the link signs in whoever holds it.

    Raises:
        DesktopError: the link is none for a browser, or no browser could be started.
    """
    link = checked(url.reveal())
    if sys.platform == "win32":
        _open_on_windows(link)
    elif sys.platform == "darwin" and sensitive and not chosen(world) and not for_container(link):
        _open_on_macos(link)
    else:
        _open_with(_browsers(world, link), link, world, sensitive=sensitive)


def _browsers(world: World, link: str = "") -> list[Browser]:
    return chosen(world) + (firefoxes(world) if for_container(link) else installed(world))


def _open_with(browsers: list[Browser], link: str, world: World, *, sensitive: bool) -> None:
    if not browsers:
        raise DesktopError("There is no browser that can be opened from here", _REMEDY)
    # Windows can't read a page of its Linux, nor an extension's link be followed from one.
    hidden = sensitive and not for_container(link) and not whereabouts.under_wsl()
    target = page.leading_to(link, world) if hidden else link
    if not any(_started(browser, target, world) for browser in browsers):
        raise DesktopError("No browser could be started", _REMEDY)


def _started(browser: Browser, target: str, world: World) -> bool:
    try:
        process = programs.start(browser.command(target), world)
    except OSError:
        return False
    try:
        return process.wait(_SETTLED_AFTER) == 0 or not browser.says_how_it_went
    except subprocess.TimeoutExpired:
        programs.leave_running(process)
        return True


def _open_on_macos(link: str) -> None:
    """Have AppleScript open the link, which it reads from its standard input."""
    try:
        subprocess.run(
            ["/usr/bin/osascript", "-"],
            input=f'open location "{link}"',
            encoding="ascii",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_MACOS_LIMIT,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise DesktopError("No browser could be started", _REMEDY) from error


def _open_on_windows(link: str) -> None:
    if sys.platform == "win32":
        import os

        try:
            os.startfile(link)  # noqa: S606 - checked above
        except OSError as error:
            raise DesktopError("No browser could be started", _REMEDY) from error
