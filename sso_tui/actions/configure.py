"""A portal for the AWS config file: an `[sso-session]` as the AWS CLI would write it."""

from dataclasses import dataclass

from sso_tui.actions.profile_session import session_names
from sso_tui.broker import Broker
from sso_tui.effects import Save, Section
from sso_tui.model import ACCESS_SCOPE, Portal, clean


@dataclass(frozen=True, slots=True)
class Draft:
    """A portal as it is to be configured.

    Attributes:
        name: the name of its `[sso-session]`.
        start_url: its start URL.
        region: the region of the Identity Center.
    """

    name: str
    start_url: str
    region: str


def usual_name(broker: Broker, start_url: str) -> str:
    """A name for a start URL's session: that of the session it has, else one that is free."""
    for portal in broker.config.portals():
        if not portal.legacy and portal.start_url == start_url:
            return portal.key
    return next(one for one in session_names(start_url) if one not in broker.config.sessions)


def configure(broker: Broker, draft: Draft) -> Save:
    """Work out the section; nothing is written.

    Scopes that are there stay: somebody had a reason for them.

    Raises:
        ConfigError: the start URL or the region can't be used, or the file can't be edited safely.
    """
    broker.geography.require_usable(Portal(draft.name, draft.start_url, draft.region))
    scopes = broker.config.sessions.get(draft.name, {}).get("sso_registration_scopes")
    settings = (
        ("sso_start_url", draft.start_url),
        ("sso_region", draft.region),
        ("sso_registration_scopes", scopes or ACCESS_SCOPE),
    )
    section = Section("sso-session", draft.name, settings)
    return broker.files.edit((section,), f"portal {clean(draft.name)}")


def offered_region(broker: Broker, region: str) -> str:
    """The region for commands to offer with a portal in `region`; empty where a shell has one.

    Without any, the AWS CLI and the SDKs refuse to work.
    """
    get, settings = broker.world.get, broker.settings
    known = get("AWS_REGION") or get("AWS_DEFAULT_REGION") or settings.region
    return "" if known or broker.config.default_region else region
