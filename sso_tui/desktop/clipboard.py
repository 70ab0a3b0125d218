"""Put a text on the clipboard, and say so only once it can be read back from there.

A child process does it, so that a clipboard program which hangs, or stays behind to serve what was
copied, neither holds us up nor holds a stream of ours: inside `$(…)` the shell would wait for it.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sso_tui.desktop import programs, whereabouts
from sso_tui.errors import DesktopError, NoClipboard
from sso_tui.model import Secret
from sso_tui.world import World

_LIMIT: Final = 3.0
"""Seconds that a copy may take; a clipboard answers in a tenth of one, or not at all."""

_CHILD: Final = Path(__file__).with_name("clipboard_child.py")

_BACKENDS: Final = (
    ("wl-clipboard", "WAYLAND_DISPLAY", ("wl-copy", "wl-paste")),
    ("xclip", "DISPLAY", ("xclip",)),
    ("xsel", "DISPLAY", ("xsel",)),
)
"""What serves a Linux or BSD desktop: its name, the variable and the programs that it needs.
Klipper is not among them: it takes the text as an argument, which everybody can read."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A text is on the clipboard.

    Attributes:
        via: the clipboard program that took it.
        cleared_after: seconds until it is taken off again, if it is still there; 0 for never.
    """

    via: str
    cleared_after: int


def available(world: World) -> str | None:
    """The clipboard that reaches the user's screen; None where none does.

    Looks at variables and at files alone. Over SSH the clipboard of the machine itself is another
    person's, or nobody's; one that a display forwards is the user's.
    """
    native = _native(world)
    if native and not whereabouts.remote(world):
        return native
    for name, variable, needed in _BACKENDS:
        if world.get(variable) and all(programs.find(program, world) for program in needed):
            return name
    return None


def copy(text: Secret, world: World, clear_after: int) -> Copied:
    """Put `text` on the clipboard.

    Args:
        text: what to put there.
        world: whose clipboard.
        clear_after: seconds until it is taken off again, unless something else was copied
            meanwhile; 0 to leave it.

    Raises:
        NoClipboard: there is none that reaches the user.
        DesktopError: it did not take the text.
    """
    backend = available(world)
    if backend is None:
        raise NoClipboard("No clipboard can be reached from here", _advice(world))
    command = [sys.executable, "-P", str(_CHILD), "copy", backend, str(max(clear_after, 0))]
    try:
        taken = _run(command, text.reveal().encode("utf-8", "replace"), world)
    except OSError as error:
        raise DesktopError(f"The clipboard can't be used: {error.strerror}", "") from error
    if not taken:
        raise DesktopError(
            f"{backend} did not put the text on the clipboard",
            "Check that the display it is meant for answers, or have the text printed instead.",
        )
    return Copied(backend, max(clear_after, 0))


def _native(world: World) -> str | None:
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "pbcopy"
    helpers = ("clip.exe", "powershell.exe")
    if whereabouts.under_wsl() and all(programs.find(name, world) for name in helpers):
        return "wsl"
    return None


def _advice(world: World) -> str:
    if whereabouts.remote(world):
        return "Over SSH the terminal can copy, where the settings let it (terminal_clipboard)."
    return "Install xclip, xsel or wl-clipboard, or have the text printed instead."


def _run(command: list[str], text: bytes, world: World) -> bool:
    """Whether the child did it in time; if not, it is ended with all that it started."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=programs.surroundings(world),
        cwd=Path(sys.executable).anchor or None,
        start_new_session=True,
    )
    try:
        child.communicate(text, timeout=_LIMIT)
    except subprocess.TimeoutExpired:
        _end(child)
    return child.wait() == 0


def _end(child: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
