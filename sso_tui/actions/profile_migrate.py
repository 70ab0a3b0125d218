"""A profile's long-term key replaced by the sign-in, under the same name.

The profile keeps its region and whatever else programs read in it. The key's lines stay as comments
with the date, or go by express wish; what it stands for at AWS is the user's to deactivate.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sso_tui.actions.profile import by_session, region_of
from sso_tui.actions.profile_session import session_of
from sso_tui.broker import Broker
from sso_tui.catalogue import Catalogue
from sso_tui.effects import Save
from sso_tui.errors import ConfigError, UsageError
from sso_tui.model import Portal, Role, clean
from sso_tui.store.configwords import can_be_written
from sso_tui.store.longterm import KeyHolder
from sso_tui.store.profiles import WAYS

_CHAINED: Final = ("role_arn", "source_profile", "credential_source")
"""Settings by which a key is only the way to another role (AWS SDKs and Tools Reference Guide,
"Assume role credential provider")."""

_LEFT: Final = ("region", "x_security_token_expires", *WAYS)
"""Settings of the credentials file that are not simply carried over."""


@dataclass(frozen=True, slots=True)
class Migration:
    """What is to take a key's place.

    Attributes:
        holder: the profile and its key.
        portal: the new role's portal.
        role: the role.
        remove: True to have the key's lines go; False to have them stay as comments.
    """

    holder: KeyHolder
    portal: Portal
    role: Role
    remove: bool = False


def holder_of(broker: Broker, name: str) -> KeyHolder:
    """The profile of that name, with its long-term key.

    Raises:
        UsageError: there is no such profile, or it has no long-term key.
        ConfigError: an AWS file can't be read.
    """
    found = next((one for one in broker.files.key_holders() if one.name == name), None)
    if found:
        return found
    if name in broker.config.profiles or name in broker.files.keys.profiles():
        raise UsageError(
            f"The profile {clean(name)} has no long-term key", "See those that have: ssotui doctor"
        )
    raise UsageError(f"No profile is named {clean(name)}", "See ssotui profile list.")


def candidates(
    catalogues: Collection[tuple[Portal, Catalogue]], account_id: str
) -> Iterator[tuple[Portal, Role]]:
    """The roles that could take the place of a key of that account, portal by portal."""
    for portal, catalogue in catalogues:
        entry = catalogue.entry(account_id)
        for name in entry.role_names if entry else ():
            yield portal, Role(portal.key, account_id, name)


def migrate(broker: Broker, migration: Migration) -> tuple[Save, ...]:
    """Work out the changes, in the order in which they are made; nothing is written.

    The new way stands before the key goes, so that the profile works at every moment.

    Raises:
        ConfigError: the profile's key leads to another role or is every profile's, the credentials
            file holds more for it than can be carried over, or a file can't be changed safely.
    """
    holder = migration.holder
    kept = broker.config.profiles.get(holder.name, {})
    beside = broker.files.keys.profiles().get(holder.name, {}) if holder.in_credentials else {}
    chained = next((key for key in _CHAINED if key in {**kept, **beside}), None)
    if chained:
        raise ConfigError(
            f"The profile {clean(holder.name)} uses its key to take another role ({chained})",
            "Give it a source_profile that signs in, by hand in a text editor.",
        )
    if holder.in_credentials:
        _require_own(broker, holder)
    heading = "" if migration.remove else _heading(broker)
    changes = [_in_config(broker, migration, _carried(holder.name, beside), heading)]
    if holder.in_credentials:
        note = f"credentials file without the key of {clean(holder.name)}"
        changes.append(broker.files.keys.retire(holder.name, heading, note))
    return tuple(change for change in changes if change.diff)


def _require_own(broker: Broker, holder: KeyHolder) -> None:
    """Refuse where the key is not the profile's alone, and would stay where it is."""
    if broker.files.keys.lent().get("aws_access_key_id") == holder.key.access_key_id:
        raise ConfigError(
            f"The key of {clean(holder.name)} is that of [DEFAULT] in "
            f"{broker.files.shown(broker.files.keys.path)}, which lends it to every profile there",
            "Move it to the profile that it is for, by hand in a text editor, then try again.",
        )


def _in_config(
    broker: Broker, migration: Migration, carried: Mapping[str, str], heading: str
) -> Save:
    name, role = migration.holder.name, migration.role
    session = session_of(broker, migration.portal)
    region = migration.holder.region or region_of(broker, name, role)
    others = {**carried, **({"region": region} if region else {})}
    section = by_session(name, session, role, others)
    note = f"profile {clean(name)}, which signs in now"
    return broker.files.edit((*session.missing, section), note, heading=heading)


def _carried(name: str, beside: Mapping[str, object]) -> dict[str, str]:
    """What the credentials file holds beside the key, which the SDKs read from there first."""
    carried: dict[str, str] = {}
    for key, value in beside.items():
        if key in _LEFT or not value:
            continue
        if not (isinstance(value, str) and can_be_written(key, value)):
            raise ConfigError(
                f"The profile {clean(name)} has {clean(key)} in the credentials file, in a form "
                "that can't be carried over",
                "Move it to the AWS config file by hand, or take it away, then try again.",
            )
        carried[key] = value
    return carried


def _heading(broker: Broker) -> str:
    return f"Replaced by IAM Identity Center on {broker.now():%Y-%m-%d}; delete the key at AWS:"
