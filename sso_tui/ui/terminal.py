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
    """Open `/dev/null` in place of a standard stream that the caller closed, as with `<&-`.

    Otherwise the terminal's own descriptor would take its number, and be mistaken for it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.__stdin__ is None:
        sys.__stdin__ = sys.stdin = open(0, encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115 - lives as long as the process
    if sys.__stderr__ is None:
        sys.__stderr__ = sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]  # noqa: SIM115
