"""The table of promises says what the tests prove."""

import subprocess
import sys

import pytest
from requirements_table import (
    PROOFS,
    TABLE,
    TESTS,
    Requirement,
    are_all,
    faults,
    proofs,
    requirements,
    table,
)

PROMISES = [Requirement("SEC-01", "A"), Requirement("SEC-02", "B", "There is no B.")]
TESTED = {"SEC-01": {"unit/test_a.py::test_a"}}


def test_every_promise_is_proven_and_the_table_says_by_what(request: pytest.FixtureRequest) -> None:
    if PROOFS in request.config.stash:
        assert faults(requirements(), request.config.stash[PROOFS], TABLE.read_text()) == []
    else:
        test_the_program_says_the_same()


@pytest.mark.long
def test_the_program_says_the_same() -> None:
    words = [sys.executable, str(TESTS / "requirements_table.py"), "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_some_of_the_tests_are_not_all(request: pytest.FixtureRequest) -> None:
    """What is counted by where all were collected would be too little elsewhere."""
    some = [item for item in request.session.items if item.path == request.path]
    assert not are_all(some)
    assert not proofs(some)


def test_what_is_as_it_should_be_is_no_fault() -> None:
    assert faults(PROMISES, TESTED, table(PROMISES, TESTED)) == []


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ({}, "SEC-01 has no test"),
        (TESTED | {"SEC-02": {"b"}}, "SEC-02 is said to have no test, and has one"),
        (TESTED | {"SEC-99": {"c"}}, "SEC-99 is no promise: ['c']"),
    ],
)
def test_a_mark_too_many_or_too_few_is_a_fault(tests: dict[str, set[str]], said: str) -> None:
    assert faults(PROMISES, tests, table(PROMISES, tests)) == [said]


def test_a_table_of_yesterdays_is_a_fault() -> None:
    page = table(PROMISES, {"SEC-01": {"unit/test_a.py::test_old"}})
    assert faults(PROMISES, TESTED, page) == ["docs/requirements.md is out of date"]
