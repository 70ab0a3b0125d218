"""Which portals and which profiles does the AWS config file name?

An `AwsConfig` is the file as botocore reads it, at one moment. A section that lacks something is
told of and left out; a file that botocore would refuse as a whole is refused here too, with the
line.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from sso_tui.model import Portal
from sso_tui.store.configfile import read_config
from sso_tui.store.configsection import PROFILE, SSO_SESSION, SectionKey
from sso_tui.store.configtext import ConfigProblem, ConfigText

Settings = Mapping[str, str]
"""A section's settings by key in lower case; nested maps, which hold nothing of ours, left out."""

RoleKey = tuple[str, str, str]
"""The portal's key, the account id, and the name of the permission set."""

OWNER: Final = "ssotui_role"
"""The setting by which a profile of ours is known: `ACCOUNT_ID/ROLE`. No SDK reads it."""

WAYS: Final = (
    "sso_session",
    "sso_account_id",
    "sso_role_name",
    "sso_start_url",
    "sso_region",
    "credential_process",
    "role_arn",
    "source_profile",
    "credential_source",
    "web_identity_token_file",
    "login_session",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
)
"""Settings by which a profile gets credentials (AWS SDKs and Tools Reference Guide, "Settings
reference"). The SDKs differ in which of them wins."""

_START_URL: Final = "sso_start_url"
_REGION: Final = "sso_region"
_SCOPES: Final = "sso_registration_scopes"


@dataclass(frozen=True, slots=True)
class AwsConfig:
    """What an AWS config file says.

    Attributes:
        profiles: every profile by name, `default` among them.
        sessions: every `[sso-session]` by name.
        problems: sections that can't be a portal though they are meant to, in the file's order.
    """

    profiles: Mapping[str, Settings] = field(default_factory=dict)
    sessions: Mapping[str, Settings] = field(default_factory=dict)
    problems: tuple[ConfigProblem, ...] = ()
    _portals: tuple[Portal, ...] = ()
    _roles: Mapping[str, RoleKey] = field(default_factory=dict)
    _names: Mapping[RoleKey, tuple[str, ...]] = field(default_factory=dict)

    @property
    def default_region(self) -> str | None:
        """The region of the default profile."""
        return self.profiles.get("default", {}).get("region") or None

    def portals(self) -> tuple[Portal, ...]:
        """The sso-sessions, then each start URL of legacy profiles once, in the file's order."""
        return self._portals

    def profiles_for(self, portal_key: str, account_id: str, role: str) -> tuple[str, ...]:
        """The profiles that stand for a role, in the file's order."""
        return self._names.get((portal_key, account_id, role), ())

    def role_of_profile(self, name: str) -> RoleKey | None:
        """The role that a profile stands for; None where it stands for none."""
        return self._roles.get(name)

    def is_ours(self, name: str) -> bool:
        """Whether this program wrote the profile, and it still stands for the same role."""
        role = self._roles.get(name)
        return role is not None and self.profiles[name].get(OWNER) == f"{role[1]}/{role[2]}"


def read(path: Path) -> AwsConfig:
    """Read an AWS config file; one that does not exist is empty.

    Raises:
        ConfigError: botocore would refuse the file, or it can't be read; names file and line.
    """
    return understand(read_config(path))


def understand(text: ConfigText) -> AwsConfig:
    """What a config file without problems says."""
    sections = {
        key: {name: value for name, value in values.items() if isinstance(value, str)}
        for key, values in text.readings().items()
    }
    profiles = {name: values for (kind, name), values in sections.items() if kind == PROFILE}
    sessions = {name: values for (kind, name), values in sections.items() if kind == SSO_SESSION}
    lines = {key: section.line + 1 for key, section in text.in_force().items()}
    roles = {name: role for name, values in profiles.items() if (role := _role(values))}
    return AwsConfig(
        profiles=profiles,
        sessions=sessions,
        problems=tuple(sorted(_problems(profiles, sessions, lines))),
        _portals=(*_session_portals(sessions), *_legacy_portals(profiles)),
        _roles=roles,
        _names=_by_role(roles),
    )


def _session_portals(sessions: Mapping[str, Settings]) -> Iterator[Portal]:
    for name, session in sessions.items():
        if session.get(_START_URL) and session.get(_REGION):
            yield Portal(name, session[_START_URL], session[_REGION], _scopes(session))


def _scopes(session: Settings) -> tuple[str, ...] | None:
    if _SCOPES not in session:
        return None
    scopes = (scope.strip() for scope in session[_SCOPES].split(","))
    return tuple(scope for scope in scopes if scope)


def _legacy_portals(profiles: Mapping[str, Settings]) -> Iterator[Portal]:
    seen: set[str] = set()
    for profile in profiles.values():
        url = _legacy_url(profile)
        if url and profile.get(_REGION) and url not in seen:
            seen.add(url)
            yield Portal(url, url, profile[_REGION], legacy=True)


def _legacy_url(profile: Settings) -> str | None:
    """The start URL that a profile carries itself; one that names an sso-session has that one's."""
    return None if "sso_session" in profile else profile.get(_START_URL) or None


def _problems(
    profiles: Mapping[str, Settings],
    sessions: Mapping[str, Settings],
    lines: Mapping[SectionKey, int],
) -> Iterator[ConfigProblem]:
    for name, session in sessions.items():
        for wanted in (_START_URL, _REGION):
            if not session.get(wanted):
                line = lines[SSO_SESSION, name]
                yield ConfigProblem(line, f"[sso-session {name}] has no {wanted}")
    for name, profile in profiles.items():
        if _legacy_url(profile) and not profile.get(_REGION):
            yield ConfigProblem(lines[PROFILE, name], f"the profile {name} has no {_REGION}")


def _role(profile: Settings) -> RoleKey | None:
    portal = profile.get("sso_session") or profile.get(_START_URL)
    account, role = profile.get("sso_account_id"), profile.get("sso_role_name")
    if portal and account and role:
        return portal, account, role
    return _role_of_process(profile.get("credential_process", ""))


def _role_of_process(command: str) -> RoleKey | None:
    """The role that a `credential_process` of ours asks for."""
    if " credential-process " not in command:
        return None
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    options = dict(pairwise(words))
    wanted = tuple(
        options.get(f"--{name}", "") for name in ("sso-session", "account-id", "role-name")
    )
    portal, account, role = wanted
    return (portal, account, role) if all(wanted) else None


def _by_role(roles: Mapping[str, RoleKey]) -> dict[RoleKey, tuple[str, ...]]:
    names: dict[RoleKey, list[str]] = {}
    for name, role in roles.items():
        names.setdefault(role, []).append(name)
    return {role: tuple(found) for role, found in names.items()}
