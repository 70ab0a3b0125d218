"""Whose roles are due, by how many accounts there are and how old the answer is."""

from datetime import UTC, datetime, timedelta

import pytest

from sso_tui.aws.ageing import Ageing
from sso_tui.catalogue import Entry
from sso_tui.model import Account

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def read(ago: timedelta) -> Entry:
    return Entry(Account("000000000001")).listed(["R"], NOW - ago)


@pytest.mark.parametrize(
    ("accounts", "holds"),
    [
        (101, timedelta(seconds=303)),
        (1_000, timedelta(minutes=50)),
        (10_000, timedelta(hours=8, minutes=20)),
        (100_000, timedelta(hours=12)),
    ],
)
def test_an_answer_holds_the_longer_the_more_accounts_there_are(accounts, holds) -> None:
    ageing = Ageing(accounts)
    assert not ageing.due(read(holds - timedelta(seconds=1)), NOW)
    assert ageing.due(read(holds), NOW)


@pytest.mark.parametrize("accounts", [0, 1, 100])
def test_a_small_portal_is_read_whole_each_time(accounts) -> None:
    assert Ageing(accounts).due(read(timedelta(0)), NOW)


def test_what_is_looked_at_holds_for_five_minutes() -> None:
    ageing = Ageing(10_000)
    assert not ageing.due(read(timedelta(minutes=4)), NOW, looked_at=True)
    assert ageing.due(read(timedelta(minutes=5)), NOW, looked_at=True)
    assert not ageing.due(read(timedelta(minutes=5)), NOW)


def test_looking_at_something_never_makes_it_hold_longer() -> None:
    assert Ageing(101).due(read(timedelta(seconds=304)), NOW, looked_at=True)


def test_what_was_never_read_or_failed_is_due() -> None:
    ageing = Ageing(10_000)
    assert ageing.due(Entry(Account("000000000001")), NOW)
    assert ageing.due(read(timedelta(0)).failed("No access"), NOW)


def test_everything_is_due_where_that_was_asked_for() -> None:
    assert Ageing(10_000, everything=True).due(read(timedelta(0)), NOW)


def test_a_moment_to_come_is_no_reason_to_wait_for_it() -> None:
    assert Ageing(10_000).due(read(timedelta(seconds=-1)), NOW)
