"""What does `init` print? The shell's snippet, with the place of this program in it."""

import os
import sys

from sso_tui.hot.disk import read
from sso_tui.hot.doubt import NotHot, doubt_unless, plain

SHELLS = {
    "bash": ("bash.sh", "'"),
    "zsh": ("zsh.sh", "'"),
    "fish": ("fish.fish", "'"),
    "powershell": ("powershell.ps1", "'"),
    "nu": ("nu.nu", '"'),
}
"""The snippet of each shell, and the quote that keeps a plain word together there."""

_LARGEST = 1 << 20


def text(words: list[str]) -> str:
    """The code that gives the shell its `ssotui` function.

    Raises:
        NotHot: more is asked for, or the program's path is not plain.
    """
    doubt_unless(len(words) == 1 and words[0] in SHELLS)
    name, quote = SHELLS[words[0]]
    folder = os.path.join(os.path.dirname(os.path.dirname(__file__)), "shells", "snippets")
    snippet = read(os.path.join(folder, name), _LARGEST)
    if snippet is None or "\r" in snippet:
        raise NotHot
    return snippet.replace("@EXECUTABLE@", quote + _program() + quote)


def _program() -> str:
    """The absolute path that this program was started by."""
    started = plain(sys.argv[0])
    usual = started.startswith("/") and started.endswith("/ssotui")
    doubt_unless(usual and "//" not in started and "/./" not in started)
    doubt_unless(os.path.isfile(started) and os.access(started, os.X_OK))
    return started
