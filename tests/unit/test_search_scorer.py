"""How letters are found in a text, and what that scores."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.search.letters import (
    BOUNDARY,
    BOUNDARY_DELIMITER,
    BOUNDARY_WHITE,
    CAMEL,
    CONSECUTIVE,
    GAP_EXTENSION,
    GAP_START,
    MATCH,
    SEPARATOR,
    fold,
    kinds,
)
from sso_tui.search.scorer import align, occurrence


@pytest.mark.parametrize(
    ("text", "letters", "positions", "score"),
    [
        ("fooBarbaz1", "obz", (2, 3, 8), MATCH * 3 + CAMEL + GAP_START + GAP_EXTENSION * 3),
        (
            "foo bar baz",
            "fbb",
            (0, 4, 8),
            MATCH * 3 + BOUNDARY_WHITE * 4 + GAP_START * 2 + GAP_EXTENSION * 4,
        ),
        (
            "foo/bar/baz",
            "fbb",
            (0, 4, 8),
            MATCH * 3
            + BOUNDARY_WHITE * 2
            + BOUNDARY_DELIMITER * 2
            + GAP_START * 2
            + GAP_EXTENSION * 4,
        ),
        (
            "fooBarBaz",
            "fbb",
            (0, 3, 6),
            MATCH * 3 + BOUNDARY_WHITE * 2 + CAMEL * 2 + GAP_START * 2 + GAP_EXTENSION * 2,
        ),
        ("foo-bar", "o-ba", (2, 3, 4, 5), MATCH * 4 + BOUNDARY * 3),
        ("xautomatorDocument", "rdoc", (9, 10, 11, 12), MATCH * 4 + CAMEL + CONSECUTIVE * 2),
        ("area51", "51", (4, 5), MATCH * 2 + CAMEL * 2 + CAMEL),
    ],
)
def test_scores(text: str, letters: str, positions: tuple[int, ...], score: int) -> None:
    found = align(letters, SEPARATOR + fold(text), kinds(SEPARATOR + text))
    assert found is not None
    assert tuple(position - 1 for position in found.positions) == positions
    assert found.score == score


def test_letters_out_of_order_are_not_found() -> None:
    assert align("ba", SEPARATOR + "ab", kinds(SEPARATOR + "ab")) is None


SHORT = st.text("ab-B", max_size=9)


@given(st.text("ab-", min_size=1, max_size=4), SHORT)
def test_an_alignment_is_found_wherever_there_is_one(letters: str, text: str) -> None:
    within = SEPARATOR + fold(text)
    there = any("".join(some) == letters for some in combinations(within, len(letters)))
    found = align(letters, within, kinds(SEPARATOR + text))
    assert (found is not None) is there
    if found:
        assert "".join(within[place] for place in found.positions) == letters
        assert sorted(set(found.positions)) == list(found.positions)


@given(st.text("ab-", min_size=1, max_size=3), SHORT)
def test_no_occurrence_beats_the_alignment(letters: str, text: str) -> None:
    within, shape = SEPARATOR + fold(text), kinds(SEPARATOR + text)
    together, apart = occurrence(letters, within, shape), align(letters, within, shape)
    assert (together is not None) is (letters in within)
    if together and apart:
        assert together.score <= apart.score


def test_an_occurrence_is_the_best_one() -> None:
    text = SEPARATOR + "xprod-prod"
    found = occurrence("prod", text, kinds(text))
    assert found is not None
    assert found.positions == (7, 8, 9, 10)


@pytest.mark.parametrize(
    ("needle", "positions"),
    [
        (SEPARATOR + "ab", (1, 2)),
        ("ab" + SEPARATOR, (3, 4)),
        (SEPARATOR + "abab" + SEPARATOR, (1, 2, 3, 4)),
    ],
)
def test_an_occurrence_bound_to_an_end(needle: str, positions: tuple[int, ...]) -> None:
    text = f"{SEPARATOR}abab{SEPARATOR}"
    found = occurrence(needle, text, kinds(text))
    assert found is not None
    assert found.positions == positions
