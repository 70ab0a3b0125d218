"""The AWS console as a role, in the browser or as a link."""

from sso_tui.actions.base import Request
from sso_tui.effects import Copy, Open


def visit(request: Request) -> Open:
    """Open the AWS console as the role."""
    return Open(request.console_link(), note=f"console of {request.label}")


def copy_link(request: Request) -> Copy:
    """Copy a link that opens the AWS console as the role, for 15 minutes and for anybody."""
    return Copy(
        request.console_link(), note=f"console link of {request.label}, good for 15 minutes"
    )
