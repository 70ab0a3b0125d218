import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_support import DAMAGED, UNFIT, Ears, mode, start

from sso_tui.errors import StorageError
from sso_tui.model import Role
from sso_tui.store.files import lock
from sso_tui.store.places import Places
from sso_tui.store.recents import HALF_LIFE, MOST, SCHEMA, Recents

NOW = datetime(2026, 11, 23, 8, 54, 5, 250000, tzinfo=UTC)
ADMIN = Role("my-sso", "000000000001", "Admin")
READER = Role("my-sso", "000000000002", "ReadOnly")
ELSEWHERE = Role("other", "000000000001", "Admin")


def test_nothing_is_recent_at_first(recents: Recents) -> None:
    assert (recents.last(), recents.previous(), recents.last_action()) == (None, None, "")
    assert recents.frecency(NOW) == {}


def test_the_last_two_roles_are_known_and_what_was_done(recents: Recents) -> None:
    recents.record(ADMIN, NOW, "console")
    recents.record(READER, NOW + timedelta(seconds=1), "env")
    recents.record(READER, NOW + timedelta(seconds=2), "copy")
    assert (recents.last(), recents.previous()) == (READER, ADMIN)
    assert recents.last_action() == "copy"


def test_a_use_fades_by_half_in_each_half_life(recents: Recents) -> None:
    recents.record(ADMIN, NOW)
    assert recents.frecency(NOW) == {ADMIN: 1}
    assert recents.frecency(NOW + HALF_LIFE) == {ADMIN: pytest.approx(0.5)}
    recents.record(ADMIN, NOW + HALF_LIFE)
    assert recents.frecency(NOW + HALF_LIFE) == {ADMIN: pytest.approx(1.5)}
    assert recents.frecency(NOW + 1000 * HALF_LIFE)[ADMIN] < 1e-9


@pytest.mark.requirement("REL-12")
def test_a_clock_that_was_put_back_raises_nothing(recents: Recents) -> None:
    recents.record(ADMIN, NOW)
    assert recents.frecency(NOW - timedelta(days=900)) == {ADMIN: 1}


def test_the_least_used_role_is_forgotten_first(recents: Recents) -> None:
    roles = [ADMIN._replace(wire_name=f"Role{number}") for number in range(MOST + 5)]
    rows = [["my-sso", one.account_id, one.wire_name, 1, NOW.timestamp(), ""] for one in roles]
    recents.path.parent.mkdir(parents=True)
    recents.path.write_text(json.dumps({"schema": SCHEMA, "uses": rows}))
    recents.record(roles[-1], NOW)
    recents.record(ADMIN, NOW + timedelta(days=1))
    kept = recents.frecency(NOW)
    assert len(kept) == MOST
    assert {ADMIN, roles[-1]} < set(kept)


def test_a_portals_use_can_be_forgotten(recents: Recents) -> None:
    recents.forget("my-sso")
    assert not recents.path.exists()
    for role in (ADMIN, ELSEWHERE, READER):
        recents.record(role, NOW)
    recents.forget("my-sso")
    assert set(recents.frecency(NOW)) == {ELSEWHERE}


def test_the_file_is_its_owners_alone(recents: Recents, places: Places, umask: int) -> None:
    recents.record(ADMIN, NOW)
    assert (mode(recents.path), mode(places.state_dir)) == (0o600, 0o700)


def test_names_come_back_lone_surrogates_included(recents: Recents) -> None:
    odd = Role("\udcff", "000000000001", "\ud800")
    recents.record(odd, NOW)
    assert recents.last() == odd


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("data", [*DAMAGED, b'{"uses": 7}', b'{"uses": [[1, 2]]}', b"{}"])
def test_a_damaged_file_is_set_aside(
    recents: Recents, places: Places, ears: Ears, data: bytes
) -> None:
    recents.path.parent.mkdir(parents=True)
    recents.path.write_bytes(data)
    recents.record(ADMIN, NOW)
    assert recents.last() == ADMIN
    assert [one.read_bytes() for one in places.quarantine.iterdir()] == [data]
    assert len(ears.notices) == 1


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("put_unfit", UNFIT)
def test_what_is_no_file_is_set_aside(recents: Recents, put_unfit: Callable[[Path], None]) -> None:
    recents.path.parent.mkdir(parents=True)
    put_unfit(recents.path)
    recents.record(ADMIN, NOW)
    assert recents.last() == ADMIN


@pytest.mark.requirement("REL-16", "REL-44")
def test_a_newer_schema_is_neither_read_nor_overwritten(recents: Recents, ears: Ears) -> None:
    recents.path.parent.mkdir(parents=True)
    newer = json.dumps({"schema": SCHEMA + 1, "uses": "elsewhere"})
    recents.path.write_text(newer)
    recents.record(ADMIN, NOW)
    assert recents.last() is None
    assert recents.path.read_text() == newer
    assert ears.notices == []


@pytest.mark.requirement("REL-40")
def test_whoever_holds_the_file_too_long_is_not_waited_for(
    recents: Recents, places: Places, ears: Ears
) -> None:
    with (
        lock(places.locks / "recent", ears.wait),
        pytest.raises(StorageError, match=f"Process {os.getpid()} is at it"),
    ):
        recents.record(ADMIN, NOW)
    assert sum(ears.waits) == pytest.approx(1)


@pytest.mark.requirement("REL-40")
def test_no_use_is_lost_where_several_processes_write_at_once(recents: Recents, home: Path) -> None:
    code = """
        import sys
        from datetime import UTC, datetime
        from sso_tui.model import Role
        from sso_tui.store.places import Places
        from sso_tui.store.recents import Recents
        from sso_tui.world import World
        world = World(environ={"HOME": sys.argv[1]})
        recents = Recents(Places.of(world), print, world.wait)
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(8):
            role = Role("my-sso", "000000000001", f"{sys.argv[2]}-{number}")
            recents.record(role, datetime.now(UTC))
        """
    processes = [start(code, home, name) for name in "abc"]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    outputs = [process.communicate("go\n")[0] for process in processes]
    assert outputs == ["", "", ""]
    assert len(recents.frecency(NOW)) == 24


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
ROW = st.tuples(st.text(), st.text(), st.text(), st.floats(), st.floats(), st.text()).map(list)


@pytest.mark.requirement("REL-16")
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(JSON | st.lists(ROW | JSON, max_size=3))
def test_no_content_whatever_is_a_crash(recents: Recents, uses: object) -> None:
    recents.path.parent.mkdir(parents=True, exist_ok=True)
    recents.path.write_text(json.dumps({"schema": SCHEMA, "uses": uses}))
    recents.frecency(NOW)
    recents.record(ADMIN, NOW)
    assert ADMIN in recents.frecency(NOW)
