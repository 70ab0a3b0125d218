"""What a sign-in goes through, one step after the other.

A sign-in is a generator of these. It opens no browser and prints nothing: whoever drives it does,
between two steps, and ends it by closing the generator.
"""

from dataclasses import dataclass
from datetime import datetime

from sso_tui.model import Token


@dataclass(frozen=True, slots=True)
class Visit:
    """A person has to visit a page and approve the sign-in there.

    Attributes:
        url: the page to open; it carries the code already where there is one. Safe to draw and open.
        code: the code to compare with the one that the page shows; empty where there is none,
            because the browser comes back to this machine by itself.
        short_url: the page to type in by hand, without the code; empty where there is none.
        expires_at: until when the page can be visited.
    """

    url: str
    code: str
    short_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody has approved yet; the portal is asked again later.

    Attributes:
        until: when it is asked again.
        trouble: what went wrong with the last attempt, if the waiting goes on all the same.
    """

    until: datetime
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The sign-in is done."""

    token: Token


Step = Visit | Waiting | SignedIn
