"""Whose is a profile that is there already, and which may be taken away?

A profile is ours where it says so, by the role that it was written for, and still stands for that
role. Every other is somebody else's, and is changed only by express wish.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sso_tui.broker import Broker
from sso_tui.effects import Save
from sso_tui.errors import ConfigError, UsageError
from sso_tui.model import ACCOUNT_ID, Role, clean
from sso_tui.store.profiles import AwsConfig


def role_of(broker: Broker, name: str) -> Role | None:
    """The role that a profile of the AWS config file stands for; None where it is no role's."""
    found = broker.config.role_of_profile(name)
    if found is None or found[0] not in {portal.key for portal in broker.config.portals()}:
        return None
    return Role(*found) if ACCOUNT_ID.fullmatch(found[1]) else None


@dataclass(frozen=True, slots=True)
class Names:
    """Which names of profiles mean something already.

    Attributes:
        config: what the AWS config file says.
        owners: whose the keys of the AWS credentials file are, by the profile's name.
        session: the `[sso-session]` by which programs sign in for the roles that want names.
    """

    config: AwsConfig
    owners: Mapping[str, str]
    session: str

    @classmethod
    def of(cls, broker: Broker, session: str) -> Self:
        """As the AWS files have it now.

        Raises:
            ConfigError: one of them can't be read.
        """
        return cls(broker.config, broker.files.keys.owners(), session)

    def is_free(self, name: str, role: Role) -> bool:
        """Whether a profile of that name stands for this role, or for nothing yet."""
        if name in self.config.profiles:
            return self.stands_for(name, role)
        return self.owners.get(name) in (None, f"{role.account_id}/{role.wire_name}")

    def stands_for(self, name: str, role: Role) -> bool:
        """Whether the profile of that name is one for this role, whoever wrote it."""
        found = self.config.role_of_profile(name)
        return found in {
            (key, role.account_id, role.wire_name) for key in (role.portal, self.session)
        }


def is_others(broker: Broker, name: str, *, keys: bool) -> bool:
    """Whether a profile of that name is there already, and is somebody else's.

    Args:
        broker: who knows the AWS files.
        name: the profile's.
        keys: True for a profile of the credentials file, False for one of the config file.
    """
    if keys:
        return broker.files.keys.holds_others(name)
    return name in broker.config.profiles and not broker.config.is_ours(name)


def users(broker: Broker) -> Mapping[str, tuple[str, ...]]:
    """By the name of a profile those, of either AWS file, whose credentials begin with its own.

    A profile with a role to assume names it as its `source_profile` (AWS SDKs and Tools Reference
    Guide, "Assume role credential provider"), and can't work without.

    Raises:
        ConfigError: an AWS file can't be read.
    """
    found: dict[str, dict[str, None]] = {}
    for profiles in (broker.config.profiles, broker.files.keys.profiles()):
        for user, settings in profiles.items():
            source = settings.get("source_profile")
            if isinstance(source, str) and source != user:
                found.setdefault(source, {})[user] = None
    return {source: tuple(names) for source, names in found.items()}


def remove(broker: Broker, name: str) -> Save:
    """Take a profile that this program wrote out of the AWS config file, or out of the credentials
    file where only that has it.

    Raises:
        UsageError: there is no such profile.
        ConfigError: it is somebody else's, or the file can't be edited safely.
    """
    if name not in broker.config.profiles:
        if broker.files.keys.owners().get(name):
            return broker.files.keys.retire(name, "", f"credentials file without {clean(name)}")
        if name not in broker.files.keys.profiles():
            raise UsageError(f"No profile is named {clean(name)}", "See ssotui profile list.")
    if not broker.config.is_ours(name):
        raise ConfigError(
            f"ssotui did not write the profile {clean(name)}, or it was changed to stand for "
            "something else since, so it is left alone",
            "Remove it by hand in a text editor.",
        )
    note = f"AWS config file without the profile {clean(name)}"
    return broker.files.edit((), note, remove=(("profile", name),))
