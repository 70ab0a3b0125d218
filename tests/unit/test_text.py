"""What is made safe to draw can not drive a terminal, hide what stands beside it, or pile up."""

import unicodedata
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sso_tui.text import MOST_MARKS, REPLACEMENT, made_safe, shown_path

FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
NASTY = [
    "\x1b]52;c;eA==\x07",
    "\x9b2J",
    "\u202eabc\u202c",
    "a\u200bb\u200db",
    "e" + "\u0301" * 500,
    "\u0301\u0301\u0301\u0301 x",
    "\ud800",
    FAMILY,
    "\u2764\ufe0f\u200d\U0001f525",
    "\u200d" + FAMILY + "\u200d",
    "\u3164\u115f\u034f",
    "\U000e0041\U000f0000",
    "a\u2028b\u2029c\x85d",
]
texts = st.one_of(
    st.text(st.characters(), max_size=60),
    st.text(
        st.sampled_from("ab \u0301\u200d\ufe0f\U0001f468\U0001f467\x1b\u202e\ud800\u3164\ufffd")
    ),
)


@pytest.mark.requirement("SEC-30")
@given(texts)
@example("".join(NASTY))
def test_nothing_that_drives_a_terminal_survives(text: str) -> None:
    done = made_safe(text)
    for position, each in enumerate(done):
        if each == "\u200d":
            assert unicodedata.category(done[position + 1]) in {"So", "Sk"}
            assert unicodedata.category(done[:position].rstrip("\ufe0f")[-1]) in {"So", "Sk"}
        else:
            assert unicodedata.category(each) not in FORBIDDEN


@pytest.mark.requirement("SEC-30")
@given(texts)
@example("\u0301" * 9)
@example("e\u0301\ufffd\u0301\u0301\u0301\u0301")
def test_marks_do_not_pile_up(text: str) -> None:
    runs = groupby(made_safe(text), lambda each: unicodedata.category(each).startswith("M"))
    assert all(len(list(run)) <= MOST_MARKS for marks, run in runs if marks)


@given(texts)
@example("e\u0301\u0301\u0301\u0301\u0301")
@example("\u0301\u0301\u0301\u0301\u0301")
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    done = made_safe(text)
    assert made_safe(done) == done
    assert len(done) <= len(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_ascii_is_left_alone(text: str) -> None:
    assert made_safe(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "[/] $(id) `x`",
        "Zürich – Prüfung",
        "漢字",
        "שָׁלוֹם",
        "Việt Nam",
        "नमस्ते",
        FAMILY,
        "❤️‍🔥",
        "🇩🇪",
        "👍🏽",
    ],
)
def test_what_people_write_is_left_alone(text: str) -> None:
    assert made_safe(text) == text


@pytest.mark.parametrize(
    "text", [one for one in NASTY if FAMILY not in one and "\u2764" not in one]
)
def test_what_is_nasty_is_shown_as_such(text: str) -> None:
    assert REPLACEMENT in made_safe(text)


@pytest.mark.requirement("REL-37")
def test_a_huge_text_takes_no_longer_than_its_length() -> None:
    for one in ("\u200d", "\U0001f468\ufe0f\u200d", "\u0301", "\ufe0f" * 50 + "\u200d"):
        assert made_safe(one * 20_000)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/home/ann/.aws/config", "~/.aws/config"),
        ("/home/anna/.aws/config", "/home/anna/.aws/config"),
        ("/etc/config", "/etc/config"),
        ("relative", "relative"),
        ("/home/ann/\x1b]0;x\x07", f"~/{REPLACEMENT}]0;x{REPLACEMENT}"),
    ],
)
def test_the_home_folder_of_a_path_is_a_tilde(
    monkeypatch: pytest.MonkeyPatch, path: str, shown: str
) -> None:
    assert shown_path(Path(path), Path("/home/ann")) == shown
    monkeypatch.setenv("HOME", "/home/ann")
    assert shown_path(Path(path)) == shown
