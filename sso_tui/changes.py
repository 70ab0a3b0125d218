"""What was gained and lost between two listings?"""

from collections.abc import Iterator
from dataclasses import dataclass

from sso_tui.catalogue import Catalogue
from sso_tui.model import Role


@dataclass(frozen=True, slots=True)
class Changes:
    """What one complete catalogue has that an earlier one had not, and the other way round."""

    gained: tuple[Role, ...] = ()
    lost: tuple[Role, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost)


def changes(before: Catalogue, after: Catalogue) -> Changes:
    """What was gained and lost between two catalogues of one portal.

    A first listing has no "before": it gains nothing. An account that failed in `after` keeps the
    roles last known, and so neither gains nor loses.
    """
    if before.listed_at is None:
        return Changes()
    return Changes(gained=tuple(_lacking(after, before)), lost=tuple(_lacking(before, after)))


def _lacking(has: Catalogue, lacks: Catalogue) -> Iterator[Role]:
    """The roles that `has` has and `lacks` has not; most accounts have the same in both."""
    held = {entry.account.id: entry.role_names for entry in lacks.entries}
    for entry in has.entries:
        others = held.get(entry.account.id, ())
        if others != entry.role_names:
            missing = (name for name in entry.role_names if name not in others)
            yield from (Role(has.portal, entry.account.id, name) for name in missing)
