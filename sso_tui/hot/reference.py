"""Which role does a reference mean? Only one that can be no other is told."""

from sso_tui.hot.catalogues import listed
from sso_tui.hot.digest import roles_of_profiles
from sso_tui.hot.doubt import NotHot, doubt_unless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    Portals = list[tuple[str, str | None, bool]]

Role = tuple[str, str, str]
"""The portal's key, the account's 12 digits, and the role's name."""


def portals_for(digest: "dict[str, Any]", session: str | None) -> "Portals":
    """The portals to look in, each as its key, the start URL of a legacy one, and if it can be used.

    Raises:
        NotHot: the one that is meant is not there, or can't be used.
    """
    portals: Portals = [(key, url, usable) for key, url, usable in digest["portals"]]
    if session:
        portals = [portal for portal in portals if portal[0] == session]
    doubt_unless(len(portals) > 1 or (len(portals) == 1 and portals[0][2]))
    return portals


def role_of(reference: str, portals: "Portals", environ: "Mapping[str, str]") -> Role:
    """The role that `ACCOUNT/ROLE` or a profile's name means in these portals.

    Raises:
        NotHot: it means none, or several.
    """
    account, slash, role = reference.rpartition("/")
    if not slash:
        return _role_of_profile(reference, portals, environ)
    doubt_unless(bool(account) and bool(role))
    if is_account_id(account) and len(portals) == 1:
        return portals[0][0], account, role
    found = [
        (key, one, role)
        for key, _, _ in portals
        if (catalogue := listed(key, environ))
        for one in catalogue.matching(account, role)
    ]
    doubt_unless(len(found) == 1)
    return found[0]


def is_account_id(text: str) -> bool:
    """Whether these are twelve digits."""
    return len(text) == 12 and text.isascii() and text.isdecimal()


def _role_of_profile(name: str, portals: "Portals", environ: "Mapping[str, str]") -> Role:
    role = roles_of_profiles(environ).get(name)
    if isinstance(role, list) and any(role[0] == key for key, _, _ in portals):
        portal, account, role_name = role
        return portal, account, role_name
    raise NotHot
