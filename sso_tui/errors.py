"""What can go wrong, said as a sentence with a next step.

Every failure that a user can meet is one of these. Each class knows the exit status it ends the
program with and, unless the place that raises it knows better, what to do next::

    SsotuiError                    1   failed
    ├── UsageError                 2   wrong words on the command line
    │   ├── NoTerminal             2   a screen was asked for where there is none
    │   └── UnknownPortal          2   no portal of that name is configured
    ├── ConfigError                1   the AWS config file or the settings can't be used as they are
    │   └── NoPortal               1   no portal is configured at all
    ├── StorageError               1   a file could not be read or written
    ├── DesktopError               1   no clipboard or browser answered
    │   └── NoClipboard            1   none can be reached from here
    ├── SignInNeeded               3   nobody is signed in, and nobody can be asked
    ├── SignInFailed               1   the sign-in was refused, lapsed, or went wrong
    ├── NoAccess                   4   no such account or role, or no access to it
    ├── Ambiguous                  5   the reference fits several roles
    ├── PortalError                6   the portal can't be reached
    │   ├── Throttled              6   the portal wants fewer requests
    │   └── MalformedAnswer        6   what answered does not speak the portal's protocol
    └── Cancelled                130   the user left

Sentences never hold a secret, nor text of a server's that was not made safe to draw.
"""

import errno
import os
from typing import ClassVar, Final


class SsotuiError(Exception):
    """A failure in words.

    Args:
        what: what happened and why, as one clause or sentence without a closing full stop.
        remedy: what to do next; the class's own where it is left out.
    """

    exit_status: ClassVar[int] = 1
    remedy: str = ""

    def __init__(self, what: str, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        if remedy is not None:
            self.remedy = remedy

    def __str__(self) -> str:
        end = "" if self.what.endswith("?") else "."
        return f"{self.what}{end} {self.remedy}".rstrip()


class UsageError(SsotuiError):
    """The words on the command line do not make a command."""

    exit_status = 2
    remedy = "See ssotui --help."


class NoTerminal(UsageError):
    """A screen was asked for where there is no terminal to draw it on."""

    remedy = "In scripts use: ssotui env ACCOUNT/ROLE, or ssotui list --json."


class UnknownPortal(UsageError):
    """No portal of that name is configured."""

    remedy = "Add it with: ssotui configure"


class ConfigError(SsotuiError):
    """The AWS config file or the settings can't be used as they are; nothing was changed."""

    remedy = "Correct it, then try again."


class NoPortal(ConfigError):
    """No portal is configured, so there is nothing to sign in to."""

    remedy = "Add one with: ssotui configure. Or see it all without AWS: ssotui demo"


class StorageError(SsotuiError):
    """A file could not be read or written; what it held before is unharmed."""

    remedy = "Check the file's permissions and the free space."


class DesktopError(SsotuiError):
    """No clipboard or browser could be reached."""


class NoClipboard(DesktopError):
    """No clipboard can be reached from here; the terminal may be able to copy."""


class SignInNeeded(SsotuiError):
    """Nobody is signed in to the portal, and this is no place to ask."""

    exit_status = 3
    remedy = "Sign in with: ssotui login"


class SignInFailed(SsotuiError):
    """The sign-in was refused, lapsed or went wrong; nothing was stored."""

    remedy = "Start again with: ssotui login"


class NoAccess(SsotuiError):
    """There is no such account or role, or it is not assigned to this user."""

    exit_status = 4
    remedy = "See what is assigned with: ssotui list --refresh"


class Ambiguous(SsotuiError):
    """The reference fits several roles."""

    exit_status = 5
    remedy = "Name the account by its 12-digit id, and the portal with -s."


class PortalError(SsotuiError):
    """The portal could not be reached, or failed to answer."""

    exit_status = 6
    remedy = "Check the network and the proxy, then try again."


class Throttled(PortalError):
    """The portal wants fewer requests."""

    remedy = "Wait a moment, then try again."


class MalformedAnswer(PortalError):
    """What answered does not speak the portal's protocol: a captive portal, a proxy, a fault."""

    remedy = "Check that the network lets you through to AWS, then try again."


class Cancelled(SsotuiError):
    """The user left before it was done."""

    exit_status = 130
    remedy = ""

    def __init__(self, what: str = "Cancelled") -> None:
        super().__init__(what)


_SCARCITY: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
"""What the system says when it is out of open files or memory, which is nobody's fault."""


def unforeseen(error: BaseException) -> SsotuiError:
    """A failure that nobody foresaw, told by its type and place alone: its text may hold a secret."""
    if isinstance(error, OSError) and error.errno in _SCARCITY:
        return SsotuiError(
            f"The system has nothing left to give: {os.strerror(error.errno)}",
            "Close some programs, or raise the limit (ulimit), then try again.",
        )
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" in {place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place else ""
    return SsotuiError(
        f"Something unexpected happened ({type(error).__name__}{where})",
        "This is a fault in ssotui; please report it.",
    )
