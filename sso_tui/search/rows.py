"""Which rows are there to search?

Rows are numbered in the order of the catalogues: one for each role, and one without a role for an
account that has none or whose roles aren't known. Nothing is kept per row. Accounts are known by
their place among all the catalogues' entries.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain, count, pairwise
from typing import Final

from sso_tui.catalogue import Catalogue, Entry
from sso_tui.hot.hidden import Hidden
from sso_tui.model import Role, clean
from sso_tui.search.marks import Marks
from sso_tui.search.texts import Columns, Texts

_SPELLED: Final = re.compile(r"(?:(.+)/)?([0-9]{12})/(.+)", re.DOTALL)
"""A role in the settings: the portal's key, where it is in that one alone, the account, the role."""


class Rows:
    """The rows of some catalogues, and the texts to find them by.

    Attributes:
        catalogues: what it was made of.
        marks: what the user's own doing says about them.
        entries: of all the catalogues, one after the other.
        rows_of: the rows of each entry.
        names: the wire name of the role in each row; empty where there is none.
        total: how many roles there are that are not hidden.
        texts: what a query looks in.
    """

    def __init__(
        self, catalogues: Sequence[Catalogue], marks: Marks, previous: "Rows | None" = None
    ) -> None:
        self.catalogues = tuple(catalogues)
        self.marks = marks
        self.entries: list[Entry] = list(chain.from_iterable(one.entries for one in catalogues))
        counts = [len(entry.role_names) for entry in self.entries]
        self.total = sum(counts) - sum(counts[number] for number in self.hidden)
        self._firsts = list(accumulate((count or 1 for count in counts), initial=0))
        self.rows_of = [range(first, after) for first, after in pairwise(self._firsts)]
        self.names = list(chain.from_iterable(e.role_names or ("",) for e in self.entries))
        self._ends = list(accumulate(len(one.entries) for one in catalogues))
        fitting = previous is not None and previous.texts.fit(catalogues, marks)
        self.texts: Texts = previous.texts if previous and fitting else Texts(catalogues, marks)

    def made_of(self, catalogues: Sequence[Catalogue], marks: Marks) -> bool:
        """Whether it was made of these very catalogues, and of such marks."""
        same = [id(one) for one in self.catalogues] == [id(one) for one in catalogues]
        return same and self.marks == marks

    def __len__(self) -> int:
        """How many rows there are."""
        return self._firsts[-1]

    def entry_number(self, row: int) -> int:
        """The place in `entries` of the account that the row belongs to."""
        if not 0 <= row < len(self):
            raise IndexError(row)
        return bisect_right(self._firsts, row) - 1

    def entry(self, row: int) -> Entry:
        """The account of a row, with what is known of its roles."""
        return self.entries[self.entry_number(row)]

    def catalogue(self, row: int) -> Catalogue:
        """The catalogue that has the row."""
        return self.catalogues[bisect_right(self._ends, self.entry_number(row))]

    def role(self, row: int) -> Role | None:
        """The role of a row; None where the row has an account alone."""
        if not self.names[row]:
            return None
        return Role(self.catalogue(row).portal, self.entry(row).account.id, self.names[row])

    def columns(self, row: int) -> Columns:
        """The texts of a row, safe to draw."""
        number, role = self.entry_number(row), self.role(row)
        account = self.entries[number].account
        return Columns(
            name=account.name,
            id=account.id,
            role=role.name if role else "",
            alias=self.texts.alias(number),
            tags=self.texts.tags(number),
            email=account.email,
            portal=clean(self.catalogue(row).portal),
        )

    def number_of(self, portal: str, account_id: str) -> int | None:
        """The place in `entries` of that account; None where it is in none."""
        return self._numbers.get(portal, {}).get(account_id)

    def first_of(self, portal: str) -> int | None:
        """The place in `entries` of the first account of that portal; None where it has none."""
        return next(iter(self._numbers.get(portal, {}).values()), None)

    def row_of(self, role: Role) -> int | None:
        """The row of that role; None where there is none."""
        number = self.number_of(role.portal, role.account_id)
        rows = () if number is None else self.rows_of[number]
        return next((row for row in rows if self.names[row] == role.wire_name != ""), None)

    @cached_property
    def _numbers(self) -> dict[str, dict[str, int]]:
        """The places of the accounts, by portal and id."""
        places = count()
        return {
            one.portal: dict(zip((entry.account.id for entry in one.entries), places, strict=False))
            for one in self.catalogues
        }

    def use(self, row: int) -> tuple[bool, float]:
        """Whether a row is a favourite, and how much it was used; more is more."""
        return row in self.favourites, self.frecency.get(row, 0.0)

    def stands_apart(self, number: int) -> bool:
        """Whether the account of that place among `entries` comes after all that don't."""
        return number >= self._first_apart

    @cached_property
    def _first_apart(self) -> int:
        return sum(
            len(one.entries) for one in self.catalogues if one.portal not in self.marks.apart
        )

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The places in `entries` of the accounts that the user has hidden."""
        hidden = Hidden(self.marks.hidden)
        if not hidden:
            return frozenset()
        accounts = enumerate(entry.account for entry in self.entries)
        return frozenset(n for n, one in accounts if hidden.by(one.id, one.wire_name))

    def is_hidden(self, row: int) -> bool:
        """Whether the user has hidden the account of a row."""
        return bool(self.hidden) and self.entry_number(row) in self.hidden

    @cached_property
    def without_roles(self) -> frozenset[int]:
        """The places in `entries` of the accounts that have no role, or none that is known."""
        return frozenset(n for n, entry in enumerate(self.entries) if not entry.role_names)

    @cached_property
    def unread(self) -> Sequence[int]:
        """The places in `entries` of the accounts, none hidden, whose roles are going to be read."""
        entries = self.entries
        return [
            n
            for n in sorted(self.without_roles - self.hidden)
            if entries[n].pending and not entries[n].known
        ]

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The wire names of all roles, each once."""
        return frozenset(self.names) - {""}

    @cached_property
    def frecency(self) -> dict[int, float]:
        """How much each row was used, where it was."""
        found = ((self.row_of(role), value) for role, value in self.marks.frecency.items())
        return {row: value for row, value in found if row is not None and value > 0}

    @cached_property
    def active(self) -> frozenset[int]:
        """The rows whose credentials are in hand."""
        found = map(self.row_of, self.marks.active)
        return frozenset(row for row in found if row is not None)

    @cached_property
    def favourites(self) -> frozenset[int]:
        """The rows that are favourites."""
        return frozenset(self._favourites())

    def _favourites(self) -> Iterator[int]:
        for favourite in self.marks.favourites:
            if spelled := _SPELLED.fullmatch(favourite):
                own, account_id, name = spelled.groups()
                for one in self.catalogues:
                    row = self.row_of(Role(one.portal, account_id, name))
                    if row is not None and own in (None, one.portal):
                        yield row
