"""How is any text written as one literal word of a shell?

Each function answers for one family of shells, and its answer, read by that shell, is the text
again: nothing in it is expanded, run or ended early. What a shell has no literal for is refused.
"""

import re
from collections.abc import Callable
from typing import Final

from sso_tui.errors import SsotuiError

Quote = Callable[[str], str]
"""Writes a text as one word; raises SsotuiError where the shell has no way to."""

_CMD_PLAIN: Final = re.compile(r"[A-Za-z0-9_ .,:;=+/@-]*")
"""Characters that cmd.exe takes literally inside `set "NAME=value"`. Percent and exclamation marks
expand there even between quotes, and a caret or a quote changes what follows."""

_POWERSHELL_QUOTES: Final = re.compile("(['\u2018\u2019\u201a\u201b])")
"""PowerShell takes the typographic single quotes for the plain one (PowerShell language
specification 2.3.5.2); each stands for itself when doubled."""

_DOTENV_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:=+@,-]+")
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


def posix(text: str) -> str:
    """`text` for sh, bash, dash, ksh and zsh: single quotes, which end for each one inside."""
    return "'" + _writable(text).replace("'", r"'\''") + "'"


def fish(text: str) -> str:
    """`text` for fish, whose single quotes know two escapes: of themselves and of the backslash."""
    return "'" + _writable(text).replace("\\", "\\\\").replace("'", "\\'") + "'"


def powershell(text: str) -> str:
    """`text` for PowerShell: single quotes, each kind of them inside doubled."""
    return "'" + _POWERSHELL_QUOTES.sub(r"\1\1", _writable(text)) + "'"


def nu(text: str) -> str:
    """`text` for Nushell, on one line: double quotes, controls by their code point."""
    escaped = _writable(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _CONTROLS.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", escaped) + '"'


def cmd(text: str) -> str:
    """`text` for cmd.exe, as it is; refused if cmd.exe would read more than a value in it."""
    if not _CMD_PLAIN.fullmatch(text):
        raise SsotuiError(
            "A value holds characters that cmd.exe has no literal for", "Use PowerShell."
        )
    return text


def dotenv(text: str) -> str:
    """`text` for a .env file, by the rules that Docker Compose documents for its own.

    Plain where that is enough, since `docker --env-file` and systemd take quotes for a part of
    the value; in single quotes, which expand nothing; in double quotes where neither serves.
    """
    if _DOTENV_PLAIN.fullmatch(_writable(text)):
        return text
    if not re.search(r"['\\\r\n]", text):
        return f"'{text}'"
    escaped = re.sub(r'([\\"$])', r"\\\1", text)
    return '"' + escaped.replace("\r", "\\r").replace("\n", "\\n") + '"'


def _writable(text: str) -> str:
    if _UNWRITABLE.search(text):
        raise SsotuiError("A value holds characters that no environment variable can have", "")
    return text
