"""Which lines does the tree have, and in which order?

The tree draws only what is visible, so its lines are numbers, not objects: a role is the number of
its row in the search index, and an account is the complement (`~`) of the first row it shows. Fifty
thousand of them are rebuilt within a frame.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sso_tui.catalogue import Entry
from sso_tui.model import Role
from sso_tui.search import Index, Result

AccountKey = tuple[str, str]
"""A portal's key and an account id."""


@dataclass(frozen=True, slots=True)
class Target:
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

    def __init__(self, index: Index, result: Result, folded: Callable[[AccountKey], bool]) -> None:
        """
        Args:
            index: the rows.
            result: which of them are shown, in which order.
            folded: whether an account shows only its own line.
        """
        self.index = index
        self.result = result
        self.lines: list[int] = []
        self._account_lines: dict[AccountKey, int] = {}
        self._matching: dict[AccountKey, int] = {}
        for rows in result.groups:
            entry = index.entry(rows[0])
            key = (index.catalogue(rows[0]).portal, entry.account.id)
            self._account_lines[key] = len(self.lines)
            self._matching[key] = len(rows) if entry.role_names else 0
            self.lines.append(~rows[0])
            if entry.role_names and not folded(key):
                self.lines.extend(rows)

    def __len__(self) -> int:
        return len(self.lines)

    def is_account(self, line: int) -> bool:
        """Whether that line is an account's own."""
        return self.lines[line] < 0

    def row(self, line: int) -> int:
        """The row of the index that the line shows; for an account, the first of its rows."""
        number = self.lines[line]
        return ~number if number < 0 else number

    def entry(self, line: int) -> Entry:
        """The account that the line belongs to."""
        return self.index.entry(self.row(line))

    def account_ids(self, lines: Iterable[int]) -> tuple[str, ...]:
        """The accounts that those of the lines belong to that there are, each once."""
        there = (line for line in lines if 0 <= line < len(self.lines))
        return tuple(dict.fromkeys(self.entry(line).account.id for line in there))

    def target(self, line: int) -> Target:
        """What the line stands for."""
        row = self.row(line)
        portal, account_id = self.index.catalogue(row).portal, self.index.entry(row).account.id
        role = None if self.is_account(line) else self.index.role(row)
        return Target(portal, account_id, role)

    def account_line(self, line: int) -> int:
        """The account's own line above (or at) that line."""
        return self._account_lines[self.target(line).account_key]

    def is_open(self, line: int) -> bool:
        """Whether the account of that line shows its roles."""
        following = self.account_line(line) + 1
        return following < len(self.lines) and not self.is_account(following)

    def shown_of(self, line: int) -> int:
        """How many roles of that line's account match."""
        return self._matching[self.target(line).account_key]

    def line_of(self, target: Target) -> int | None:
        """The line that stands for `target`; None where it is not shown."""
        start = self._account_lines.get(target.account_key)
        if start is None or target.role is None:
            return start
        row = self.index.row_of(target.role)
        for line in range(start + 1, len(self.lines)):
            if self.lines[line] == row:
                return line
            if self.is_account(line):
                break
        return None
