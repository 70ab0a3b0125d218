"""`ssotui status`: who is signed in where, and what is at hand. From this machine alone."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sso_tui.broker import Broker
from sso_tui.cli.columns import padded
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.model import Account, Portal, Role, Token
from sso_tui.moments import left, zulu

SUMMARY = "say who is signed in where, for how long, and which credentials are at hand"
EXAMPLE = "ssotui status --json | jq -r '.portals[] | select(.state == \"expired\").portal'"

SIGNED_IN, RENEWABLE, EXPIRED, SIGNED_OUT = "signed_in", "renewable", "expired", "signed_out"
"""States of a sign-in: it holds; it has ended and renews itself when it is next used; it has ended;
there is none."""

MOST_CELLS = 60
"""The widest that the column of roles gets."""


@dataclass(frozen=True, slots=True)
class Held:
    """Credentials at hand."""

    role: Role
    account: Account
    until: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """One portal, as this machine knows it."""

    portal: Portal
    token: Token | None
    held: tuple[Held, ...]


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--json", action="store_true", help="an object, in ASCII")


def run(context: Context) -> int:
    """Every portal, or the one that was named; nothing is asked of anybody."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    session = words.sso_session
    portals = (broker.portal(session),) if session else broker.portals()
    standings = [standing(broker, portal) for portal in portals]
    now = broker.now()
    return write(world, as_json(standings, now) if words.json else as_text(standings, now))


def standing(broker: Broker, portal: Portal) -> Standing:
    """What this machine knows of a portal."""
    local, catalogue = broker.local(portal), broker.cached(portal)

    def account(role: Role) -> Account:
        entry = catalogue.entry(role.account_id)
        return entry.account if entry else Account(role.account_id)

    held = sorted(
        (Held(role, account(role), until) for role, until in local.held.items()),
        key=lambda one: (one.account.name.casefold(), one.account.id, one.role.wire_name),
    )
    return Standing(portal, local.token, tuple(held))


def state_of(token: Token | None, now: datetime) -> str:
    """The state of a sign-in. The portal may have ended one that holds by all that is known here."""
    if token is None:
        return SIGNED_OUT
    if token.valid(now):
        return SIGNED_IN
    return RENEWABLE if token.renewable(now) else EXPIRED


def as_json(standings: Iterable[Standing], now: datetime) -> str:
    """An object with a list of portals; names as they are configured, escaped to ASCII."""
    content = {"portals": [_object(one, now) for one in standings]}
    return json.dumps(content, indent=2) + "\n"


def _object(one: Standing, now: datetime) -> dict[str, Any]:
    token, state = one.token, state_of(one.token, now)
    renews = token is not None and token.renewable(now)
    return {
        "portal": one.portal.key,
        "start_url": one.portal.start_url,
        "region": one.portal.region,
        "state": state,
        "expires_at": zulu(token.expires_at) if token else None,
        "renews_itself": renews,
        "sign_in_needed_at": (
            zulu(token.expires_at) if token and state == SIGNED_IN and not renews else None
        ),
        "credentials": [
            {
                "account_id": held.account.id,
                "account_name": held.account.wire_name,
                "role": held.role.wire_name,
                "expires_at": zulu(held.until),
                "seconds_left": int((held.until - now).total_seconds()),
            }
            for held in one.held
        ],
    }


def as_text(standings: Iterable[Standing], now: datetime) -> str:
    """For a person: a portal, and below it what is at hand."""
    return "".join(f"{line}\n" for one in standings for line in _lines(one, now))


def _lines(one: Standing, now: datetime) -> Iterator[str]:
    yield f"{one.portal.name}: {_sentence(one.token, now)}"
    names = padded([f"{held.account.name}/{held.role.name}" for held in one.held], MOST_CELLS)
    for name, held in zip(names, one.held, strict=True):
        yield f"  {held.account.id}  {name}  {left(held.until - now)} left"


def _sentence(token: Token | None, now: datetime) -> str:
    if token is None:
        return "signed out"
    state, until = state_of(token, now), zulu(token.expires_at)
    if state == EXPIRED:
        return f"the sign-in expired at {until}"
    if state == RENEWABLE:
        return f"signed in, ended at {until} and renews itself when it is next used"
    remaining = f"signed in until {until} ({left(token.expires_at - now)} left)"
    if token.renewable(now):
        return f"{remaining}, renews itself"
    return f"{remaining}, then a sign-in is needed"
