"""A user who is signed in and has listed ten thousand accounts before, and the portal of theirs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from search_corpus import organisation
from stage import Stage

from sso_tui.catalogue import Catalogue
from sso_tui.demo import Account, Organisation, Portal
from sso_tui.store.cache import CatalogueCache

ROLES = 5
"""Roles in each account."""


@contextmanager
def large_home(roles: int, *, signed_in: bool = True) -> Iterator[tuple[Stage, Catalogue]]:
    """A stage with so many roles in the cache, and the list that is in it.

    Args:
        roles: how many.
        signed_in: whether the portal will be asked, too.
    """
    listed = organisation(roles // ROLES, ROLES)
    listed = Catalogue("demo", listed.entries, listed.listed_at)
    accounts = [
        Account(one.account.id, one.account.name, one.account.email, one.role_names)
        for one in listed.entries
    ]
    with Portal(organisation=Organisation(accounts)) as portal, TemporaryDirectory() as home:
        stage = Stage(portal, Path(home))
        if signed_in:
            stage.sign_in()
        CatalogueCache(stage.broker().places, print).save(listed)
        yield stage, listed
