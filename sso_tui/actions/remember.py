"""What the user decides about a role, to be kept in the settings."""

import re

from sso_tui.actions.base import Request
from sso_tui.effects import Remember
from sso_tui.errors import UsageError


def favourite(request: Request) -> Remember:
    """Make the role a favourite, or no longer one."""
    name = f"{request.role.account_id}/{request.role.wire_name}"
    wanted = name not in request.broker.settings.favourites
    verb = "is a favourite now" if wanted else "is no favourite any more"
    return Remember(request.role, note=f"{request.label} {verb}", favourite=wanted)


def region(request: Request) -> Remember:
    """Remember the region asked for as the role's own.

    Raises:
        UsageError: what was asked for can't be the name of a region.
    """
    wanted = request.region or ""
    if not re.fullmatch(r"[a-z]{2,5}(-[a-z]+)+-[0-9]{1,2}", wanted):
        raise UsageError(
            "That is no region's name", "Region names look like eu-central-1 or us-gov-west-1."
        )
    return Remember(request.role, note=f"{request.label} works in {wanted} now", region=wanted)
