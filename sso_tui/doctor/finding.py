"""What is a finding? One sentence about something that is wrong, and what mends it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is."""

    ERROR = "error"
    """Something does not work, or a secret lies open."""
    WARNING = "warning"
    """Something works otherwise than it looks, or will stop to."""
    NOTE = "note"
    """Good to know; nothing has to be done."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found.

    Attributes:
        check: the name of the check that found it.
        severity: how bad it is.
        sentence: what it is, without a closing full stop; what a hand has to do where there is no
            command for it.
        command: the shell command that mends it; empty where there is none.
        fix: mends it where that harms nothing, and says what was done; raises SsotuiError where it
            can't. None where the user has to decide.
    """

    check: str
    severity: Severity
    sentence: str
    command: str = ""
    fix: Callable[[], str] | None = None
