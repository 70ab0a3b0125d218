import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_support import DAMAGED, UNFIT, Ears, mode

from sso_tui.catalogue import Catalogue, Entry, order
from sso_tui.errors import StorageError
from sso_tui.model import Account
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.columns import SCHEMA, columns
from sso_tui.store.places import Places

NOW = datetime(2026, 11, 23, 8, 54, 5, tzinfo=UTC)
CATALOGUE = Catalogue(
    "my-sso",
    (
        Entry(Account("000000000001", "audit", "audit@corp.example")).listed(["B", "a"], NOW),
        Entry(Account("000000000002", "build"))
        .listed(["a"], NOW - timedelta(days=1))
        .failed("429"),
        Entry(Account("000000000003", "core")).listed([], NOW),
        Entry(Account("000000000004", "data")),
        Entry(Account("000000000005", "edge")).failed("no answer"),
    ),
    NOW,
    skipped=2,
)


def test_a_catalogue_is_loaded_as_it_was_saved(cache: CatalogueCache) -> None:
    assert cache.load("my-sso") is None
    cache.save(CATALOGUE)
    assert cache.load("my-sso") == CATALOGUE
    assert cache.load("other") is None


def test_nothing_is_pending_and_no_listing_is_under_way_after_loading(
    cache: CatalogueCache,
) -> None:
    pending = tuple(replace(entry, pending=True) for entry in CATALOGUE.entries)
    cache.save(replace(CATALOGUE, entries=pending, complete=False))
    assert cache.load("my-sso") == CATALOGUE


def test_the_layout_is_what_other_versions_expect(cache: CatalogueCache) -> None:
    cache.save(CATALOGUE)
    assert json.loads(cache.path("my-sso").read_bytes()) == {
        "schema": 1,
        "portal": "my-sso",
        "listed_at": 1795424045,
        "skipped": 2,
        "roles": ["a", "B"],
        "sets": [[0, 1], [0], []],
        "ids": [f"{number:012}" for number in range(1, 6)],
        "names": ["audit", "build", "core", "data", "edge"],
        "emails": ["audit@corp.example", "", "", "", ""],
        "at": [1795424045, 1795337645, 1795424045, None, None],
        "held": [0, 1, 2, 2, 2],
        "failures": {"1": "429", "4": "no answer"},
    }


def test_what_has_not_changed_is_not_written(cache: CatalogueCache) -> None:
    cache.save(CATALOGUE)
    before = cache.path("my-sso").stat()
    cache.save(CATALOGUE)
    assert cache.path("my-sso").stat().st_ino == before.st_ino
    cache.save(replace(CATALOGUE, listed_at=NOW + timedelta(hours=1)))
    assert cache.path("my-sso").stat().st_ino != before.st_ino


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("data", DAMAGED)
def test_a_damaged_file_is_set_aside(
    cache: CatalogueCache, places: Places, ears: Ears, data: bytes
) -> None:
    cache.save(CATALOGUE)
    cache.path("my-sso").write_bytes(data)
    assert cache.load("my-sso") is None
    (copy,) = places.quarantine.iterdir()
    assert copy.read_bytes() == data
    assert "damaged list of accounts" in ears.notices[0]
    cache.save(CATALOGUE)
    assert cache.load("my-sso") == CATALOGUE


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("put_unfit", UNFIT)
def test_what_is_no_file_is_set_aside(
    cache: CatalogueCache, put_unfit: Callable[[Path], None]
) -> None:
    path = cache.path("my-sso")
    path.parent.mkdir(parents=True)
    put_unfit(path)
    assert cache.load("my-sso") is None
    cache.save(CATALOGUE)
    assert cache.load("my-sso") == CATALOGUE


@pytest.mark.requirement("REL-16", "REL-44")
def test_a_newer_schema_is_neither_read_nor_overwritten(cache: CatalogueCache, ears: Ears) -> None:
    cache.save(CATALOGUE)
    newer = json.dumps({"schema": SCHEMA + 1, "shape": "unknown"}).encode()
    cache.path("my-sso").write_bytes(newer)
    assert cache.load("my-sso") is None
    assert "newer version" in ears.notices[0]
    cache.save(CATALOGUE)
    assert cache.path("my-sso").read_bytes() == newer


