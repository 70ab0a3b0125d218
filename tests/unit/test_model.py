"""Nouns keep what the wire said beside what may be drawn, and secrets to themselves."""

import copy
import json
import logging
import pickle
import pprint
import string
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from sso_tui.model import (
    LONGEST_TEXT,
    Account,
    Credentials,
    Portal,
    Registration,
    Role,
    Secret,
    Token,
    clean,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
VALUE = "CANARY-value"
SECRET = Secret(VALUE)
REGISTRATION = Registration("client", SECRET, NOW + timedelta(days=90))
TOKEN = Token(SECRET, NOW + timedelta(hours=1), SECRET, REGISTRATION)
CREDENTIALS = Credentials("ASIAEXAMPLE", SECRET, SECRET, NOW + timedelta(hours=1))

characters = st.characters()


@dataclass
class Holder:
    secret: Secret


def rich_text(value: object) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(value)
        console.print([value], {"a": value})
    return capture.get()


WAYS = {
    "repr": repr,
    "str": str,
    "format": lambda one: f"{one} {one!r} {one!s}" + format(one),
    "percent": lambda one: "%s %r" % (one, one),  # noqa: UP031
    "str.format": lambda one: "{a} {a!r} {a!s}".format_map({"a": one}),
    "template": lambda one: string.Template("$a").substitute(a=one),
    "pprint": pprint.pformat,
    "in a list": lambda one: repr([one, {"a": one}, (one,)]),
    "in an error": lambda one: repr(ValueError(one)) + str(ValueError(one)),
    "log": lambda one: logging.LogRecord("n", 10, "p", 1, "%s %r", (one, one), None).getMessage(),
    "rich": rich_text,
    "copy": lambda one: repr((copy.copy(one), copy.deepcopy(one))),
    "asdict": lambda one: repr(asdict(Holder(one))),
    "json default": lambda one: json.dumps(one, default=str),
    "dir": lambda one: repr(dir(one)),
}


@pytest.mark.requirement("SEC-07")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "noun", [SECRET, TOKEN, CREDENTIALS, REGISTRATION], ids=lambda noun: type(noun).__name__
)
def test_a_secret_does_not_show_itself(noun: object, way: str) -> None:
    assert VALUE not in WAYS[way](noun)


@pytest.mark.requirement("SEC-07")
@pytest.mark.parametrize("spec", ["", ">60", "100", "s"])
def test_a_secret_in_a_format_with_a_width(spec: str) -> None:
    assert VALUE not in format(SECRET, spec)
    assert "ASIAEXAMPLE" not in repr(CREDENTIALS)


@pytest.mark.requirement("SEC-07")
def test_a_secret_can_not_be_serialised() -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(SECRET, protocol)
    with pytest.raises(TypeError):
        json.dumps(SECRET)
    with pytest.raises(TypeError):
        json.dumps({SECRET: 1})
    with pytest.raises(TypeError):
        vars(SECRET)


def test_a_secret_can_be_compared_hashed_and_copied() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2
    assert copy.deepcopy(SECRET) is SECRET
    assert SECRET.reveal() == VALUE


@given(st.text(characters, max_size=40))
def test_an_account_keeps_both_names(text: str) -> None:
    account = Account("000000000012", text, text)
    assert (account.wire_name, account.wire_email) == (text, text)
    assert account.name == (clean(text) or "000000000012")
    assert account.email == clean(text)
    assert replace(account, wire_name="x").name == "x"


@pytest.mark.requirement("REL-36")
def test_accounts_are_told_apart_by_what_the_wire_said() -> None:
    assert Account("000000000001", "a\x01") != Account("000000000001", "a\x02")
    assert Account("000000000001", "a\x01").name == Account("000000000001", "a\x02").name
    assert len({Role("p", "000000000001", "a\x01"), Role("p", "000000000001", "a\x02")}) == 2


def test_a_role_as_people_write_it() -> None:
    role = Role("p", "000000000012", "Odd\x1b[0m")
    assert str(role) == "000000000012/Odd\ufffd[0m"


def test_a_portal_is_known_by_its_session_or_its_start_url() -> None:
    assert Portal("my\x1bsso", "https://x", "r").name == "my\ufffdsso"
    assert Portal("main", "https://x", "r").session_name == "main"
    assert Portal("https://x", "https://x", "r", legacy=True).session_name is None


@pytest.mark.requirement("SEC-30")
@given(st.text(characters, max_size=LONGEST_TEXT * 2))
def test_clean_is_bounded_and_safe(text: str) -> None:
    done = clean(text)
    assert len(done) <= LONGEST_TEXT
    assert all(each in "\u200d" or each.isprintable() or each.isspace() for each in done)
    assert not {"\n", "\r", "\t", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"} & {*done}
    assert clean(done) == done


@pytest.mark.parametrize(
    ("left", "valid", "wants_renewal", "fresh"),
    [
        (timedelta(hours=1), True, False, True),
        (timedelta(minutes=15), True, False, True),
        (timedelta(minutes=15) - timedelta(microseconds=1), True, True, False),
        (timedelta(microseconds=1), True, True, False),
        (timedelta(0), False, True, False),
        (-timedelta(hours=1), False, True, False),
    ],
)
def test_a_token_and_credentials_by_the_time_that_is_left(
    left: timedelta, valid: bool, wants_renewal: bool, fresh: bool
) -> None:
    token = TOKEN._replace(expires_at=NOW + left)
    assert (token.valid(NOW), token.wants_renewal(NOW)) == (valid, wants_renewal)
    assert replace(CREDENTIALS, expires_at=NOW + left).fresh(NOW) == fresh


def test_what_makes_a_token_renewable() -> None:
    assert TOKEN.renewable(NOW)
    assert not TOKEN._replace(refresh=None).renewable(NOW)
    assert not TOKEN._replace(registration=None).renewable(NOW)
    assert not TOKEN.renewable(REGISTRATION.expires_at)
    assert REGISTRATION.usable(NOW)
    assert not REGISTRATION.usable(REGISTRATION.expires_at - timedelta(minutes=15))
