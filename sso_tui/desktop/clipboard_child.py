"""Run as a program by itself: put standard input on the clipboard, or take it off again.

Arguments: `copy BACKEND SECONDS` copies the text on standard input, reads it back, and has it
cleared after SECONDS if they are not 0; status 0 means that the clipboard holds it. `clear BACKEND
SECONDS` waits, and empties the clipboard if what it holds has the hash on standard input.

It imports nothing of its own package, so that it starts fast and from wherever it is installed.
"""

import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Final, Literal, cast

import pyperclip

_LIMIT: Final = 3.0
"""Seconds that clearing may take before it is given up."""

_ATTEMPTS: Final = 25
_PAUSE: Final = 0.03
"""How often the clipboard is read back until it holds the text, and the seconds in between."""

Backend = Literal["wl-clipboard", "xclip", "xsel", "pbcopy", "windows"]
Clipboard = tuple[Callable[[str], None], Callable[[], str]]


def digest(text: str) -> str:
    """A hash of `text`, the same whatever a clipboard does to line ends and to the last of them."""
    plain = text.replace("\r\n", "\n").rstrip("\n")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def clipboard(backend: str) -> Clipboard:
    """How that clipboard copies and pastes; WSL's has no name and is what pyperclip finds there."""
    if backend == "wsl":
        return pyperclip.determine_clipboard()
    pyperclip.set_clipboard(cast(Backend, backend))
    return pyperclip.copy, pyperclip.paste


def copy(backend: str, seconds: str) -> bool:
    """Copy standard input; whether the clipboard holds it now."""
    put, get = clipboard(backend)
    text = sys.stdin.buffer.read().decode()
    if backend != "wl-clipboard" or seconds == "0" or not marked(text):
        put(text)
    if not any(digest(get()) == digest(text) for _ in attempts()):
        return False
    if seconds != "0":
        clear_later(backend, seconds, digest(text))
    return True


def marked(text: str) -> bool:
    """Copy it as a secret, which histories of the clipboard leave out; False where wl-copy can't.

    Its option `--sensitive` is of wl-clipboard 2.3; others refuse it, and copy nothing.
    """
    command = ["wl-copy", "--sensitive"]
    return subprocess.run(command, input=text.encode(), check=False).returncode == 0


def attempts() -> Iterator[int]:
    """Goes on for a while: xclip comes back before the X server has heard of the new owner."""
    for attempt in range(_ATTEMPTS):
        yield attempt
        threading.Event().wait(_PAUSE)


def clear_later(backend: str, seconds: str, expected: str) -> None:
    """Start the program that clears, in a session of its own, and give it the hash."""
    clearing = subprocess.Popen(
        [sys.executable, "-P", __file__, "clear", backend, seconds],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert clearing.stdin is not None
    clearing.stdin.write(expected.encode())
    clearing.stdin.close()


def clear(backend: str, seconds: str) -> bool:
    """Wait, then empty the clipboard if it holds what has the hash on standard input."""
    put, get = clipboard(backend)
    expected = sys.stdin.read()
    threading.Event().wait(float(seconds))
    give_up = threading.Timer(_LIMIT, end_group)
    give_up.daemon = True
    give_up.start()
    if digest(get()) == expected:
        put("")
    return True


def end_group() -> None:
    """End this program and the clipboard program that it waits for."""
    if sys.platform != "win32":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def main(task: str, backend: str, seconds: str) -> int:
    """Do `task`; the exit status."""
    done = clear(backend, seconds) if task == "clear" else copy(backend, seconds)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
