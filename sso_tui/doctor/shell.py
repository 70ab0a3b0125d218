"""Does the calling shell load its `ssotui` function, from a program that is still there?"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.shells.detect import init_shell
from sso_tui.shells.rcfile import block_lines, rc_file
from sso_tui.store.files import read_bounded

NAME: Final = "shell"

_OTHER_FILES: Final = {
    "bash": (".bashrc", ".bash_profile", ".bash_login", ".profile"),
    "zsh": (".zshrc", ".zprofile", ".zshenv"),
    "fish": (".config/fish/config.fish",),
}
"""Where people put the line themselves, by the home folder."""

_LOADING: Final = re.compile(rb"^[^#\n]*ssotui\b[^#\n]*\b(?:init|nu)\b", re.MULTILINE)
"""A line that runs `ssotui init`, or sources what it wrote for Nushell."""


def look(examination: Examination) -> Iterator[Finding]:
    """Whether the function is missing, or leads nowhere."""
    shell = _shell(examination)
    if shell is None:
        return
    command = f"ssotui init {shell} --install"
    found = _where(examination, shell)
    if found is None:
        sentence = f"{shell} does not load ssotui's function, for picks and completion in the shell"
        yield Finding(NAME, Severity.NOTE, sentence, command)
    elif gone := _gone(found):
        sentence = (
            f"{examination.path(found)} loads ssotui's function from {examination.path(gone)}"
        )
        yield Finding(NAME, Severity.WARNING, f"{sentence}, which isn't there any more", command)


def fine(examination: Examination) -> str:
    """The shell, and the file that loads the function."""
    shell = _shell(examination)
    found = _where(examination, shell) if shell else None
    return (
        f"{shell}, by {examination.path(found)}"
        if found
        else (shell or "none that ssotui init has code for")
    )


def _shell(examination: Examination) -> str | None:
    return init_shell(examination.surroundings)


def _where(examination: Examination, shell: str) -> Path | None:
    """The file of the shell's that loads the function."""
    home = examination.surroundings.home
    others = (home / name for name in _OTHER_FILES.get(shell, ()))
    for path in dict.fromkeys((rc_file(shell, examination.surroundings), *others)):
        if _LOADING.search(read_bounded(path) or b""):
            return path
    return None


def _gone(path: Path) -> Path | None:
    """The file that our own block in the shell's file starts, where that is no longer there."""
    for line in block_lines(read_bounded(path) or b""):
        try:
            words = shlex.split(line)
        except ValueError:
            continue
        for word in words:
            if (bare := word.strip("();")).startswith("/") and not Path(bare).exists():
                return Path(bare)
    return None
