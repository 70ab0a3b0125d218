"""Whose is a profile that is there already, and which may be taken away?

A profile of the AWS config file is ours where it stands for a role of a portal that is configured,
whoever wrote it; every other is somebody else's, and is changed only by express wish.
"""

from sso_tui.actions.base import Request
from sso_tui.actions.profile import name_of
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


def is_others(request: Request) -> bool:
    """Whether the profile to be written is there already, and is somebody else's."""
    name, broker = name_of(request), request.broker
    if request.profile_kind == "keys":
        return broker.keys_file.holds_others(name)
    return name in broker.config.profiles and role_of(broker, name) is None


def remove(broker: Broker, name: str) -> Save:
    """Take a profile that stands for a role out of the AWS config file.

    Raises:
        UsageError: there is no such profile.
        ConfigError: it is somebody else's, or the file can't be edited safely.
    """
    if name not in broker.config.profiles:
        raise UsageError(f"No profile is named {clean(name)}", "See ssotui profile list.")
    if role_of(broker, name) is None:
        raise ConfigError(
            f"The profile {clean(name)} stands for no role of a portal, so it is left alone",
            "Remove it by hand in a text editor.",
        )
    note = f"AWS config file without the profile {clean(name)}"
    return broker.config_edit((), note, remove=(("profile", name),))
