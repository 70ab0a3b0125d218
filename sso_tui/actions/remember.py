"""What the user decides about a role, to be kept in the settings."""

from sso_tui.actions.base import Request
from sso_tui.effects import Remember
from sso_tui.errors import UsageError
from sso_tui.model import REGION


def favourite(request: Request) -> Remember:
    """Make the role a favourite, or no longer one.

    Where another portal has the same accounts, it is one in its own portal alone.
    """
    known = request.broker.settings.favourites
    wanted = not any(spelling in known for spelling in request.role.spellings)
    verb = "is a favourite now" if wanted else "is no favourite any more"
    twins = [one for one in request.broker.portals() if one.start_url == request.portal.start_url]
    return Remember(
        request.role,
        note=f"{request.label} {verb}",
        favourite=wanted,
        in_portal=len(twins) > 1,
    )


def region(request: Request) -> Remember:
    """Remember the region asked for as the role's own; an empty one takes that away.

    Raises:
        UsageError: what was asked for can't be the name of a region.
    """
    wanted = named_region(request.region or "")
    done = f"works in {wanted} now" if wanted else "has no region of its own"
    return Remember(request.role, note=f"{request.label} {done}", region=wanted)


def named_region(text: str) -> str:
    """The region that a text names; empty where it names none.

    Raises:
        UsageError: it can't be the name of a region.
    """
    name = text.strip().lower()
    if name and not REGION.fullmatch(name):
        raise UsageError(
            "That is no region's name", "Region names look like eu-central-1 or us-gov-west-1."
        )
    return name
