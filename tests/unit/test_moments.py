"""Moments as AWS's tools write them, and as people read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.moments import ago, left, parsed, zulu

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
moments = st.datetimes(
    min_value=datetime(1970, 1, 1),
    max_value=datetime(9999, 1, 1),
).map(lambda one: one.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T12:00:00Z",
        "2026-11-23T12:00:00UTC",
        "2026-11-23T12:00:00+00:00",
        "2026-11-23T13:00:00+01:00",
        "2026-11-23T06:30:00-05:30",
        "2026-11-23T12:00:00.000000Z",
        "2026-11-23T12:00:00",
        " 2026-11-23 12:00:00Z\n",
        "20261123T120000Z",
    ],
)
def test_every_spelling_of_noon(text: str) -> None:
    assert parsed(text) == NOON
    assert parsed(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01T00:00:00Z", "UTC", "1764000000", "\ud800"]
)
def test_what_spells_no_moment(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are Python's
        parsed(text)


@given(moments)
def test_what_is_written_is_read_again(moment: datetime) -> None:
    assert parsed(zulu(moment)) == moment.replace(microsecond=0)


def test_another_zone_is_written_as_utc_and_fractions_are_dropped() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert zulu(datetime(2026, 1, 1, 8, 59, 59, 999_999, tokyo)) == "2025-12-31T23:59:59Z"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=-1), "expired"),
        (timedelta(0), "expired"),
        (timedelta(milliseconds=900), "expired"),
        (timedelta(seconds=1), "1s"),
        (timedelta(seconds=59.9), "59s"),
        (timedelta(minutes=1), "1m"),
        (timedelta(minutes=59, seconds=59), "59m"),
        (timedelta(hours=1), "1h 00m"),
        (timedelta(hours=7, minutes=58), "7h 58m"),
        (timedelta(hours=47, minutes=59), "47h 59m"),
        (timedelta(hours=48), "2d"),
        (timedelta(days=90), "90d"),
    ],
)
def test_time_left(span: timedelta, words: str) -> None:
    assert left(span) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1m ago"),
        (timedelta(hours=3, minutes=10), "3h 10m ago"),
        (timedelta(days=9), "9d ago"),
    ],
)
def test_age(span: timedelta, words: str) -> None:
    assert ago(span) == words
