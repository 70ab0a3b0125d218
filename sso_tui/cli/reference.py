"""Which role does a reference mean?

`ACCOUNT/ROLE`, where the account is its id or its name, or the name of a profile. An id with a role
needs no list; everything else is looked up in what was listed before, and in a new listing if it is
not there.
"""

from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace

from sso_tui.broker import Broker
from sso_tui.catalogue import Catalogue
from sso_tui.cli.signing_in import listed
from sso_tui.errors import Ambiguous, UsageError
from sso_tui.hot.hidden import Hidden
from sso_tui.model import ACCOUNT_ID, Account, Portal, Role, clean

MOST_CANDIDATES = 20
"""Candidates that an error lists; whoever has more of them does better with a filter."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A role, and where it is."""

    portal: Portal
    account: Account
    role: Role


def add_reference(parser: ArgumentParser, *, optional: bool = False) -> None:
    """The words that name a role, the same for every command."""
    parser.add_argument(
        "reference",
        nargs="?",
        metavar="REF",
        help="ACCOUNT/ROLE (the account by id or name), or the name of a profile",
    )
    parser.add_argument("--account", metavar="ACCOUNT", help="the account, instead of REF")
    parser.add_argument("--role", metavar="ROLE", help="the role, instead of REF")
    parser.set_defaults(reference_optional=optional)


def reference_in(words: SimpleNamespace) -> str | None:
    """The reference that the words hold, as one text; None where they hold none.

    Raises:
        UsageError: they hold half of one, or two.
    """
    if words.account is None and words.role is None:
        return str(words.reference) if words.reference is not None else None
    if words.account is None or words.role is None or words.reference is not None:
        raise UsageError("Give either REF, or both --account and --role")
    return f"{words.account}/{words.role}"


def resolve(broker: Broker, reference: str, session: str | None, *, ask: bool) -> Chosen:
    """The role that `reference` means.

    Args:
        broker: whom to ask.
        reference: `ACCOUNT/ROLE`, or the name of a profile.
        session: the portal's name, where one was given; else SSOTUI_SSO_SESSION holds.
        ask: whether somebody may be asked to sign in.

    Raises:
        NoAccess: there is no such role.
        Ambiguous: it fits several.
        SignInNeeded: it would have to be listed, and nobody is signed in.
    """
    session = session or broker.world.get("SSOTUI_SSO_SESSION")
    portals = broker.portals()
    if session or len(portals) == 1:
        portals = (broker.portal(session or portals[0].key),)
    account, _, name = reference.rpartition("/")
    if ACCOUNT_ID.fullmatch(account) and name and len(portals) == 1:
        return _known(broker, portals[0], account, name)
    catalogues = [(portal, broker.cached(portal)) for portal in portals]
    found = _matching(catalogues, reference) or _profile(broker, reference, portals)
    if not found:
        fresh = [(portal, listed(broker, portal, ask=ask, refresh=False)) for portal in portals]
        found = (
            _matching(fresh, reference)
            or _in_any_case(fresh, reference)
            or _unread(fresh, account, name)
        )
    if not found:
        from sso_tui.cli.unnamed import no_access

        raise no_access(
            reference,
            (entry for _, one in fresh for entry in one.entries),
            Hidden(broker.settings.hidden),
        )
    if len(found) > 1:
        raise Ambiguous(f"{clean(reference)} fits several roles: {_candidates(found)}")
    return found[0]


def _known(broker: Broker, portal: Portal, account_id: str, name: str) -> Chosen:
    entry = broker.cached(portal).entry(account_id)
    account = entry.account if entry else Account(account_id)
    return Chosen(portal, account, Role(portal.key, account_id, name))


Catalogues = Iterable[tuple[Portal, Catalogue]]


def _matching(catalogues: Catalogues, reference: str) -> list[Chosen]:
    return [one for one in _all(catalogues) if reference in _names(one)]


def _in_any_case(catalogues: Catalogues, reference: str) -> list[Chosen]:
    folded = reference.casefold()
    return [one for one in _all(catalogues) if folded in map(str.casefold, _names(one))]


def _unread(catalogues: Catalogues, account: str, name: str) -> list[Chosen]:
    """The role in accounts whose roles could not be read: the portal will know it, or not."""
    return [
        Chosen(portal, entry.account, Role(portal.key, entry.account.id, name))
        for portal, catalogue in catalogues
        for entry in catalogue.failures
        if name and account in (entry.account.id, entry.account.wire_name)
    ]


def _all(catalogues: Catalogues) -> Iterable[Chosen]:
    for portal, catalogue in catalogues:
        for entry in catalogue.entries:
            for name in entry.role_names:
                yield Chosen(portal, entry.account, Role(portal.key, entry.account.id, name))


def _names(chosen: Chosen) -> tuple[str, str]:
    role, account = chosen.role.wire_name, chosen.account
    return f"{account.id}/{role}", f"{account.wire_name}/{role}"


def _profile(broker: Broker, name: str, portals: Iterable[Portal]) -> list[Chosen]:
    found = broker.config.role_of_profile(name)
    return [
        _known(broker, portal, found[1], found[2])
        for portal in portals
        if found is not None and portal.key == found[0]
    ]


def _candidates(found: list[Chosen]) -> str:
    names = [
        f"{one.account.id}/{one.role.name} ({one.account.name}, portal {one.portal.name})"
        for one in found[:MOST_CANDIDATES]
    ]
    more = len(found) - len(names)
    return ", ".join(names) + (f", and {more} more" if more else "")
