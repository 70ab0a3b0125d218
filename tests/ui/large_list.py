"""A user whose list is large, and what is done to draw it, counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from stage import Stage

from sso_tui.catalogue import Catalogue, Entry
from sso_tui.model import Account
from sso_tui.store.cache import CatalogueCache

LISTED = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = ("AdministratorAccess", "Billing", "DatabaseAdministrator", "ReadOnlyAccess", "Support")


def catalogue(accounts: int) -> Catalogue:
    """So many accounts, each with all of `ROLES`, by name."""
    entries = (Entry(Account(f"{n:012}", f"payments-{n:05}")) for n in range(accounts))
    return Catalogue("demo", tuple(one.listed(ROLES, LISTED) for one in entries), LISTED)


def remember(stage: Stage, accounts: int) -> None:
    """Have so many accounts remembered on this machine."""
    CatalogueCache(stage.broker().places, print).save(catalogue(accounts))


@contextmanager
def calls_of(kind: type, name: str) -> Iterator[list[object]]:
    """The results of all calls of a method inside of the block."""
    calls: list[object] = []
    method = getattr(kind, name)

    def counted(self: object, *arguments: object, **named: object) -> object:
        calls.append(result := method(self, *arguments, **named))
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, name, counted)
        yield calls