@pytest.mark.requirement("REL-44")
def test_a_key_that_nobody_knows_is_no_trouble(cache: CatalogueCache) -> None:
    cache.save(CATALOGUE)
    content = json.loads(cache.path("my-sso").read_bytes()) | {"colours": ["red"]}
    cache.path("my-sso").write_text(json.dumps(content))
    assert cache.load("my-sso") == CATALOGUE


@pytest.mark.requirement("SEC-01")
def test_the_file_and_its_folder_are_their_owners_alone(
    cache: CatalogueCache, places: Places, umask: int
) -> None:
    places.cache_dir.mkdir(parents=True)
    places.cache_dir.parent.chmod(0o755)
    places.cache_dir.chmod(0o755)
    cache.save(CATALOGUE)
    assert (mode(places.cache_dir), mode(cache.path("my-sso"))) == (0o700, 0o600)


def test_a_catalogue_can_be_forgotten(cache: CatalogueCache) -> None:
    cache.save(CATALOGUE)
    assert cache.forget("my-sso")
    assert not cache.forget("my-sso")
    assert cache.load("my-sso") is None


def test_a_cache_that_can_not_be_written_says_so(cache: CatalogueCache, places: Places) -> None:
    places.cache_dir.parent.mkdir()
    places.cache_dir.write_text("a file where the folder should be")
    with pytest.raises(StorageError):
        cache.save(CATALOGUE)
    assert cache.load("my-sso") is None


TEXTS = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
ENTRIES = st.builds(
    lambda number, name, email, roles, at, failure: (
        Entry(Account(f"{number:012}", name, email)).listed(roles, at)
        if at
        else Entry(Account(f"{number:012}", name, email), failure=failure)
    ),
    st.integers(0, 10**12 - 1),
    TEXTS,
    TEXTS,
    st.lists(TEXTS, max_size=4),
    st.none() | MOMENTS,
    st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=9),
)
CATALOGUES = st.builds(
    lambda key, entries, at: Catalogue(key, tuple(sorted(entries, key=order)), at),
    TEXTS,
    st.lists(ENTRIES, max_size=5),
    st.none() | MOMENTS,
)
QUICK = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.mark.requirement("REL-32")
@QUICK
@given(CATALOGUES)
def test_every_name_comes_back_lone_surrogates_included(
    cache: CatalogueCache, catalogue: Catalogue
) -> None:
    cache.save(catalogue)
    assert cache.load(catalogue.portal) == catalogue


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@pytest.mark.requirement("REL-16")
@QUICK
@given(st.dictionaries(st.sampled_from(list(columns(CATALOGUE))), JSON, min_size=1, max_size=2))
def test_no_column_whatever_is_a_crash(cache: CatalogueCache, changes: dict[str, object]) -> None:
    cache.save(CATALOGUE)
    content = columns(CATALOGUE) | changes
    cache.path("my-sso").write_text(json.dumps(content))
    loaded = cache.load("my-sso")
    if loaded is not None:
        assert all(isinstance(role.name, str) for role in loaded)
        assert all(isinstance(entry.failure, str) for entry in loaded.entries)
        assert all(isinstance(entry.account.name, str) for entry in loaded.entries)
    cache.forget("my-sso")


@given(st.lists(st.tuples(st.from_regex(r"\A[0-9]{12}\Z"), st.text(), st.text())))
def test_accounts_made_at_once_are_as_if_made_one_by_one(
    rows: list[tuple[str, str, str]],
) -> None:
    ids, names, emails = zip(*rows, strict=True) if rows else ((), (), ())
    one_by_one = [Account(*row) for row in rows]
    at_once = Account.all(ids, names, emails)
    assert at_once == one_by_one
    drawn = [(one.name, one.email) for one in one_by_one]
    assert [(one.name, one.email) for one in at_once] == drawn


def test_a_file_is_read_once(cache: CatalogueCache) -> None:
    cache.save(CATALOGUE)
    first = cache.load("my-sso")
    assert cache.load("my-sso") is first
    cache.save(replace(CATALOGUE, skipped=3))
    changed = cache.load("my-sso")
    assert changed is not None
    assert changed.skipped == 3
    cache.path("my-sso").unlink()
    assert cache.load("my-sso") is None
