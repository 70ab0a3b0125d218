"""What does a shell's prompt say of the role that the shell has?

Shells read a prompt for codes of their own, and some run what stands in it, so none of their
characters come out of a name.
"""

from sso_tui.hot.catalogues import listed
from sso_tui.hot.digest import load
from sso_tui.hot.doubt import NotHot, doubt_unless
from sso_tui.hot.moments import left, seconds_until

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_ACTIVE = str.maketrans(dict.fromkeys("$`\\%!\"'{}();&|<>^*?~#", "_"))
"""Characters that a shell could act upon, and what stands for each."""

_HOLLOW = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that draw nothing."""

_LONGEST = 512


def text(words: list[str], environ: "Mapping[str, str]") -> str:
    """The segment, with a line end; nothing where the shell has no role.

    Raises:
        NotHot: a name holds what takes more to make it safe to draw.
    """
    doubt_unless(not words)
    account, role = role_in(environ)
    if not account:
        return ""
    name = _name_of(account, [key for key, _, _ in load(environ)["portals"]], environ)
    return segment(_tame(name), _tame(role), environ)


def role_in(environ: "Mapping[str, str]") -> tuple[str, str]:
    """The account's 12 digits and the role's name that the shell has; empty ones where it has none."""
    account, _, role = environ.get("SSOTUI_ROLE", "").partition("/")
    known = len(account) == 12 and account.isascii() and account.isdecimal() and role
    return (account, role) if known else ("", "")


def segment(account: str, role: str, environ: "Mapping[str, str]") -> str:
    """The segment for names that are safe to draw, with the time that is left, where that is known."""
    words = f"{account}/{role}".translate(_ACTIVE)
    ends = environ.get("AWS_CREDENTIAL_EXPIRATION")
    if not ends:
        return f"{words}\n"
    try:
        return f"{words} {left(seconds_until(ends))}\n"
    except (NotHot, ValueError, OverflowError, OSError):
        return f"{words}\n"


def _name_of(account: str, portals: list[str], environ: "Mapping[str, str]") -> str:
    for key in portals:
        catalogue = listed(key, environ, holding=f'"{account}"')
        if catalogue and account in catalogue.ids:
            return catalogue.names[catalogue.ids.index(account)] or account
    return account


def _tame(name: str) -> str:
    """The name, if it is safe to draw as it is: letters and digits of any script, and ASCII."""
    doubt_unless(name.isprintable() and len(name) <= _LONGEST and _HOLLOW.isdisjoint(name))
    doubt_unless(name.isascii() or all(one.isascii() or one.isalnum() for one in name))
    return name
