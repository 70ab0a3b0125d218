"""Which roles were used, how often and how lately?

A use counts 1 and fades by half every three days, so what counts is "often" and "lately" in one
number. Processes that write at once take turns, and none loses another's use.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple

from sso_tui.errors import StorageError
from sso_tui.model import Role, clean
from sso_tui.store.files import Unfit, lock, read_bounded
from sso_tui.store.folders import own_folder
from sso_tui.store.jsonfile import parsed, read_object, write_object
from sso_tui.store.places import Places
from sso_tui.store.quarantine import set_aside
from sso_tui.text import shown_path
from sso_tui.world import Wait

HALF_LIFE: Final = timedelta(days=3)
"""What was used daily last week and what was used twice today come out about even."""

MOST: Final = 200
"""Roles that are remembered; the one that counts least is forgotten first."""

PATIENCE: Final = 1.0
"""Seconds to wait for another process: recent use is not worth more of anybody's time."""

SCHEMA: Final = 1


class Use(NamedTuple):
    """How a role was used.

    Attributes:
        role: the role.
        weight: what its uses counted together at the time of the last one.
        at: when it was last used.
        action: what was done with it then.
    """

    role: Role
    weight: float
    at: datetime
    action: str = ""

    def weight_at(self, now: datetime) -> float:
        """What its uses count together `now`; a clock that was put back does not raise it."""
        return self.weight * math.exp2(-max(now - self.at, timedelta()) / HALF_LIFE)


class Recents:
    """Recent use, in the state folder.

    Args:
        places: where it is.
        notice: told, in sentences that are safe to draw, what the user should hear of.
        wait: the patience for another process.
    """

    def __init__(self, places: Places, notice: Callable[[str], None], wait: Wait) -> None:
        self.places = places
        self.notice = notice
        self.wait = wait

    @property
    def path(self) -> Path:
        """The file."""
        return self.places.state_dir / "recent.json"

    def record(self, role: Role, at: datetime, action: str = "") -> None:
        """Remember that the role was used at that time, and what for.

        Raises:
            StorageError: it could not be written.
            Cancelled: the waiting was cancelled.
        """

        def with_use(uses: tuple[Use, ...]) -> Iterable[Use]:
            before = next((one for one in uses if one.role == role), None)
            weight = 1 + (before.weight_at(at) if before else 0)
            return *(one for one in uses if one.role != role), Use(role, weight, at, action)

        self._change(with_use)

    def forget(self, portal: str) -> None:
        """Forget the use of the roles of the portal with that key.

        Raises:
            StorageError: it could not be written.
            Cancelled: the waiting was cancelled.
        """
        if any(one.role.portal == portal for one in self.uses()):
            self._change(lambda uses: (one for one in uses if one.role.portal != portal))

    def frecency(self, now: datetime) -> Mapping[Role, float]:
        """What the uses of each role count `now`."""
        return {one.role: one.weight_at(now) for one in self.uses()}

    def last(self) -> Role | None:
        """The role that was used last."""
        return next((one.role for one in self.uses()), None)

    def previous(self) -> Role | None:
        """The role that was used before that one."""
        return next((one.role for one in self.uses()[1:]), None)

    def last_action(self) -> str:
        """What was done last; empty where that is not known."""
        return next((one.action for one in self.uses()), "")

    def uses(self) -> tuple[Use, ...]:
        """All that is remembered, the last one first. A damaged file is set aside."""
        try:
            return self._read()
        except (ValueError, Unfit):
            target = set_aside(self.path, self.places.quarantine)
            outcome = (
                f"was moved to {shown_path(target)}" if target else "can't be moved out of the way"
            )
            self.notice(
                clean(f"The damaged record of recent use {shown_path(self.path)} {outcome}.")
            )
        except StorageError as error:
            self.notice(str(error))
        return ()

    def _read(self) -> tuple[Use, ...]:
        data = read_bounded(self.path)
        return () if data is None else _uses_in(parsed(data))

    def _change(self, change: Callable[[tuple[Use, ...]], Iterable[Use]]) -> None:
        own_folder(self.places.state_dir)
        with lock(self.places.locks / "recent", self.wait, PATIENCE):
            if not _is_newer(read_object(self.path)):
                write_object(self.path, _content_of(change(self.uses())))


def _content_of(uses: Iterable[Use]) -> dict[str, Any]:
    uses = tuple(uses)
    now = max((one.at for one in uses), default=datetime.min.replace(tzinfo=UTC))
    kept = sorted(uses, key=lambda one: one.weight_at(now), reverse=True)[:MOST]
    return {"schema": SCHEMA, "uses": [_row(one) for one in kept]}


def _row(use: Use) -> list[str | float]:
    role = use.role
    identity = (role.portal, role.account_id, role.wire_name)
    return [*identity, round(use.weight, 3), use.at.timestamp(), use.action]


def _uses_in(content: dict[str, Any]) -> tuple[Use, ...]:
    if _is_newer(content):
        return ()
    try:
        uses = [_use_in(*row) for row in content["uses"]]
    except (LookupError, TypeError, OverflowError, OSError) as error:
        raise ValueError(f"it makes no sense: {error}") from error
    return tuple(sorted(uses, key=attrgetter("at"), reverse=True))


def _use_in(
    portal: object, account: object, role: object, weight: float, at: float, action: object
) -> Use:
    moment = datetime.fromtimestamp(at, UTC)
    return Use(Role(str(portal), str(account), str(role)), float(weight), moment, str(action))


def _is_newer(content: dict[str, Any]) -> bool:
    schema = content.get("schema")
    return isinstance(schema, int) and schema > SCHEMA
