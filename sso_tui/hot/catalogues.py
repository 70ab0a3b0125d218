"""Which accounts and roles were there when they were last listed?

The list lies on the disk in columns. Only the columns that a question needs are parsed, where they
stand, for ten thousand accounts are a megabyte.
"""

from sso_tui.hot.digest import cache_folder
from sso_tui.hot.disk import LARGEST_LIST, digest_of, quoted, read, value_at
from sso_tui.hot.doubt import NotHot, doubt_unless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

SCHEMA = 1
"""The version of the columns that is understood."""


class Listed:
    """What was last listed in one portal."""

    def __init__(self, text: str, portal: str) -> None:
        """
        Raises:
            NotHot: the text is not that portal's list, in the layout that the program writes.
        """
        doubt_unless(text.startswith(f'{{"schema":{SCHEMA},"portal":{quoted(portal)},'))
        doubt_unless(text.endswith("}"))
        self._text = text
        self._columns: dict[str, list[Any]] = {}

    @property
    def ids(self) -> list[str]:
        """The accounts, by their 12 digits."""
        return self._column("ids")

    @property
    def names(self) -> list[str]:
        """The accounts' names as the portal sent them, in the same order."""
        names = self._column("names")
        doubt_unless(len(names) == len(self.ids))
        return names

    def roles(self, place: int) -> list[str]:
        """The names of the roles of the account at that place."""
        held = self._column("held")
        doubt_unless(len(held) == len(self.ids) and held[place] >= 0)
        return [self.role_names[one] for one in self._column("sets")[held[place]]]

    def roles_of(self, places: "Iterable[int]") -> "set[str]":
        """The names of all roles that the accounts at those places have."""
        held = self._column("held")
        doubt_unless(len(held) == len(self.ids))
        sets = {held[place] for place in places}
        doubt_unless(all(found >= 0 for found in sets))
        return {self.role_names[one] for found in sets for one in self._column("sets")[found]}

    @property
    def role_names(self) -> list[str]:
        """The names of all roles, each once."""
        return self._column("roles")

    def matching(self, account: str, role: str) -> "Iterator[str]":
        """The ids of the accounts of that id or name that have the role."""
        doubt_unless("/" not in "".join(self.role_names))
        for column in (self.ids, self.names):
            place = -1
            for _ in range(column.count(account)):
                place = column.index(account, place + 1)
                if role in self.roles(place):
                    yield self.ids[place]

    def _column(self, name: str) -> "list[Any]":
        """A column, found by its name in quotes: inside of a text each quote has a backslash."""
        if name not in self._columns:
            key = f',"{name}":'
            doubt_unless(self._text.count(key) == 1)
            column = value_at(self._text, self._text.index(key) + len(key))
            if not isinstance(column, list):
                raise NotHot
            self._columns[name] = column
        return self._columns[name]


def listed(portal: str, environ: "Mapping[str, str]", *, holding: str = "") -> Listed | None:
    """What was last listed in the portal of that key.

    Args:
        portal: the key.
        environ: the environment variables.
        holding: a text in ASCII without which the list is of no use.

    Returns:
        None where nothing was listed, or nothing of use.

    Raises:
        NotHot: it makes no sense.
    """
    text = read(f"{cache_folder(environ)}/{digest_of(portal)}.json", LARGEST_LIST)
    return Listed(text, portal) if text is not None and holding in text else None
