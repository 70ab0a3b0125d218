"""Which accounts are open? What the user opened and closed, apart from what is in the list."""

from collections.abc import Mapping
from enum import Enum

AccountKey = tuple[str, str]
"""A portal's key and an account id."""


class Extent(Enum):
    """How much of an account is shown below its own line."""

    NOTHING = "nothing"
    BEST = "the roles that fit about as well as its best"
    ALL = "every role that matches"


class Folds:
    """How far each account is open: all alike, but for those that were touched."""

    def __init__(self, usual: Extent) -> None:
        """
        Args:
            usual: how far an account is open that nobody touched.
        """
        self.usual = self._first = usual
        self._touched: dict[AccountKey, Extent] = {}

    @property
    def touched(self) -> Mapping[AccountKey, Extent]:
        """The accounts that are open to another extent than the usual one."""
        return self._touched

    def put(self, account: AccountKey, extent: Extent) -> None:
        """Open or close one account."""
        self._touched.pop(account, None)
        if extent is not self.usual:
            self._touched[account] = extent

    def put_all(self, extent: Extent) -> None:
        """Open or close every account."""
        self.usual = extent
        self._touched.clear()

    def begin_again(self) -> None:
        """Forget all that was opened and closed."""
        self.put_all(self._first)


class FoldsOfBoth:
    """How far each account is open, without a filter and with one, which are two things."""

    def __init__(self) -> None:
        self._every = Folds(Extent.NOTHING)
        self._filtered = Folds(Extent.BEST)

    def of(self, query: object) -> Folds:
        """How far the accounts are open that a query finds; one that asks for nothing is false."""
        return self._filtered if query else self._every

    def put(self, account: AccountKey, extent: Extent) -> None:
        """Open or close one account, with a filter and without."""
        self._every.put(account, extent)
        self._filtered.put(account, extent)

    def reveal(self, account: AccountKey) -> None:
        """Open an account where there is no filter."""
        self._every.put(account, Extent.ALL)

    def begin_again(self) -> None:
        """Forget what was opened and closed under a filter."""
        self._filtered.begin_again()
