"""A role as a profile, for the AWS CLI and every SDK.

A profile names one way to credentials: whatever else in its section would win over that way, or
contradict it, is taken away with the same change.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from shlex import join
from typing import Final

from sso_tui.actions.base import Request
from sso_tui.effects import Save, Section
from sso_tui.errors import ConfigError
from sso_tui.model import ACCESS_SCOPE, Portal, clean
from sso_tui.moments import zulu
from sso_tui.shells.program import program

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
)
"""Settings by which a profile gets credentials (AWS SDKs and Tools Reference Guide, "Settings
reference"). The SDKs differ in which of them wins."""


def write(request: Request) -> Save:
    """Write a profile of the kind asked for.

    Raises:
        ConfigError: the portal is a legacy one, the name can't be written, or the file can't be
            edited safely.
        SignInNeeded: the kind needs credentials, and nobody is signed in.
    """
    return KINDS[request.profile_kind](request, name_of(request))


def name_of(request: Request) -> str:
    """The name that the profile is to have."""
    return request.profile_name or default_name(request)


def _with_session(request: Request, name: str) -> Save:
    return _in_config(
        request,
        name,
        {
            "sso_session": _session(request.portal),
            "sso_account_id": request.role.account_id,
            "sso_role_name": request.role.wire_name,
        },
    )


def _with_process(request: Request, name: str) -> Save:
    """The profile asks this program, which botocore starts without a shell (its `process` provider
    splits the command by `shlex`; on Windows, as Microsoft's C runtime does).
    """
    words = [
        *program(),
        "credential-process",
        *("--sso-session", _session(request.portal)),
        *("--account-id", request.role.account_id),
        *("--role-name", request.role.wire_name),
    ]
    command = subprocess.list2cmdline(words) if sys.platform == "win32" else join(words)
    return _in_config(request, name, {"credential_process": command})


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
    note = f"keys of profile {clean(name)}"
    return request.broker.keys_file.edit(
        name, owner, settings | _circumstances(request, request.aws_region), note
    )


KINDS: Final[Mapping[str, Callable[[Request, str], Save]]] = {
    "sso-session": _with_session,
    "credential-process": _with_process,
    "keys": _with_keys,
}
"""How a profile can get credentials: by the sign-in itself, by asking this program, or once."""


def _in_config(request: Request, name: str, way: dict[str, str]) -> Save:
    others = {key: "" for key in WAYS if key not in way}
    settings = tuple((way | _circumstances(request, _region(request, name)) | others).items())
    section = Section("profile", name, settings)
    return request.broker.config_edit((section,), note=f"profile {clean(name)}")


def _circumstances(request: Request, region: str | None) -> dict[str, str]:
    given = {"region": region, "output": request.profile_output}
    return {key: value for key, value in given.items() if value}


def _region(request: Request, name: str) -> str | None:
    """The profile's region; one that has none gets the default profile's.

    A named profile inherits nothing from `[default]`, and boto3 makes no client without a region.
    """
    config = request.broker.config
    has_one = config.profiles.get(name, {}).get("region")
    return request.aws_region or (None if has_one else config.default_region)


def default_name(request: Request) -> str:
    """The name that the settings' template makes for the role, with blanks and quotes replaced."""
    template = request.broker.settings.profile_name
    account = request.broker.settings.aliases.get(request.role.account_id, request.account.name)
    filled = (
        template.replace("{account_id}", request.role.account_id)
        .replace("{account}", account)
        .replace("{role}", request.role.name)
        .replace("{portal}", request.portal.name)
    )
    return slug(filled) or slug(f"{request.role.account_id}-{request.role.name}")


def slug(text: str) -> str:
    """`text` with every run of characters that some SDK can't read in a profile's name as one `-`.

    What stays is `[A-Za-z0-9._@:/+=,-]`: none of it is quoted, escaped or cut by any reader of the
    AWS config file.
    """
    kept = (
        character
        if character.isascii() and (character.isalnum() or character in "._@:/+=,-")
        else " "
        for character in text
    )
    return "-".join("".join(kept).split()).strip("-")


def _session(portal: Portal) -> str:
    if portal.session_name is None:
        raise ConfigError(
            f"The sign-in for {portal.name} has no [sso-session], which a profile needs to name",
            f"Add a section with its start URL, region and the scope {ACCESS_SCOPE}.",
        )
    return portal.session_name
