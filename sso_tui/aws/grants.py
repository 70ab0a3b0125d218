"""What does the sign-in service hand out? Registrations, device codes and tokens, read with care.

Figures that make no sense are replaced by the protocol's defaults where there are any, and what is
to be opened in a browser is checked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sso_tui.aws.answers import Document, number_of, secret_of, text_of
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.portals import visitable
from sso_tui.errors import MalformedAnswer
from sso_tui.model import Registration, Secret, Token, clean

DEVICE_SECONDS: Final = 600
"""How long a device code lives where the answer does not say, or says none."""

LONGEST_DEVICE_SECONDS: Final = 3600
"""How long a device code is believed to live."""

INTERVAL_SECONDS: Final = 5
"""Between two polls, where the answer does not say (RFC 8628 section 3.2)."""

LONGEST_INTERVAL_SECONDS: Final = 60
"""More than that between two polls is a mistake: a person would wait for it."""

LONGEST_TOKEN_SECONDS: Final = 10 * 365 * 24 * 3600
"""How long a token is believed to live."""

Now = Callable[[], datetime]
"""The wall clock, as an aware UTC datetime."""


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """A device authorization that waits for a person.

    Attributes:
        code: what this program redeems.
        user_code: what the person compares, safe to draw.
        url: the page to open, the code in it; checked.
        short_url: the same page without the code; checked.
        lives: seconds during which it can be approved.
        interval: seconds between two polls.
    """

    code: Secret
    user_code: str
    url: str
    short_url: str
    lives: int
    interval: int


def registration_from(
    document: Document, scopes: tuple[str, ...] | None, grant_types: tuple[str, ...]
) -> Registration:
    """The registration in RegisterClient's answer; `clientSecretExpiresAt` is in epoch seconds."""
    return Registration(
        client_id=text_of(document, "clientId"),
        client_secret=secret_of(document, "clientSecret"),
        expires_at=_epoch(number_of(document, "clientSecretExpiresAt")),
        scopes=scopes,
        grant_types=grant_types,
    )


def device_code_from(document: Document, endpoints: Endpoints) -> DeviceCode:
    """The device code in StartDeviceAuthorization's answer."""
    short_url = visitable(text_of(document, "verificationUri"), endpoints)
    whole = document.get("verificationUriComplete")
    lives, interval = number_of(document, "expiresIn"), number_of(document, "interval")
    if interval is None:
        interval = INTERVAL_SECONDS
    return DeviceCode(
        code=secret_of(document, "deviceCode"),
        user_code=clean(text_of(document, "userCode")),
        url=visitable(whole, endpoints) if isinstance(whole, str) else short_url,
        short_url=short_url,
        lives=min(lives, LONGEST_DEVICE_SECONDS) if lives and lives > 0 else DEVICE_SECONDS,
        interval=min(max(1, interval), LONGEST_INTERVAL_SECONDS),
    )


def token_from(document: Document, registration: Registration, now: datetime) -> Token:
    """The token in CreateToken's answer; `expiresIn` is in seconds from `now`."""
    seconds = number_of(document, "expiresIn")
    if seconds is None:
        raise MalformedAnswer("The answer does not say how long the sign-in lasts")
    lives = timedelta(seconds=min(max(seconds, 0), LONGEST_TOKEN_SECONDS))
    return Token(
        access=secret_of(document, "accessToken"),
        expires_at=(now + lives).replace(microsecond=0),
        refresh=secret_of(document, "refreshToken") if document.get("refreshToken") else None,
        registration=registration,
    )


def _epoch(seconds: int | None) -> datetime:
    try:
        if seconds is not None:
            return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        pass
    raise MalformedAnswer("The answer does not say how long the registration lasts")
