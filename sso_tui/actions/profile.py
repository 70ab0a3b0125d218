"""A role as a profile, for the AWS CLI and every SDK.

A profile names one way to credentials: whatever else in its section would win over that way, or
contradict it, is taken away with the same change.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from shlex import join
from typing import Final

from sso_tui.actions.base import Request
from sso_tui.actions.profile_name import free_name, name_for
from sso_tui.actions.profile_owner import Names, is_others
from sso_tui.actions.profile_session import Session, session_of
from sso_tui.broker import Broker
from sso_tui.effects import Save, Section
from sso_tui.errors import ConfigError
from sso_tui.model import Role, clean
from sso_tui.moments import zulu
from sso_tui.shells.program import program
from sso_tui.store.profiles import OWNER, WAYS


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile as it would be written.

    Attributes:
        name: its name.
        save: the change.
        warning: what the user should know before agreeing, as a sentence; empty for nothing.
    """

    name: str
    save: Save
    warning: str = ""


def write(request: Request) -> Save:
    """Write a profile of the kind asked for; errors as for `propose`."""
    return propose(request).save


def propose(request: Request) -> Proposal:
    """Work out a profile of the kind asked for; nothing is written.

    Raises:
        ConfigError: the name can't be written, or a file can't be edited safely.
        SignInNeeded: the kind needs credentials, and nobody is signed in.
    """
    name = request.profile_name or default_name(request)
    save = KINDS[request.profile_kind](request, name)
    warning = _warning(request.broker, name, request.profile_kind == "keys")
    return Proposal(name, save, f"{warning} {_unlisted(request)}".strip())


def _unlisted(request: Request) -> str:
    """That the role is none of those that were last listed, where that is known."""
    entry = request.broker.cached(request.portal).entry(request.role.account_id)
    if not entry or not entry.known or entry.failure or entry.pending:
        return ""
    if request.role.wire_name in entry.role_names:
        return ""
    return f"The last list of your roles has no {request.role}; see ssotui list --refresh."


def _warning(broker: Broker, name: str, keys: bool) -> str:
    if is_others(broker, name, keys=keys):
        there = f"The profile {clean(name)} is there already, and is not one that ssotui wrote."
        holders = (one for one in broker.files.key_holders() if one.name == name)
        if any(one.in_credentials if keys else one.in_config for one in holders):
            return (
                f"{there} Its long-term key goes; ssotui profile migrate has it stay as a comment."
            )
        return there
    if not keys and broker.files.keys.has(name):
        return (
            f"The AWS credentials file has keys for {clean(name)} too, "
            "which some SDKs take instead."
        )
    return ""


def default_name(request: Request) -> str:
    """The name that the settings' template makes for the role, or the nearest to it that is free."""
    role, settings = request.role, request.broker.settings
    names = Names.of(request.broker, session_of(request.broker, request.portal).name)
    wanted = name_for(settings.profile_name, request.account, role, settings.aliases)
    return free_name(wanted, role, lambda name: names.is_free(name, role), shared=False)


def by_session(name: str, session: Session, role: Role, others: Mapping[str, str]) -> Section:
    """The section of a profile whose credentials come by the sign-in itself.

    Args:
        name: the profile's.
        session: the `[sso-session]`; a region of its own holds.
        role: whose profile it is.
        others: its other settings; those that are not among them stay as they are.
    """
    if session.region:
        others = {**others, "region": session.region}
    way = {
        "sso_session": session.name,
        "sso_account_id": role.account_id,
        "sso_role_name": role.wire_name,
    }
    return _section(name, role, way, others)


def region_of(broker: Broker, name: str, role: Role, wanted: str | None = None) -> str | None:
    """The region that a profile is to have; None where it keeps its own.

    A named profile inherits nothing from `[default]`, and boto3 makes no client without a region:
    one that has none, and of which the settings know none, gets that of the default profile.
    """
    known = wanted or broker.settings.region_for(role)
    has_one = broker.config.profiles.get(name, {}).get("region")
    return known or (None if has_one else broker.config.default_region)


def _with_session(request: Request, name: str) -> Save:
    session = session_of(request.broker, request.portal)
    if request.region and session.region not in ("", request.region):
        raise ConfigError(
            f"The [sso-session {clean(session.name)}] has the region {clean(session.region)}, of its "
            "own or by [DEFAULT], and its profiles can't have another",
            "Take that line out of the AWS config file, or leave --region out.",
        )
    section = by_session(name, session, request.role, _circumstances(request, name))
    return request.broker.files.edit((*session.missing, section), _note(name))


def _with_process(request: Request, name: str) -> Save:
    """The profile asks this program, which botocore starts without a shell (its `process` provider
    splits the command by `shlex`; on Windows, as Microsoft's C runtime does).
    """
    session = session_of(request.broker, request.portal)
    words = [
        *program(),
        "credential-process",
        *("--sso-session", session.name),
        *("--account-id", request.role.account_id),
        *("--role-name", request.role.wire_name),
    ]
    command = subprocess.list2cmdline(words) if sys.platform == "win32" else join(words)
    way, others = {"credential_process": command}, _circumstances(request, name)
    section = _section(name, request.role, way, others)
    return request.broker.files.edit((*session.missing, section), _note(name))


def _with_keys(request: Request, name: str) -> Save:
    """The profile holds the role's temporary keys, for programs that understand nothing else."""
    there = request.broker.config.profiles.get(name, {})
    if any(key in WAYS for key in there):
        raise ConfigError(
            f"The profile {clean(name)} of the AWS config file gets its credentials otherwise, "
            "which would win over these keys",
            "Choose another name with --name.",
        )
    credentials = request.credentials()
    settings = {
        "aws_access_key_id": credentials.access_key_id,
        "aws_secret_access_key": credentials.secret_access_key.reveal(),
        "aws_session_token": credentials.session_token.reveal(),
        "x_security_token_expires": zulu(credentials.expires_at),
    }
    owner = f"{request.role.account_id}/{request.role.wire_name}"
    given = {"region": request.aws_region, "output": request.profile_output}
    settings |= {key: value for key, value in given.items() if value}
    settings |= {key: "" for key in WAYS if key not in settings}
    return request.broker.files.keys.edit(name, owner, settings, f"keys of profile {clean(name)}")


KINDS: Final[Mapping[str, Callable[[Request, str], Save]]] = {
    "sso-session": _with_session,
    "credential-process": _with_process,
    "keys": _with_keys,
}
"""How a profile can get credentials: by the sign-in itself, by asking this program, or once."""


def _section(name: str, role: Role, way: Mapping[str, str], others: Mapping[str, str]) -> Section:
    gone = {key: "" for key in WAYS if key not in way}
    owner = {OWNER: f"{role.account_id}/{role.wire_name}"}
    return Section("profile", name, tuple({**way, **others, **owner, **gone}.items()))


def _circumstances(request: Request, name: str) -> dict[str, str]:
    given = {
        "region": region_of(request.broker, name, request.role, request.region),
        "output": request.profile_output,
    }
    return {key: value for key, value in given.items() if value}


def _note(name: str) -> str:
    return f"profile {clean(name)}"
