"""Which authorization requests await the user's answer, and which codes await their exchange?

A ticket (of the consent page) and a code (for the client) are each taken once and in time, right
or wrong: a code that was presented with the wrong verifier is spent too.
"""

import secrets
from dataclasses import dataclass, replace
from threading import Lock

from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clients import Client
from sso_tui.demo.clock import Clock

LIFETIME = 600.0
"""Seconds: the longest that an authorization code should live (RFC 6749 §4.1.2)."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """A checked /authorize request: whose it is, and where and how it is answered."""

    client: Client
    redirect_uri: str
    state: str
    challenge: str
    created_at: float


class Authorizations:
    """Authorization requests, on their way from the browser to a token."""

    def __init__(self, behaviour: Behaviour, clock: Clock) -> None:
        self._behaviour = behaviour
        self._clock = clock
        self._lock = Lock()
        self._tickets: dict[str, Authorization] = {}
        self._codes: dict[str, Authorization] = {}

    def request(
        self, client: Client, redirect_uri: str, state: str, challenge: str
    ) -> Authorization:
        """A request that has been checked."""
        return Authorization(client, redirect_uri, state, challenge, self._clock.now())

    def ticket(self, asked: Authorization) -> str:
        """Keep a request until the user answers its page; returns the page's ticket."""
        ticket = secrets.token_urlsafe(24)
        with self._lock:
            self._tickets[ticket] = asked
        return ticket

    def answered(self, ticket: str) -> Authorization | None:
        """Take the request of a ticket; None where it is unknown, taken or too old."""
        with self._lock:
            return self._in_time(self._tickets.pop(ticket, None))

    def code(self, approved: Authorization) -> str:
        """A code for a request that the user has approved."""
        code = self._behaviour.minted("auth_code")
        with self._lock:
            self._codes[code] = replace(approved, created_at=self._clock.now())
        return code

    def redeemed(self, code: str) -> Authorization | None:
        """Take the request of a code; None where it is unknown, taken or too old."""
        with self._lock:
            return self._in_time(self._codes.pop(code, None))

    def _in_time(self, taken: Authorization | None) -> Authorization | None:
        if taken is None or self._clock.now() >= taken.created_at + LIFETIME:
            return None
        return taken
