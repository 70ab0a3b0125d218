"""How does this portal behave? The figures that a demo or a test may turn, also while it runs.

Services read them at every call and never keep a copy, so a change counts from the next request on.
"""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(kw_only=True, eq=False)
class Behaviour:
    """The portal's adjustable figures; the defaults are what AWS was seen to do."""

    rate: float | None = None
    """Portal calls a second over which the answer is 429; None never throttles."""

    burst: int = 5
    """Portal calls that may come at once before `rate` counts."""

    latency: float = 0.0
    """Seconds before every answer."""

    token_lifetime: float | None = None
    """Seconds that an access token lives; None is the service's own: 1 hour with scopes, 8 without."""

    session_lifetime: float = 8 * 3600
    """Seconds after a sign-in during which its refresh tokens work."""

    role_lifetime: float = 3600
    """Seconds that role credentials live: the permission set's session duration."""

    registration_lifetime: float = 90 * 24 * 3600
    """Seconds that a client registration lives."""

    refresh_rotates: bool = True
    """Whether a refresh answers with a new refresh token and retires the old one."""

    device_interval: float | None = 1
    """Seconds between polls, as answered; None leaves it out (RFC 8628 §3.2: 5 then)."""

    device_expires_in: float | None = 600
    """Seconds that a device code lives, as answered. None (left out), 0 and less mislead the
    client alone: such a code lives 600 seconds."""

    auto_approve_after: float | None = None
    """Seconds after which a sign-in approves itself; 0 at once, None never."""

    page_size: int = 100
    """The most entries on a page, however many the caller asks for; never more than 100."""

    secrets_prefix: str = ""
    """Put before every secret minted here, so that a test finds a leaked one."""

    mint: Callable[[str], str] | None = None
    """Makes every secret, given its kind (the keys of `SECRET_BYTES`); None makes random ones."""

    def minted(self, kind: str) -> str:
        """A new secret of this kind, of about the size that the real service hands out."""
        if self.mint is not None:
            return self.mint(kind)
        return self.secrets_prefix + SECRET_PREFIX.get(kind, "") + _random_text(kind)


SECRET_BYTES = {
    "access_token": 180,
    "refresh_token": 240,
    "client_secret": 900,
    "device_code": 64,
    "auth_code": 96,
    "secret_access_key": 30,
    "session_token": 540,
    "signin_token": 600,
}
"""Kinds of secrets, and how many random bytes each holds: client secrets of about 1.2 kB and
session tokens of about 700 characters are what clients must be able to store and quote."""

SECRET_PREFIX = {"access_token": "aoa", "refresh_token": "aor", "session_token": "IQoJb3JpZ2luX2Vj"}


def _random_text(kind: str) -> str:
    size = SECRET_BYTES[kind]
    if kind in ("secret_access_key", "session_token"):
        # Real ones hold `+`, `/` and `=`, which is what quoting and URL encoding trip over.
        return base64.b64encode(secrets.token_bytes(size)).decode("ascii")
    return secrets.token_urlsafe(size)
