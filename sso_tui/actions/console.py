"""The AWS console as a role, in the browser or as a link.

A link made from credentials is a secret: whoever opens it within 15 minutes is the role. The
access portal's own link is none, and needs no credentials.
"""

from urllib.parse import quote

from sso_tui.actions.base import Request
from sso_tui.effects import Copy, Open
from sso_tui.errors import ConfigError, PortalError
from sso_tui.model import Secret


def visit(request: Request) -> Open:
    """Open the AWS console as the role.

    Raises:
        UsageError: the console has no such page.
        PortalError: the sign-in service can't be reached, or refuses the credentials.
    """
    sensitive = not request.console.by_shortcut
    return Open(link(request), note=f"console of {request.label}", sensitive=sensitive)


def copy_link(request: Request) -> Copy:
    """Copy a link that opens the AWS console as the role; errors as for `visit`."""
    if request.console.by_shortcut:
        return Copy(link(request), note=f"portal link of {request.label}", sensitive=False)
    return Copy(link(request), note=f"console link of {request.label}, good for 15 minutes")


def link(request: Request) -> Secret:
    """The link that the request describes; errors as for `visit`."""
    console = request.console
    found = Secret(_shortcut(request)) if console.by_shortcut else _federated(request)
    return _in_container(found, request) if console.in_container else found


def _shortcut(request: Request) -> str:
    """The portal's link; where nothing says where it opens, the permission set does."""
    consoles, region, page = request.broker.consoles, request.aws_region, request.console.page
    where = consoles.page(request.portal, region, page) if region or page else None
    return consoles.shortcut(request.portal, request.role, where)


def _federated(request: Request) -> Secret:
    consoles, region = request.broker.consoles, request.aws_region
    page = consoles.page(request.portal, region, request.console.page)
    credentials = request.credentials()
    try:
        return consoles.federated(
            request.portal,
            credentials,
            region=region,
            page=page,
            duration=request.console.duration,
        )
    except PortalError as error:
        raise _with_a_way_out(error, request) from error


def _with_a_way_out(error: PortalError, request: Request) -> PortalError:
    """The error, naming the portal's own link where there is one: it needs no sign-in service."""
    try:
        way = _shortcut(request)
    except (ConfigError, PortalError):
        return error
    return type(error)(error.what, f"{error.remedy} Or go through the access portal: {way}")


def _in_container(found: Secret, request: Request) -> Secret:
    """The link for a Firefox container that is named after the role.

    The extensions read what follows their scheme as a query string, so name and link are each
    encoded once: an unescaped `&` in a name would cut it off.
    """
    name, url = (quote(text, safe="") for text in (request.label, found.reveal()))
    return Secret(f"{request.broker.settings.container}:name={name}&url={url}")
