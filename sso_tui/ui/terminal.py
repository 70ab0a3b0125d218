"""The terminal itself, whatever the three standard streams are.

Under `eval "$(ssotui)"` standard output is a pipe that belongs to the shell, and standard error may
be anything. What is said to the user goes to `/dev/tty`.
"""

import os
import sys
from typing import TextIO

from sso_tui.errors import NoTerminal


def terminal() -> TextIO:
    """The controlling terminal, open for reading and writing.

    Raises:
        NoTerminal: there is none, as in a cron job or a pipeline without a session.
    """
    try:
        descriptor = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        raise NoTerminal("There is no terminal to draw on") from None
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", closefd=False)


def keep_standard_streams_open() -> None:
    """Open `/dev/null` in place of each standard stream that the caller closed, as with `<&-`.

    Otherwise the next file that is opened would take its number, and be taken for it. In place of
    standard output it is opened for reading alone: what can't be handed over has to fail.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115 - lives as long as the process
    if sys.stdout is None:
        sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = sys.__stderr__ = open(2, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
