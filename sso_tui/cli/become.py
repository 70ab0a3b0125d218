"""How does this process become another program, with a role in its environment?

What takes over is the program itself and not a child of ours: its status, its signals, its
terminal and its streams are its own, and its arguments are the very bytes that were given.
"""

import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sso_tui import coredumps
from sso_tui.effects import Run
from sso_tui.errors import SsotuiError
from sso_tui.model import clean
from sso_tui.world import World

IGNORED_BY_PYTHON: Final = ("SIGPIPE", "SIGXFSZ", "SIGXFZ")
"""Signals that the interpreter ignores from its start (`PyOS_InitSignals`), which what is executed
would inherit; where a caller had ignored them before, that can't be seen any more."""

FIRST_SURROUNDINGS: Path = Path("/proc/self/environ")
"""The environment as this process was given it (proc(5)); not every system has this file."""


class NotRunnable(SsotuiError):
    """The command is there and can't be run; the status is the shells' own for that."""

    exit_status = 126


class NotFound(SsotuiError):
    """There is no such command; the status is the shells' own for that."""

    exit_status = 127
    remedy = "Check its spelling, and PATH."


def become(world: World, program: Run) -> int:
    """Let the program take this process over; only a failure to start it comes back.

    On Windows, where no process can be taken over, it runs as a child.

    Args:
        world: the surroundings.
        program: the command, found along its own PATH, and what changes in the environment.

    Returns:
        The program's exit status, on Windows.

    Raises:
        NotFound: there is no such command.
        NotRunnable: the system refuses to run it.
    """
    name, surroundings = program.command[0], surroundings_for(world, program)
    if not name:
        raise NotFound("The command is empty")
    try:
        if sys.platform == "win32":
            import subprocess

            return subprocess.call(program.command, env=surroundings)
        with _as_usual():
            os.execvpe(name, program.command, surroundings)  # noqa: S606 - no shell is meant to read it
    except OSError as error:
        raise _refusal(name, error, surroundings) from None


def surroundings_for(world: World, program: Run) -> dict[str, str]:
    """The caller's environment with what `program` sets and without what it unsets."""
    gone = {*program.unset, *_added_by_python(world)}
    kept = {name: value for name, value in world.environ.items() if name not in gone}
    return kept | {name: secret.reveal() for name, secret in program.set.items()}


def _added_by_python(world: World) -> tuple[str, ...]:
    """LC_CTYPE where the caller had none: the interpreter sets it under the C locale (PEP 538)."""
    with suppress(OSError):
        if "LC_CTYPE" in world.environ and not any(
            entry.startswith(b"LC_CTYPE=") for entry in FIRST_SURROUNDINGS.read_bytes().split(b"\0")
        ):
            return ("LC_CTYPE",)
    return ()


@contextmanager
def _as_usual() -> Iterator[None]:
    """Undo what the interpreter does to signals, and we to core dumps, until we are replaced."""
    coredumps.allow()
    numbers = [getattr(signal, name) for name in IGNORED_BY_PYTHON if hasattr(signal, name)]
    before = [(number, signal.signal(number, signal.SIG_DFL)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
        coredumps.forbid()


def _refusal(name: str, error: OSError, surroundings: Mapping[str, str]) -> SsotuiError:
    """Why the command did not start; one that is there and yet "not found" lacks its interpreter."""
    there = shutil.which(name, path=surroundings.get("PATH", os.defpath))
    absent = isinstance(error, FileNotFoundError | NotADirectoryError)
    if absent and not there:
        return NotFound(f"The command {clean(name)} was not found")
    reason = "its interpreter was not found" if absent else error.strerror
    return NotRunnable(f"The command {clean(name)} can't be run: {reason}")
