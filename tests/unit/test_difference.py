"""A diff leads from the one text to the other, and takes no longer than the texts are."""

import difflib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui import difference
from sso_tui.difference import unified

lines = st.lists(st.sampled_from(["a", "b", "[x]", "", "k = v", "1", "2", "3"]), max_size=20)


def applied(old: list[str], diff: list[str]) -> list[str]:
    """What patch(1) would make of it."""
    new: list[str] = []
    at = 0
    for line in diff[2:]:
        if hunk := re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line):
            begin = int(hunk[1]) - (hunk[2] != "0")
            new += old[at:begin]
            at = begin
            assert len(new) == int(hunk[3]) - (hunk[4] != "0")
        elif line[0] == "+":
            new.append(line[1:])
        else:
            assert old[at] == line[1:]
            at += 1
            new += [line[1:]] if line[0] == " " else []
    return new + old[at:]


@given(lines, lines)
def test_it_leads_from_the_one_to_the_other(old: list[str], new: list[str]) -> None:
    shown = list(unified(old, new, "file"))
    assert bool(shown) == (old != new)
    assert applied(old, shown) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([], ["a", "b"]),
        (["a", "b"], []),
        (["a"], ["b"]),
        (list("abcdefghijklm"), list("abcXefghijkYm")),
        (list("abcdefghijklm"), list("abcdefghijklmn")),
    ],
)
def test_it_is_difflibs(old: list[str], new: list[str]) -> None:
    theirs = difflib.unified_diff(old, new, "file", "file", lineterm="")
    assert list(unified(old, new, "file")) == list(theirs)


def test_a_thousand_sections_that_go_are_no_thousand_comparisons_of_it_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sections = [
        [f"[profile p{number}]", "region = a", f"role = {number % 7}", "", "# mine", ""]
        for number in range(2000)
    ]
    old = [line for one in sections for line in one]
    new = [line for one in sections[::2] for line in one]
    compared: list[int] = []

    class Counted(difflib.SequenceMatcher[str]):
        def __init__(self, junk: None, a: list[str], b: list[str]) -> None:
            compared.append(len(a) * len(b))
            super().__init__(junk, a, b)

    monkeypatch.setattr(difference, "SequenceMatcher", Counted)
    shown = list(unified(old, new, "file"))
    assert applied(old, shown) == new
    assert sum(line[0] == "-" for line in shown) == 1 + len(old) - len(new)
    assert sum(compared) < 20 * len(old)
