"""What was found, in which order?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Matches = dict[int, Sequence[int]]
"""Rows that match, by their account, in the order of the catalogue."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Accounts with their rows that match, in the order to draw them.

    Attributes:
        numbers: the accounts, by their place among all entries.
        groups: the rows of each.
        leading: how many rows an account leads with, where that is not all of them.
    """

    numbers: Sequence[int]
    groups: Sequence[Sequence[int]]
    leading: Mapping[int, int] = field(default_factory=dict)
