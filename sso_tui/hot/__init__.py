"""Can this be answered at once, from what lies on the disk?

SDKs call `credential-process` whenever they start, and shells call `prompt` and `complete` at every
line and key. What the rooms of the program would answer is answered here without them: these
modules import nothing of the program's, and of Python no more than an empty interpreter has loaded
and three small modules in C. The answer is the same to the byte; in any doubt there is none, and
the program goes the long way.
"""

import os
import sys

from sso_tui.hot.doubt import NotHot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS = ("credential-process", "env", "prompt", "complete", "init")
"""The commands that may be answered here."""

_DOUBTS = (NotHot, LookupError, OSError, TypeError, ValueError, ImportError, RecursionError)
"""What a file that is missing or damaged can lead to, and an interpreter without those modules."""


def answer(words: list[str], environ: "Mapping[str, str]") -> int | None:
    """Answer the command line on standard output, if that can be done at once.

    Args:
        words: the command line, without the program's name.
        environ: the environment variables.

    Returns:
        The exit status; None where the long way has to be gone, and nothing was written.
    """
    found = text(words, environ)
    stdout = sys.__stdout__
    if found is None or stdout is None or sys.stdout is not stdout:
        return None
    if stdout.encoding.lower() != "utf-8":
        return None
    try:
        return _write(found.encode())
    except OSError:
        return None


def text(words: list[str], environ: "Mapping[str, str]") -> str | None:
    """What the command line would print; None where that takes the long way."""
    command, rest = named(words)
    if command not in COMMANDS or sys.platform == "win32":
        return None
    try:
        return _text(command, rest, environ)
    except _DOUBTS:
        return None


def named(words: list[str]) -> tuple[str, list[str]]:
    """The command among the words, and all others; an empty one where none is plain to see."""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in ("-s", "--sso-session") else 1
    if at >= len(words) or "--" in words[:at]:
        return "", []
    return words[at], words[:at] + words[at + 1 :]


def _text(command: str, rest: list[str], environ: "Mapping[str, str]") -> str:
    if command == "prompt":
        from sso_tui.hot import prompt

        return prompt.text(rest, environ)
    if command == "complete":
        from sso_tui.hot import completion

        return completion.text(rest, environ)
    if command == "init":
        from sso_tui.hot import snippet

        return snippet.text(rest)
    from sso_tui.hot import credentials

    return credentials.text(command, rest, environ)


def _write(data: bytes) -> int:
    """Write all of it, past Python's buffers, which would keep what failed and write it again.

    Returns:
        The exit status: 0; 141 where the reader went away, 1 where the rest can't be written.

    Raises:
        OSError: not a byte of it could be written.
    """
    left = data[os.write(1, data) :] if data else b""
    try:
        while left:
            left = left[os.write(1, left) :]
    except BrokenPipeError:
        return 141
    except OSError as error:
        words = f"ssotui: Standard output can't be written: {error.strerror}.\n"
        os.write(2, words.encode())
        return 1
    return 0
