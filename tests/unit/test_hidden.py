"""Which accounts are hidden, by their ids or by patterns of their names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.hot.hidden import Hidden

LETTERS = st.text(st.sampled_from("aAb[é.-"), max_size=8)
ID = "000000000012"


@pytest.mark.parametrize(
    ("word", "name", "hides"),
    [
        ("sandbox-*", "sandbox-jane", True),
        ("sandbox-*", "sandbox-", True),
        ("sandbox-*", "Sandbox-Jane", True),
        ("SANDBOX-*", "sandbox-jane", True),
        ("sandbox-*", "sandbox", False),
        ("sandbox-*", "my-sandbox-jane", False),
        ("*-test", "payments-test", True),
        ("*-test", "payments-tests", False),
        ("*sand*", "my-sandbox", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("[PROD]*", "[PROD] core", True),
        ("[PROD]*", "Payments", False),
        ("*", "", True),
        (ID, "anything", True),
        ("000000000013", "anything", False),
    ],
)
def test_what_hides_an_account(word: str, name: str, hides: bool) -> None:
    hidden = Hidden([word])
    assert hidden
    assert hidden.by(ID, name) == (word if hides else "")


def test_a_pattern_is_told_before_an_id() -> None:
    assert Hidden([ID, "sand*"]).by(ID, "sandbox") == "sand*"
    assert not Hidden(())
    assert Hidden(()).by(ID, "") == ""


@given(parts=st.lists(LETTERS, min_size=2, max_size=4), name=st.lists(LETTERS, max_size=5))
def test_a_pattern_means_what_a_regular_expression_would(parts: list[str], name: list[str]) -> None:
    text = "".join(name)
    wanted = re.fullmatch(".*".join(map(re.escape, parts)).casefold(), text.casefold(), re.DOTALL)
    assert bool(Hidden(["*".join(parts)]).by("", text)) == bool(wanted)
