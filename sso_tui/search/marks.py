"""What does the user's own doing say about accounts and roles?"""

from collections.abc import Mapping
from typing import NamedTuple

from sso_tui.model import Role


class Marks(NamedTuple):
    """What is known of accounts and roles beside the catalogue.

    Attributes:
        aliases: a name of one's own for an account, by its id.
        tags: words by which to find an account, by its id.
        favourites: roles, by one of their spellings (see `Role.spellings`).
        frecency: how often and how recently a role was used; more is more.
        active: roles whose credentials are in hand.
        hidden: accounts that are found by `is:hidden` alone, by their ids, or by patterns of their
            names (see `sso_tui.hot.hidden`).
        apart: keys of portals whose accounts come after all others, however well they fit and
            however often they are used; their catalogues are the last.
    """

    aliases: Mapping[str, str] = {}
    tags: Mapping[str, tuple[str, ...]] = {}
    favourites: frozenset[str] = frozenset()
    frecency: Mapping[Role, float] = {}
    active: frozenset[Role] = frozenset()
    hidden: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
