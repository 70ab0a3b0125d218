"""Whose accounts are these, and which roles has the user in each?

The same company every time: nothing is random, and nothing is built before the first question,
so a portal over ten thousand accounts starts as fast as one over ten.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from threading import RLock

from sso_tui.demo import company
from sso_tui.demo.account import Account


class Organisation:
    """Accounts and assignments, changeable while the portal runs."""

    def __init__(self, accounts: Iterable[Account], user: str = company.USER) -> None:
        self.user = user
        self._build: Callable[[], Iterable[Account]] = lambda: accounts
        self._built: dict[str, Account] | None = None
        self._withdrawn: set[str] = set()
        self._lock = RLock()

    @classmethod
    def generate(cls, accounts: int = 60, roles: int | None = None) -> "Organisation":
        """A company of this many accounts.

        With `roles` every account has exactly so many; without, one to six, as its team and
        environment would, and one account has none.
        """
        organisation = cls(())
        organisation._build = partial(company.accounts, accounts, roles)
        return organisation

    @property
    def built(self) -> bool:
        """Whether anything has been asked yet."""
        return self._built is not None

    def accounts(self) -> list[Account]:
        """All accounts, in the order in which they are listed."""
        with self._lock:
            return list(self._entries().values())

    def account(self, account_id: str) -> Account | None:
        """The account of this id."""
        with self._lock:
            return self._entries().get(account_id)

    def knows_role(self, role: str) -> bool:
        """Whether any account has, or ever had, a role of this name."""
        with self._lock:
            return role in self._withdrawn or any(
                role in account.roles for account in self._entries().values()
            )

    def add(self, account: Account) -> None:
        """Let the user see one account more, or another version of one."""
        with self._lock:
            self._entries()[account.id] = account

    def remove(self, account_id: str) -> None:
        """Take an account away; KeyError where there is none."""
        with self._lock:
            self._withdrawn.update(self._entries().pop(account_id).roles)

    def grant(self, account_id: str, role: str) -> None:
        """Assign a role; KeyError where there is no such account."""
        with self._lock:
            account = self._entries()[account_id]
            others = tuple(name for name in account.roles if name != role)
            self.add(replace(account, roles=(*others, role)))

    def revoke(self, account_id: str, role: str) -> None:
        """Withdraw a role; KeyError where there is no such account."""
        with self._lock:
            account = self._entries()[account_id]
            self._withdrawn.add(role)
            self.add(replace(account, roles=tuple(name for name in account.roles if name != role)))

    def _entries(self) -> dict[str, Account]:
        if self._built is None:
            self._built = {account.id: account for account in self._build()}
        return self._built
