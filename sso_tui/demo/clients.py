"""Which clients are registered?"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clock import Clock


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client; times in seconds since the epoch.

    `issuer` is the start URL that it registered for, if it said one.
    """

    id: str
    secret: str
    name: str
    scopes: tuple[str, ...]
    grants: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    issuer: str
    issued_at: float
    expires_at: float


class Clients:
    """Registrations, each good for the behaviour's registration lifetime."""

    def __init__(self, behaviour: Behaviour, clock: Clock) -> None:
        self._behaviour = behaviour
        self._clock = clock
        self._clients: dict[str, Client] = {}

    def register(
        self,
        name: str,
        scopes: Sequence[str],
        grants: Sequence[str],
        redirect_uris: Sequence[str],
        issuer: str = "",
    ) -> Client:
        """Register a client."""
        now = self._clock.now()
        client = Client(
            id=secrets.token_urlsafe(16),
            secret=self._behaviour.minted("client_secret"),
            name=name,
            scopes=tuple(scopes),
            grants=tuple(grants),
            redirect_uris=tuple(redirect_uris),
            issuer=issuer,
            issued_at=now,
            expires_at=now + self._behaviour.registration_lifetime,
        )
        self._clients[client.id] = client
        return client

    def client(self, client_id: str | None) -> Client | None:
        """The client of this id, unless its registration has lapsed."""
        client = self._clients.get(client_id or "")
        return client if client and client.expires_at > self._clock.now() else None
