"""Which accounts and roles are there, and how old is that knowledge?

A `Catalogue` is immutable: a listing yields a growing row of them, which share whatever did not
change. Its entries stand in one order, by name and then id, so that whoever draws them never has
to sort. "Not known yet", "known to be none" and "could not be read" are three different things.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from sys import intern
from typing import NamedTuple

from sso_tui.hot.hidden import Hidden
from sso_tui.model import Account, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One account and what is known of its roles.

    Attributes:
        account: the account.
        role_names: wire names of its permission sets, by name; the last known ones where a later
            attempt failed.
        listed_at: when the roles were read; None while they were never read.
        failure: why the last attempt to read them failed, safe to draw; empty where it did not.
        pending: True while a listing has yet to read them.
    """

    account: Account
    role_names: tuple[str, ...] = ()
    listed_at: datetime | None = None
    failure: str = ""
    pending: bool = False

    @property
    def known(self) -> bool:
        """Whether its roles were ever read."""
        return self.listed_at is not None

    def older_than(self, other: "Entry") -> bool:
        """Whether its roles were read before those of `other`, or never."""
        if self.listed_at is None or other.listed_at is None:
            return other.known
        return self.listed_at < other.listed_at

    def listed(self, role_names: Iterable[str], at: datetime) -> "Entry":
        """The same account, its roles just read."""
        names = tuple(
            sorted(map(intern, set(role_names)), key=lambda name: (name.casefold(), name))
        )
        return Entry(self.account, self.role_names if names == self.role_names else names, at)

    def failed(self, why: str) -> "Entry":
        """The same account after an attempt that failed for the reason `why`."""
        return replace(self, failure=why, pending=False)


class Progress(NamedTuple):
    """How far a listing has come.

    Attributes:
        done: accounts whose roles were read or failed.
        total: accounts there are, as far as is known.
        throttled: True while the portal is asking for fewer requests.
        rate: accounts read a second, lately; 0 while that can't be told.
        left: seconds that the rest takes at that rate; None while that can't be told.
        counted: whether all accounts are named, so that `total` is final.
    """

    done: int = 0
    total: int = 0
    throttled: bool = False
    rate: float = 0.0
    left: int | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every account and role of one portal, as far as known.

    Attributes:
        portal: the portal's key.
        entries: in the order of `order`.
        listed_at: when the accounts were last read completely; None where they never were.
        complete: False while a listing is under way.
        progress: how far that listing has come.
        skipped: items of the portal's answers that made no sense and were left out.
    """

    portal: str
    entries: tuple[Entry, ...] = ()
    listed_at: datetime | None = None
    complete: bool = True
    progress: Progress = field(default=Progress(), compare=False)
    skipped: int = 0

    def __len__(self) -> int:
        """How many roles there are."""
        return sum(len(entry.role_names) for entry in self.entries)

    def __iter__(self) -> Iterator[Role]:
        for entry in self.entries:
            for name in entry.role_names:
                yield Role(self.portal, entry.account.id, name)

    def entry(self, account_id: str) -> Entry | None:
        """The entry of that account; None where it is not assigned."""
        return next((one for one in self.entries if one.account.id == account_id), None)

    def with_entries(self, changed: Mapping[str, Entry]) -> "Catalogue":
        """The catalogue with the entries of `changed` (by account id) in place of its own."""
        if not changed:
            return self
        entries = tuple(changed.get(entry.account.id, entry) for entry in self.entries)
        return replace(self, entries=entries)

    def beside(self, other: "Catalogue") -> "Catalogue":
        """The catalogue with what another one of the same portal knows and it doesn't.

        The roles of an account are those that were read last; the accounts are its own where it is
        complete, and else those of both.
        """
        own = {entry.account.id: entry for entry in self.entries}
        for entry in other.entries:
            known = own.get(entry.account.id)
            if known.older_than(entry) if known else not self.complete:
                own[entry.account.id] = entry
        moments = [moment for moment in (self.listed_at, other.listed_at) if moment]
        entries = tuple(sorted(own.values(), key=order))
        return replace(self, entries=entries, listed_at=max(moments, default=None))

    def without(self, hidden: Hidden) -> "Catalogue":
        """The catalogue but for the accounts that are hidden."""
        accounts = ((entry, entry.account) for entry in self.entries)
        kept = tuple(entry for entry, one in accounts if not hidden.by(one.id, one.wire_name))
        return self if len(kept) == len(self.entries) else replace(self, entries=kept)

    @property
    def oldest(self) -> datetime | None:
        """When the roles were read that were read longest ago; None where none were read yet."""
        return min((entry.listed_at for entry in self.entries if entry.listed_at), default=None)

    @property
    def failures(self) -> tuple[Entry, ...]:
        """The accounts whose last attempt failed."""
        return tuple(entry for entry in self.entries if entry.failure)


def order(entry: Entry) -> tuple[str, str]:
    """The sorting key of entries: name without regard to case, then id."""
    return entry.account.name.casefold(), entry.account.id
