"""Which account is next? What the threads of a listing still have to do, shared by all of them.

Every account is taken once, and once more after all others if reading it failed. `take` knows the
end: nothing left, nothing being read that might come back, and no more accounts to be added.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sso_tui.model import Account


class Backlog:
    """Accounts to be read. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: OrderedDict[str, Account] = OrderedDict()
        self._again: OrderedDict[str, Account] = OrderedDict()
        self._seen: set[str] = set()
        self._failed: set[str] = set()
        self._being_read = 0
        self._growing = True
        self._closed = False

    def add(self, accounts: Iterable[Account]) -> None:
        """More to do; an account that came before is left out."""
        with self._changed:
            for account in accounts:
                if account.id not in self._seen:
                    self._seen.add(account.id)
                    self._waiting[account.id] = account
            self._changed.notify_all()

    def complete(self) -> None:
        """No more will be added."""
        with self._changed:
            self._growing = False
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing will be taken any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def prefer(self, account_ids: Sequence[str]) -> None:
        """Let these be next, the first one first, as far as they still wait."""
        with self._changed:
            for account_id in reversed(account_ids):
                if account_id in self._waiting:
                    self._waiting.move_to_end(account_id, last=False)

    @property
    def waiting(self) -> bool:
        """Whether there is something to take right now."""
        with self._changed:
            return bool(self._waiting) and not self._closed

    def take(self) -> Account | None:
        """The next account, waiting for one if need be; None at the end. `give_back` follows."""
        with self._changed:
            while not self._closed:
                if self._waiting:
                    self._being_read += 1
                    return self._waiting.popitem(last=False)[1]
                if not self._growing and not self._being_read:
                    if not self._again:
                        return None
                    self._waiting, self._again = self._again, self._waiting
                    self._changed.notify_all()
                    continue
                self._changed.wait()
            return None

    def give_back(self, account: Account, *, failed: bool = False) -> None:
        """Done with an account that was taken."""
        with self._changed:
            self._being_read -= 1
            if failed and account.id not in self._failed:
                self._failed.add(account.id)
                self._again[account.id] = account
            self._changed.notify_all()
