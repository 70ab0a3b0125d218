"""Every role as a profile, in one change to the AWS config file.

A role that has a profile of ours keeps it, under its name and with whatever the user has changed in
it. New ones follow in the order of accounts and roles, under names that mean nothing else yet. A
profile that somebody else wrote is never touched. Doing it twice changes nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sso_tui.actions.profile import by_session, region_of
from sso_tui.actions.profile_name import free_name, name_for, shared_names
from sso_tui.actions.profile_owner import Names, users
from sso_tui.actions.profile_session import Session, session_of
from sso_tui.broker import Broker
from sso_tui.catalogue import Catalogue
from sso_tui.effects import Save, Section
from sso_tui.model import Portal, Role
from sso_tui.store.configwords import can_be_written


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to have profiles.

    Attributes:
        portal: whose roles.
        catalogue: all of them, just listed.
        roles: those that are to have profiles.
        template: the names that they are to have, even those that have a profile under another
            name; None for the settings' template, and no second profile for any role.
        prune: True to remove profiles of ours whose role is not assigned any more, and that no
            other profile takes its credentials from.
    """

    portal: Portal
    catalogue: Catalogue
    roles: Collection[Role]
    template: str | None = None
    prune: bool = False


@dataclass(frozen=True, slots=True)
class Sync:
    """A change to the AWS config file, and what it does.

    Attributes:
        save: the change.
        added: the names of new profiles.
        removed: the names of profiles that go.
        kept: how many of the roles have their profile already.
        refused: roles whose name can't stand in the file.
        used: the names of profiles that would go, were they not others' `source_profile`; each
            with those others.
    """

    save: Save
    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int
    refused: tuple[Role, ...]
    used: Mapping[str, tuple[str, ...]]


def sync(broker: Broker, wish: Wish) -> Sync:
    """Work out the change; nothing is written.

    Raises:
        ConfigError: an AWS file can't be read, or can't be changed safely.
    """
    session = session_of(broker, wish.portal)
    wanted = {role for role in wish.roles if can_be_written("sso_role_name", role.wire_name)}
    new = _new_names(broker, wish, session.name, wanted)
    gone = tuple(_gone(broker, wish, session.name)) if wish.prune else ()
    used = _used(broker, gone)
    removed = tuple(name for name in gone if name not in used)
    sections = [_section(broker, name, session, role) for role, name in new.items()]
    save = broker.files.edit(
        (*(session.missing if sections else ()), *sections),
        f"AWS config file: {_counted(new, 'added')}, {_counted(removed, 'removed')}",
        remove=[("profile", name) for name in removed],
    )
    refused = tuple(role for role in wish.roles if role not in wanted)
    return Sync(save, tuple(new.values()), removed, len(wanted) - len(new), refused, used)


def _new_names(
    broker: Broker, wish: Wish, session: str, roles: Collection[Role]
) -> Mapping[Role, str]:
    """The names of the profiles to add, by their roles, in the order of the catalogue."""
    template = wish.template or broker.settings.profile_name
    named = {
        Role(wish.portal.key, entry.account.id, name): entry.account
        for entry in wish.catalogue.entries
        for name in entry.role_names
    }
    wanted = {
        role: name_for(template, account, role, broker.settings.aliases)
        for role, account in named.items()
    }
    settled = frozenset() if wish.template else frozenset(_settled(broker, wish, session))
    names, shared = Names.of(broker, session), shared_names(wanted.values())
    new: dict[Role, str] = {}
    chosen: set[str] = set()
    for role, name in wanted.items():
        if role not in roles or role in settled or names.stands_for(name, role):
            continue
        is_free = partial(_is_free, names, chosen, role)
        found = free_name(name, role, is_free, shared=name in shared)
        if not names.stands_for(found, role):
            new[role] = found
            chosen.add(found)
    return new


def _is_free(names: Names, chosen: Collection[str], role: Role, name: str) -> bool:
    return name not in chosen and names.is_free(name, role)


def _settled(broker: Broker, wish: Wish, session: str) -> Iterator[Role]:
    """The roles that have a profile of ours."""
    return (role for _, role in _ours(broker, wish, session))


def _gone(broker: Broker, wish: Wish, session: str) -> Iterator[str]:
    """The profiles of ours whose role is not assigned any more, as far as is known for sure."""
    if wish.catalogue.skipped:
        return
    there = set(wish.catalogue)
    unsure = {entry.account.id for entry in wish.catalogue.failures}
    for name, role in _ours(broker, wish, session):
        if role not in there and role.account_id not in unsure:
            yield name


def _used(broker: Broker, gone: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Of the profiles whose role is gone those that others rest on, which stay with them."""
    every = users(broker) if gone else {}
    return {name: every[name] for name in gone if name in every}


def _ours(broker: Broker, wish: Wish, session: str) -> Iterator[tuple[str, Role]]:
    """The profiles of ours for this portal, and their roles."""
    for name in filter(broker.config.is_ours, broker.config.profiles):
        found = broker.config.role_of_profile(name)
        if found and found[0] in (wish.portal.key, session):
            yield name, Role(wish.portal.key, *found[1:])


def _section(broker: Broker, name: str, session: Session, role: Role) -> Section:
    region = region_of(broker, name, role)
    return by_session(name, session, role, {"region": region} if region else {})


def _counted(names: Collection[object], done: str) -> str:
    return f"{len(names)} profile{'' if len(names) == 1 else 's'} {done}"
