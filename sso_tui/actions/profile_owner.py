"""Whose is a profile that is there already, and which may be taken away?

A profile is ours where it says so, by the role that it was written for, and still stands for that
role. Every other is somebody else's, and is changed only by express wish.
"""

from sso_tui.broker import Broker
from sso_tui.effects import Save
from sso_tui.errors import ConfigError, UsageError
from sso_tui.model import ACCOUNT_ID, Role, clean


def role_of(broker: Broker, name: str) -> Role | None:
    """The role that a profile of the AWS config file stands for; None where it is no role's."""
    found = broker.config.role_of_profile(name)
    if found is None or found[0] not in {portal.key for portal in broker.config.portals()}:
        return None
    return Role(*found) if ACCOUNT_ID.fullmatch(found[1]) else None


def may_name(broker: Broker, name: str, role: Role, session: str) -> bool:
    """Whether a profile of that name stands for this role, or for nothing yet.

    Args:
        broker: who knows the AWS files.
        name: the profile's.
        role: the role.
        session: the `[sso-session]` by which programs sign in for it.

    Raises:
        ConfigError: an AWS file can't be read.
    """
    if name in broker.config.profiles:
        found = broker.config.role_of_profile(name)
        return found in {(key, role.account_id, role.wire_name) for key in (role.portal, session)}
    return not broker.keys_file.holds_others(name)


def is_others(broker: Broker, name: str, *, keys: bool) -> bool:
    """Whether a profile of that name is there already, and is somebody else's.

    Args:
        broker: who knows the AWS files.
        name: the profile's.
        keys: True for a profile of the credentials file, False for one of the config file.
    """
    if keys:
        return broker.keys_file.holds_others(name)
    return name in broker.config.profiles and not broker.config.is_ours(name)


def remove(broker: Broker, name: str) -> Save:
    """Take a profile that this program wrote out of the AWS config file.

    Raises:
        UsageError: there is no such profile.
        ConfigError: it is somebody else's, or the file can't be edited safely.
    """
    if name not in broker.config.profiles:
        raise UsageError(f"No profile is named {clean(name)}", "See ssotui profile list.")
    if not broker.config.is_ours(name):
        raise ConfigError(
            f"ssotui did not write the profile {clean(name)}, or it was changed to stand for "
            "something else since, so it is left alone",
            "Remove it by hand in a text editor.",
        )
    note = f"AWS config file without the profile {clean(name)}"
    return broker.config_edit((), note, remove=(("profile", name),))
