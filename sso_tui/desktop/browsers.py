"""Which commands open a link on this machine?

Those of BROWSER come first, then what the platform has. A browser that draws in a terminal is
never among them: the terminal is ours.
"""

import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from sso_tui.desktop import programs, whereabouts
from sso_tui.world import World

_CONSOLE_BROWSERS: Final = frozenset(
    {"browsh", "carbonyl", "elinks", "links", "links2", "lynx", "w3m", "www-browser"}
)
"""Browsers that draw in the terminal; `www-browser` is Debian's name for the chosen one of them."""

_DESKTOP: Final = (
    ("xdg-open",),
    ("gio", "open"),
    ("x-www-browser",),
    ("firefox",),
    ("google-chrome",),
    ("chromium",),
    ("chromium-browser",),
)
"""What opens a link on a Linux or BSD desktop, the desktop's own choice first."""

_FIREFOX: Final = (("firefox",), ("firefox-esr",), ("firefox-developer-edition",), ("librewolf",))
_MACOS: Final = (("open",),)
_MACOS_FIREFOX: Final = (("open", "-a", "Firefox"),)
_WSL: Final = (("wslview",), ("explorer.exe",))


@dataclass(frozen=True, slots=True)
class Browser:
    """A command that opens a link.

    Attributes:
        words: the program's absolute path and its arguments; `%s` stands for the link, which
            comes last where none does.
        says_how_it_went: whether a status other than 0 means that nothing was opened.
    """

    words: tuple[str, ...]
    says_how_it_went: bool = True

    def command(self, url: str) -> list[str]:
        """The words with the link in its place."""
        program, *arguments = self.words
        if any("%s" in word for word in arguments):
            return [program, *(word.replace("%s", url) for word in arguments)]
        return [program, *arguments, url]


def chosen(world: World) -> list[Browser]:
    """The usable commands of BROWSER, which is a list like PATH, with `%s` for the link."""
    entries = (world.get("BROWSER") or "").split(os.pathsep)
    return list(_usable(filter(None, map(_words, entries)), world))


def installed(world: World) -> list[Browser]:
    """What this platform has; nothing where no window can be opened."""
    if sys.platform == "darwin":
        return list(_usable(_MACOS, world))
    if whereabouts.under_wsl() and (found := list(_usable(_WSL, world))):
        return found
    return list(_usable(_DESKTOP, world)) if whereabouts.has_display(world) else []


def firefoxes(world: World) -> list[Browser]:
    """What takes the links of Firefox's container extensions, whose scheme no desktop knows."""
    return list(_usable(_MACOS_FIREFOX if sys.platform == "darwin" else _FIREFOX, world))


def _words(entry: str) -> tuple[str, ...]:
    """A command of BROWSER; the `&` of old habit is left out, as nobody waits anyway."""
    try:
        words = shlex.split(entry)
    except ValueError:
        return ()
    return tuple(words[:-1] if words[-1:] == ["&"] else words)


def _usable(commands: Iterable[tuple[str, ...]], world: World) -> Iterator[Browser]:
    for name, *arguments in commands:
        if PurePath(name).name not in _CONSOLE_BROWSERS and (path := programs.find(name, world)):
            # Explorer's status is 1 whatever happens.
            says = PurePath(name).name != "explorer.exe"
            yield Browser((path, *arguments), says)
