"""Which account is next? What the threads of a listing still have to do, shared by all of them.

What is preferred comes first, then what was never read, then what was read longest ago. Every
account is taken once, and once more after all others if reading it failed. `take` knows the end:
nothing left, nothing being read that might come back, and no more accounts to be added.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from itertools import count

from sso_tui.model import Account


class Backlog:
    """Accounts to be read. All methods may be called from any thread.

    Args:
        read_at: when the account of an id was read last, in seconds; 0 where it never was.
    """

    def __init__(self, read_at: Callable[[str], float]) -> None:
        self._read_at = read_at
        self._changed = threading.Condition()
        self._waiting: dict[str, Account] = {}
        self._order: list[tuple[float, int, str]] = []
        self._number = count()
        self._preferred: Sequence[str] = ()
        self._again: dict[str, Account] = {}
        self._seen: set[str] = set()
        self._failed: set[str] = set()
        self._being_read = 0
        self._growing = True
        self._closed = False

    def add(self, accounts: Iterable[Account]) -> set[str]:
        """More to do, but for accounts that came before; the ids of those that did not.

        After the end none is taken, and so none is added.
        """
        with self._changed:
            if self._closed:
                return set()
            new = {one.id: one for one in accounts if one.id not in self._seen}
            self._seen.update(new)
            self._put(new)
            self._changed.notify_all()
        return set(new)

    def _put(self, accounts: dict[str, Account]) -> None:
        self._waiting.update(accounts)
        for account_id in accounts:
            heappush(self._order, (self._read_at(account_id), next(self._number), account_id))

    def complete(self, gone: Iterable[str]) -> None:
        """No more will be added, and those that are gone need not be read."""
        with self._changed:
            self._growing = False
            for account_id in gone:
                self._waiting.pop(account_id, None)
                self._again.pop(account_id, None)
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing will be taken any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def prefer(self, account_ids: Sequence[str]) -> None:
        """From now on let these be next, the first one first, as far as they wait or come."""
        with self._changed:
            self._preferred = account_ids

    @property
    def left(self) -> int:
        """How many there are to be read, or are being read; none where nothing is taken any more."""
        with self._changed:
            return 0 if self._closed else len(self._waiting) + self._being_read

    def take(self) -> Account | None:
        """The next account, waiting for one if need be; None at the end. `give_back` follows."""
        with self._changed:
            while not self._closed:
                if self._waiting:
                    self._being_read += 1
                    return self._next()
                if not self._growing and not self._being_read:
                    if not self._again:
                        break
                    self._put(self._again)
                    self._again = {}
                    self._changed.notify_all()
                    continue
                self._changed.wait()
            self._closed = True
            return None

    def _next(self) -> Account:
        for account_id in self._preferred:
            if account_id in self._waiting:
                return self._waiting.pop(account_id)
        while (account := self._waiting.pop(heappop(self._order)[2], None)) is None:
            pass  # it was preferred, and is read already
        return account

    def give_back(self, account: Account, *, failed: bool = False) -> None:
        """Done with an account that was taken."""
        with self._changed:
            self._being_read -= 1
            if failed and account.id not in self._failed:
                self._failed.add(account.id)
                self._again[account.id] = account
            self._changed.notify_all()
