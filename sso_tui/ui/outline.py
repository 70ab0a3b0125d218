"""Which lines does the tree have, and in which order?

The tree draws only what is visible, so no line is kept: where an account's own line stands is
counted, and the rest follows from there. Fifty thousand roles are laid out in a millisecond or two.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import add
from typing import NamedTuple

from sso_tui.catalogue import Entry
from sso_tui.model import Role
from sso_tui.search import Index, Result
from sso_tui.ui.folds import AccountKey, Extent, Folds


class Target(NamedTuple):
    """What a line stands for; equal targets are the same thing in any list.

    Attributes:
        portal: the portal's key.
        account_id: twelve digits.
        role: the role; None on an account's own line.
    """

    portal: str
    account_id: str
    role: Role | None = None

    @property
    def account_key(self) -> AccountKey:
        """The account that the line belongs to."""
        return self.portal, self.account_id


class Outline:
    """The lines of the tree for one search result and one set of opened accounts."""

    def __init__(self, index: Index, result: Result, folds: Folds, room: int = 0) -> None:
        """
        Args:
            index: the rows.
            result: which of them are shown, in which order.
            folds: how much is shown of each account.
            room: how many lines there is room for; where all that match fit, none is held back.
        """
        self.index = index
        self.result = result
        self._groups = result.ranking.groups
        self._places = {number: at for at, number in enumerate(result.ranking.numbers)}
        counts = self._counts(folds, room)
        self._starts: list[int] = list(map(add, range(len(counts)), accumulate(counts, initial=0)))
        self._length = len(counts) + sum(counts)

    def _counts(self, folds: Folds, room: int) -> list[int]:
        """How many lines follow the own line of each account."""
        groups, places = self._groups, self._places
        closed = folds.usual is Extent.NOTHING
        counts = [0] * len(groups) if closed else list(map(len, groups))
        if folds.usual is Extent.BEST and len(counts) + sum(counts) > room:
            for number, leading in self.result.ranking.leading.items():
                counts[places[number]] = leading
        for key, extent in folds.touched.items():
            touched = self.index.number_of(*key)
            if touched is not None and touched in places:
                counts[places[touched]] = self._count(touched, extent)
        for roleless in self.index.without_roles & places.keys():
            counts[places[roleless]] = 0
        return counts

    def _count(self, number: int, extent: Extent) -> int:
        every = len(self._groups[self._places[number]])
        if extent is Extent.BEST:
            return self.result.ranking.leading.get(number, every)
        return every if extent is Extent.ALL else 0

    def __len__(self) -> int:
        return self._length

    def _place(self, line: int) -> int:
        """The place, among the accounts that are shown, of the one that the line belongs to."""
        return bisect_right(self._starts, line) - 1

    def is_account(self, line: int) -> bool:
        """Whether that line is an account's own."""
        return self._starts[self._place(line)] == line

    def row(self, line: int) -> int:
        """The row of the index that the line shows; for an account, the first of its rows."""
        place = self._place(line)
        return self._groups[place][max(line - self._starts[place] - 1, 0)]

    def entry(self, line: int) -> Entry:
        """The account that the line belongs to."""
        return self.index.entries[self.result.ranking.numbers[self._place(line)]]

    def account_ids(self, lines: Iterable[int]) -> tuple[str, ...]:
        """The accounts that those of the lines belong to that there are, each once."""
        there = (line for line in lines if 0 <= line < len(self))
        return tuple(dict.fromkeys(self.entry(line).account.id for line in there))

    def portal(self, line: int) -> str:
        """The key of the portal that the line belongs to."""
        return self.index.catalogue(self.row(line)).portal

    def target(self, line: int) -> Target:
        """What the line stands for."""
        row = self.row(line)
        portal, account_id = self.portal(line), self.entry(line).account.id
        role = None if self.is_account(line) else self.index.role(row)
        return Target(portal, account_id, role)

    def account_line(self, line: int) -> int:
        """The account's own line above (or at) that line."""
        return self._starts[self._place(line)]

    def shown_of(self, line: int) -> int:
        """How many roles of that line's account have a line."""
        place = self._place(line)
        after = self._starts[place + 1] if place + 1 < len(self._starts) else self._length
        return after - self._starts[place] - 1

    def matching_of(self, line: int) -> int:
        """How many roles of that line's account match."""
        return len(self._groups[self._place(line)]) if self.entry(line).role_names else 0

    def line_of(self, target: Target) -> int | None:
        """The line that stands for `target`; None where it is not shown."""
        number = self.index.number_of(*target.account_key)
        place = None if number is None else self._places.get(number)
        if place is None:
            return None
        start = self._starts[place]
        if target.role is None:
            return start
        shown = self._groups[place][: self.shown_of(start)]
        row = self.index.row_of(target.role)
        return start + 1 + shown.index(row) if row in shown else None

    def nearest(self, target: Target) -> int | None:
        """The line that stands for `target`, else that of its account; None without either.

        For a portal that had no account to show, it is that of the first that it has now.
        """
        line = self.line_of(target)
        if line is None and not target.account_id:
            first = self.index.first_of(target.portal)
            place = None if first is None else self._places.get(first)
            return None if place is None else self._starts[place]
        return self.line_of(Target(*target.account_key)) if line is None else line
