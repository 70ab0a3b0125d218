"""What was found, in which order, and where?"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

Matches = dict[int, Sequence[int]]
"""Rows that match, by their account, in the order of the catalogue."""


class Ranking(NamedTuple):
    """Accounts with their rows that match, in the order to draw them.

    Attributes:
        numbers: the accounts, by their place among all entries.
        groups: the rows of each.
        leading: how many rows an account leads with, where that is not all of them.
    """

    numbers: Sequence[int]
    groups: Sequence[Sequence[int]]
    leading: Mapping[int, int] = {}


class Spans(NamedTuple):
    """Positions of matched characters in the texts of one row, as `Columns` has them, ascending."""

    name: tuple[int, ...] = ()
    id: tuple[int, ...] = ()
    role: tuple[int, ...] = ()
    alias: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.name or self.id or self.role or self.alias)


NOWHERE: Final = Spans()
"""Where nothing was looked for."""
