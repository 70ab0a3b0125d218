"""What becomes of what a listing finds: it is kept, however the listing ends, and gone on with."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from broker_support import broker_at, calls
from stage import Stage, at_once

from sso_tui.broker.listings import KEPT_EVERY, Keeping
from sso_tui.catalogue import Catalogue, Entry
from sso_tui.demo import Fault, Organisation, Request
from sso_tui.errors import Cancelled, NoAccess, StorageError
from sso_tui.model import Account, Role
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.places import Places

NOW = datetime(2026, 3, 4, tzinfo=UTC)
MANY = 130
"""Accounts: more than are read whole each time."""


@pytest.fixture
def large(stage_of: Callable[[Organisation], Stage]) -> Stage:
    """A user of a large company, signed in."""
    return stage_of(Organisation.generate(MANY, 2))


def begun(stage: Stage, **options: object) -> Iterator[Catalogue]:
    broker = stage.broker()
    return broker.listing(broker.portal(), **{"wait": at_once, **options})  # type: ignore[arg-type]


def cached(stage: Stage) -> Catalogue:
    broker = stage.broker()
    return broker.cached(broker.portal())


def known(catalogue: Catalogue) -> int:
    return sum(entry.known for entry in catalogue.entries)


def broken_off(stage: Stage, after: int) -> Catalogue:
    """A listing that is cancelled once so many roles were asked for; what is kept of it."""
    countdown = iter(range(after))
    stage.portal.faults.add(
        Fault("ListAccountRoles", hang=True, when=lambda _: next(countdown, None) is None)
    )

    seen: list[Catalogue] = []
    row = begun(stage, wait=lambda _: known(seen[-1]) == after)
    with pytest.raises(Cancelled):
        deque(map(seen.append, row), maxlen=0)
    stage.portal.faults.clear()
    return cached(stage)


class TestABrokenListing:
    @pytest.mark.requirement("REL-01")
    def test_what_was_read_is_kept_and_the_next_one_asks_for_the_rest(self, large: Stage) -> None:
        kept = broken_off(large, 60)
        assert known(kept) == 60
        assert kept.listed_at is None
        asked = calls(large, "ListAccountRoles")
        *_, last = begun(large)
        assert (known(last), last.complete) == (MANY, True)
        assert calls(large, "ListAccountRoles") - asked == MANY - 60
        assert known(cached(large)) == MANY

    def test_so_is_what_was_read_before_nobody_asked_any_more(self, large: Stage) -> None:
        row = begun(large)
        for catalogue in row:
            if known(catalogue):
                break
        row.close()  # type: ignore[attr-defined]
        assert known(cached(large)) == known(catalogue)

    def test_and_what_was_read_before_it_failed(self, large: Stage) -> None:
        portal = large.portal

        def second_page(request: Request, *, roles_were_read: bool) -> bool:
            read = any(
                one.operation == "ListAccountRoles" and one.status == 200 for one in portal.requests
            )
            return "next_token" in request.query and read == roles_were_read

        for error, after in (("TooManyRequestsException", False), ("ForbiddenException", True)):
            asked = partial(second_page, roles_were_read=after)
            portal.faults.add(Fault("ListAccounts", error=error, when=asked))
        with pytest.raises(NoAccess):
            list(begun(large))
        assert 0 < known(cached(large)) <= 100

    def test_a_refresh_that_is_broken_off_leaves_the_rest_as_it_was(self, large: Stage) -> None:
        list(begun(large))
        before = cached(large)
        later = broker_at(large, timedelta(minutes=1))
        row = later.listing(later.portal(), wait=at_once, refresh=True)
        for catalogue in row:
            if not catalogue.complete and catalogue.progress.done:
                break
        row.close()  # type: ignore[attr-defined]
        after = cached(large)
        moments = {entry.listed_at for entry in after.entries}
        assert set(after) == set(before)
        assert len(moments) > 1
        assert after.listed_at == before.listed_at


class TestAge:
    def test_what_was_just_read_is_not_asked_again(self, large: Stage) -> None:
        list(begun(large))
        asked = calls(large, "ListAccountRoles")
        *_, last = begun(large)
        assert last.complete
        assert calls(large, "ListAccountRoles") == asked
        *_, last = begun(large, refresh=True)
        assert calls(large, "ListAccountRoles") == 2 * asked

    def test_after_a_while_it_is(self, large: Stage) -> None:
        list(begun(large))
        later = broker_at(large, timedelta(minutes=10))
        list(later.listing(later.portal(), wait=at_once))
        assert calls(large, "ListAccountRoles") == 2 * MANY


class TestWanted:
    def test_favourites_and_what_was_used_lately_come_after_what_is_looked_at(
        self, large: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[tuple[str, ...]] = []
        ids = [account.id for account in large.portal.organisation.accounts()]
        settings = large.home / ".config" / "ssotui" / "config.toml"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(f'favourites = ["{ids[90]}/Deploy", "{ids[80]}/Deploy"]\n')
        large.broker().used(Role("demo", ids[70], "Deploy"), "export")
        monkeypatch.setattr(
            "sso_tui.aws.directory.listing",
            lambda *_, wanted, **__: (seen.append(wanted()), iter(()))[1],
        )
        with pytest.raises(AttributeError):  # the stand-in has no close
            list(begun(large, wanted=lambda: [ids[60], ids[90]]))
        assert seen == [(ids[60], ids[90], ids[80], ids[70])]


def entries(*moments: int | None) -> tuple[Entry, ...]:
    """Accounts whose roles were read so many seconds after a certain moment."""
    return tuple(
        Entry(account) if at is None else Entry(account).listed(["R"], NOW + timedelta(seconds=at))
        for account, at in zip(map(Account, map("{:012}".format, range(99))), moments, strict=False)
    )


class Written(CatalogueCache):
    """A cache that counts."""

    writes = 0

    def save(self, catalogue: Catalogue) -> None:
        Written.writes += 1
        super().save(catalogue)


class TestKeeping:
    @pytest.fixture
    def cache(self, stage: Stage) -> CatalogueCache:
        Written.writes = 0
        return Written(Places.of(stage.world()), lambda _: None)

    def test_a_long_listing_is_written_down_every_so_often(self, cache: CatalogueCache) -> None:
        seconds = [0.0]
        keeping = Keeping(cache, lambda _: None, clock=lambda: seconds[0])
        for number in range(600):
            seconds[0] = number * 0.1
            keeping.take(Catalogue("demo", entries(number), complete=False))
        assert Written.writes == int(60 / KEPT_EVERY) - 1
        keeping.keep()
        keeping.keep()
        assert Written.writes == int(60 / KEPT_EVERY)
        found = cache.load("demo")
        assert found is not None
        assert found.entries == entries(599)

    def test_what_another_listing_found_meanwhile_stays(self, cache: CatalogueCache) -> None:
        cache.save(Catalogue("demo", entries(50, 50, None, 50), NOW))
        keeping = Keeping(cache, lambda _: None)
        keeping.take(Catalogue("demo", entries(10, 90, 70), complete=False))
        keeping.keep()
        found = cache.load("demo")
        assert found is not None
        assert found.entries == entries(50, 90, 70, 50)
        assert found.listed_at == NOW

    def test_one_that_is_complete_knows_every_account(self, cache: CatalogueCache) -> None:
        cache.save(Catalogue("demo", entries(50, 50, 50)))
        keeping = Keeping(cache, lambda _: None)
        keeping.take(Catalogue("demo", entries(10, 90), NOW))
        found = cache.load("demo")
        assert found is not None
        assert (found.entries, found.listed_at) == (entries(50, 90), NOW)

    def test_that_it_cannot_be_written_is_told_once(self, stage: Stage) -> None:
        told: list[str] = []

        class Full(CatalogueCache):
            def save(self, catalogue: Catalogue) -> None:
                raise StorageError("No space is left")

        keeping = Keeping(Full(Places.of(stage.world()), told.append), told.append)
        for number in range(3):
            keeping.take(replace(Catalogue("demo", entries(number)), listed_at=NOW))
        assert len(told) == 1
        assert "No space is left" in told[0]


def test_the_file_is_left_alone_where_nothing_changed(large: Stage) -> None:
    list(begun(large))
    (path,) = (large.home / ".cache" / "ssotui").glob("*.json")
    before = path.stat()
    first = begun(large)
    next(first)
    first.close()  # type: ignore[attr-defined]
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("roleless", [[], [Account("000000000012", "no roles")]])
def test_a_list_without_a_role_is_remembered_all_the_same(
    signed_in: Stage, roleless: list[Account]
) -> None:
    broker = signed_in.broker()
    found = Catalogue("demo", tuple(map(Entry, roleless)), listed_at=NOW)
    CatalogueCache(broker.places, print).save(found)
    assert cached(signed_in) == found
