"""Credentials as environment variables: for the calling shell, for the clipboard, for a pipe.

The variables that are set and those that are taken away are the same everywhere, so that no stale
profile or token wins over the keys just handed out.
"""

from sso_tui.actions.base import Request
from sso_tui.effects import Copy, Handoff, Tell
from sso_tui.model import Credentials, Role, Secret
from sso_tui.moments import left, zulu
from sso_tui.shells.documents import render_credentials
from sso_tui.shells.formats import render
from sso_tui.shells.names import DOCUMENT_FORMATS, VARIABLE_FORMATS
from sso_tui.shells.variables import HANDED_OUT, IDENTITY_VARIABLES

KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
"""The three keys that can be copied one by one."""

FORMATS = (*VARIABLE_FORMATS, *DOCUMENT_FORMATS)
"""Every form that credentials can be printed in."""


def variables(role: Role, credentials: Credentials, region: str | None) -> dict[str, str]:
    """The environment that makes a program act as `role`.

    boto3 reads AWS_DEFAULT_REGION alone and the other SDKs AWS_REGION, so a region is given to
    both (AWS SDKs and Tools Reference Guide, "AWS Region").
    """
    found = {
        "AWS_ACCESS_KEY_ID": credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key.reveal(),
        "AWS_SESSION_TOKEN": credentials.session_token.reveal(),
        "AWS_CREDENTIAL_EXPIRATION": zulu(credentials.expires_at),
        "SSOTUI_ROLE": f"{role.account_id}/{role.wire_name}",
    }
    if region:
        found |= {"AWS_REGION": region, "AWS_DEFAULT_REGION": region}
    return found


def code(request: Request, credentials: Credentials) -> Secret:
    """The lines that put the role's credentials into a shell of the format asked for."""
    if request.shell in DOCUMENT_FORMATS:
        return Secret(render_credentials(request.shell, credentials))
    wanted = variables(request.role, credentials, request.aws_region)
    gone = tuple(name for name in IDENTITY_VARIABLES if name not in wanted)
    return Secret(render(request.shell, wanted, gone))


def taken_back(shell: str) -> str:
    """The lines that take from a shell whatever it was given."""
    names = dict.fromkeys((*HANDED_OUT, *IDENTITY_VARIABLES))
    return render(shell, {}, tuple(names))


def export(request: Request) -> Handoff:
    """Give the role's credentials to the calling shell."""
    credentials = request.credentials()
    return Handoff(code(request, credentials), note=_summary(request, credentials))


def copy(request: Request) -> Copy:
    """Copy the lines that export the role's credentials."""
    credentials = request.credentials()
    return Copy(code(request, credentials), note=f"exports for {_summary(request, credentials)}")


def copy_key(request: Request) -> Copy:
    """Copy one of the three keys."""
    value = variables(request.role, request.credentials(), None)[request.key]
    return Copy(Secret(value), note=f"{request.key} of {request.label}")


def renew(request: Request) -> Tell:
    """Get new credentials though the ones at hand still hold."""
    return Tell(f"New credentials for {_summary(request, request.credentials())}")


def _summary(request: Request, credentials: Credentials) -> str:
    region = request.aws_region or "the shell's own region"
    remaining = left(credentials.expires_at - request.broker.now())
    return f"{request.label} ({request.role.account_id}) · {region} · {remaining} left"
