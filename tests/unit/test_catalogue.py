"""A catalogue grows without forgetting, keeps one order, and tells what changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sso_tui.catalogue import Catalogue, Entry, Progress, order
from sso_tui.changes import Changes, changes
from sso_tui.model import Account, Role

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CORE, PAY, WEB = (
    Account("000000000003", "core"),
    Account("000000000001", "Pay"),
    Account("000000000002", "web"),
)
ids = st.integers(0, 9).map(lambda number: f"{number:012}")
role_names = st.lists(st.sampled_from(["Admin", "Read", "read", "Deploy"]), max_size=4)
accounts = st.builds(Account, ids, st.sampled_from(["a", "B", "b", "", "é"]))


def catalogue(*entries: Entry, listed: bool = True) -> Catalogue:
    return Catalogue("p", tuple(sorted(entries, key=order)), listed_at=NOW if listed else None)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    found = draw(st.lists(accounts, unique_by=lambda one: one.id, max_size=6))
    return catalogue(*(Entry(one).listed(draw(role_names), NOW) for one in found))


def roles(of: Catalogue) -> list[str]:
    return [f"{role.account_id[-1]}/{role.wire_name}" for role in of]


def test_an_entry_is_unknown_known_to_be_empty_or_failed() -> None:
    unknown = Entry(CORE)
    empty = unknown.listed((), NOW)
    failed = empty.listed(("b", "a", "B", "b"), NOW).failed("it broke")
    assert (unknown.known, empty.known, failed.known) == (False, True, True)
    assert failed.role_names == ("a", "B", "b")
    assert (failed.failure, failed.pending) == ("it broke", False)
    assert failed.listed((), NOW).failure == ""


def test_its_roles_in_the_order_of_the_entries() -> None:
    found = catalogue(
        Entry(WEB).listed(["Read"], NOW), Entry(PAY).listed(["B", "a"], NOW), Entry(CORE)
    )
    assert roles(found) == ["1/a", "1/B", "2/Read"]
    assert [one.account for one in found.entries] == [CORE, PAY, WEB]
    assert found.entry(PAY.id) == Entry(PAY).listed(["a", "B"], NOW)
    assert found.entry("999999999999") is None


@given(catalogues(), st.lists(accounts, unique_by=lambda one: one.id))
def test_changed_entries_take_the_place_of_the_old_ones(
    before: Catalogue, now: list[Account]
) -> None:
    changed = {one.id: Entry(one).listed(["New"], NOW) for one in now}
    after = before.with_entries(changed)
    assert [one.account.id for one in after.entries] == [one.account.id for one in before.entries]
    for old, new in zip(before.entries, after.entries, strict=True):
        assert new is changed.get(old.account.id, old)
    assert before.with_entries({}) is before


@given(catalogues(), catalogues())
def test_changes_are_the_difference(before: Catalogue, after: Catalogue) -> None:
    found = changes(before, after)
    assert set(found.gained) == set(after) - set(before)
    assert set(found.lost) == set(before) - set(after)
    assert bool(found) == (set(before) != set(after))
    assert changes(before, before) == Changes()
    back = changes(after, before)
    assert (set(back.gained), set(back.lost)) == (set(found.lost), set(found.gained))


def test_a_first_listing_gains_nothing() -> None:
    after = catalogue(Entry(CORE).listed(["Read"], NOW))
    assert not changes(Catalogue("p"), after)


def test_an_account_that_failed_neither_gains_nor_loses() -> None:
    before = catalogue(Entry(CORE).listed(["Read"], NOW), Entry(PAY).listed(["Read"], NOW))
    entry = before.entry(PAY.id)
    assert entry is not None
    after = before.with_entries({PAY.id: replace(entry, pending=True).failed("it broke")})
    assert not changes(before, after)
    assert [one.account for one in after.failures] == [PAY]


def test_a_role_that_was_renamed_is_gained_and_lost() -> None:
    before = catalogue(Entry(CORE).listed(["Read"], NOW))
    after = catalogue(Entry(CORE).listed(["read"], NOW))
    assert changes(before, after) == Changes(
        gained=(Role("p", CORE.id, "read"),), lost=(Role("p", CORE.id, "Read"),)
    )


def test_progress_begins_with_nothing() -> None:
    assert Catalogue("p").progress == Progress(0, 0, throttled=False)


def test_how_old_the_oldest_roles_are() -> None:
    hour = timedelta(hours=1)
    found = catalogue(
        Entry(CORE).listed((), NOW), Entry(PAY), Entry(WEB).listed((), NOW - hour).failed("x")
    )
    assert found.oldest == NOW - hour
    assert catalogue(Entry(PAY)).oldest is None


def test_of_two_that_were_read_the_later_one_holds() -> None:
    early, late = Entry(CORE).listed(["Old"], NOW), Entry(CORE).listed(["New"], NOW + timedelta(1))
    unread, failed = Entry(CORE), late.failed("it broke")
    for one, other, holds in (
        (early, late, late),
        (late, early, late),
        (early, early, early),
        (unread, early, early),
        (early, unread, early),
        (early, failed, failed),
    ):
        assert catalogue(one).beside(catalogue(other)).entries == (holds,)


def test_an_unfinished_one_has_the_accounts_of_both_and_a_complete_one_its_own() -> None:
    mine, theirs = catalogue(Entry(CORE), Entry(WEB)), catalogue(Entry(PAY), Entry(WEB))
    both = replace(mine, complete=False).beside(theirs)
    assert [one.account for one in both.entries] == [CORE, PAY, WEB]
    assert [one.account for one in mine.beside(theirs).entries] == [CORE, WEB]
    assert catalogue(Entry(CORE), listed=False).beside(theirs).listed_at == NOW
