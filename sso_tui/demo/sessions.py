"""Which access and refresh tokens are good?

A refresh token works once where tokens rotate, for the client that it was given to, and as long as
the sign-in it descends from. Signing out ends the whole sign-in: every token that descends from it.
"""

from dataclasses import dataclass
from threading import Lock

from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clients import Client
from sso_tui.demo.clock import Clock

ACCOUNT_SCOPE = "sso:account:access"
"""The scope that brings a refresh token with it."""

SCOPED_SECONDS = 3600.0
"""An access token's life where scopes were registered."""

UNSCOPED_SECONDS = 8 * 3600.0
"""An access token's life where none were: it cannot be renewed either."""


@dataclass(frozen=True, slots=True, eq=False)
class SignIn:
    """One approval by the user, at the portal of a start URL, from which tokens descend."""

    client: Client
    start_url: str
    ends_at: float


@dataclass(frozen=True, slots=True)
class Issued:
    """What CreateToken hands out; `expires_in` in seconds."""

    access_token: str
    refresh_token: str | None
    expires_in: float


class Sessions:
    """The tokens that are out."""

    def __init__(self, behaviour: Behaviour, clock: Clock) -> None:
        self._behaviour = behaviour
        self._clock = clock
        self._lock = Lock()
        self._access: dict[str, tuple[SignIn, float]] = {}
        self._refresh: dict[str, SignIn] = {}

    def begin(self, client: Client, start_url: str) -> Issued:
        """Tokens for a sign-in that has just been approved, at the portal of that start URL."""
        sign_in = SignIn(client, start_url, self._clock.now() + self._behaviour.session_lifetime)
        with self._lock:
            return self._issue(sign_in, self._new_refresh(sign_in) if _renewable(client) else None)

    def renew(self, client: Client, refresh_token: str) -> Issued | None:
        """Tokens for a refresh token, or None where it is not good (any more)."""
        with self._lock:
            sign_in = self._refresh.get(refresh_token)
            if sign_in is None or sign_in.client != client or sign_in.ends_at <= self._clock.now():
                return None
            if not self._behaviour.refresh_rotates:
                return self._issue(sign_in, None)
            del self._refresh[refresh_token]
            return self._issue(sign_in, self._new_refresh(sign_in))

    def _new_refresh(self, sign_in: SignIn) -> str:
        token = self._behaviour.minted("refresh_token")
        self._refresh[token] = sign_in
        return token

    def _issue(self, sign_in: SignIn, refresh_token: str | None) -> Issued:
        token = self._behaviour.minted("access_token")
        usual = SCOPED_SECONDS if sign_in.client.scopes else UNSCOPED_SECONDS
        chosen = self._behaviour.token_lifetime
        lifetime = usual if chosen is None else chosen
        self._access[token] = (sign_in, self._clock.now() + lifetime)
        return Issued(token, refresh_token, lifetime)

    def good(self, access_token: str | None) -> bool:
        """Whether this access token opens the portal now."""
        _, expires_at = self._access.get(access_token or "", (None, 0.0))
        return expires_at > self._clock.now()

    def start_url(self, access_token: str) -> str:
        """The portal that this access token, which is good, opens."""
        sign_in, _ = self._access[access_token]
        return sign_in.start_url

    def end(self, access_token: str) -> None:
        """Sign out: revoke all tokens that descend from this one's sign-in."""
        with self._lock:
            ended, _ = self._access[access_token]
            self._access = {t: entry for t, entry in self._access.items() if entry[0] is not ended}
            self._refresh = {
                t: sign_in for t, sign_in in self._refresh.items() if sign_in is not ended
            }

    def revoke_all(self, *, refresh: bool) -> None:
        """Forget every access token, and every refresh token too where `refresh`."""
        with self._lock:
            self._access.clear()
            if refresh:
                self._refresh.clear()


def _renewable(client: Client) -> bool:
    allowed = not client.grants or "refresh_token" in client.grants
    return allowed and ACCOUNT_SCOPE in client.scopes
