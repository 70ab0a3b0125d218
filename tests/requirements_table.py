"""Which test proves which promise? Writes docs/requirements.md from the promises and the marks.

    python tests/requirements_table.py [--check]

With `--check` nothing is written, and what is wrong is told. The promises are in tests/requirements.toml; the tests are those that pytest collects for
`-m requirement`, so that a test that is renamed, moved or taken away changes the table.
"""

import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
TABLE = ROOT / "docs" / "requirements.md"

HEAD = """\
# What ssotui promises, and the tests that prove it

Made by `python tests/requirements_table.py` from `tests/requirements.toml` and the marks of the tests; a
test fails where it is out of date. `pytest -m requirement` runs them all.

| number | promise | tests |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A promise.

    Attributes:
        number: as in the marks, `SEC-01`.
        promise: in a sentence.
        absent: why it has no test; empty where it is in force.
    """

    number: str
    promise: str
    absent: str = ""


Proofs = dict[str, set[str]]
"""Tests, as `folder/file.py::test`, by the numbers of what they prove."""

PROOFS = pytest.StashKey[Proofs]()
"""Where a session of pytest that has collected every test notes what they prove."""


class Marks:
    """What pytest collects, by the numbers that the tests are marked with."""

    def __init__(self) -> None:
        self.tests: Proofs = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.tests = proofs(session.items)


def proofs(items: list[pytest.Item]) -> Proofs:
    """What these tests prove, by their marks."""
    found: Proofs = defaultdict(set)
    for item in items:
        name = item.nodeid.partition("[")[0].removeprefix("tests/")
        for mark in item.iter_markers("requirement"):
            for number in mark.args:
                found[number].add(name)
    return found


def are_all(items: list[pytest.Item]) -> bool:
    """Whether tests of every file are among these."""
    return {item.path for item in items} == {*TESTS.rglob("test_*.py")}


def requirements() -> list[Requirement]:
    """All promises, in the order of their numbers."""
    with (TESTS / "requirements.toml").open("rb") as file:
        return [Requirement(number, **told) for number, told in tomllib.load(file).items()]


def marked() -> Proofs:
    """What the tests prove, all of which are collected anew for that."""
    marks = Marks()
    words = ["--collect-only", "-qq", "-n0", "-p", "no:cacheprovider", "-o", "addopts="]
    status = pytest.main([*words, "-m", "requirement", str(TESTS)], plugins=[marks])
    if status != pytest.ExitCode.OK:
        raise SystemExit(status)
    return marks.tests


def table(promises: list[Requirement], tests: Proofs) -> str:
    """The page, as Markdown."""
    return HEAD + "".join(f"{_row(one, tests.get(one.number, set()))}\n" for one in promises)


def _row(one: Requirement, tests: set[str]) -> str:
    proof = "<br>".join(f"`{name}`" for name in sorted(tests)) or f"— {one.absent}"
    return f"| {one.number} | {one.promise} | {proof} |"


def faults(promises: list[Requirement], tests: Proofs, page: str) -> list[str]:
    """What is wrong with promises, marks and page, in sentences; nothing where all is well."""
    known = {one.number for one in promises}
    unproven = [one.number for one in promises if not one.absent and not tests.get(one.number)]
    excused = [one.number for one in promises if one.absent and tests.get(one.number)]
    return [
        *(f"{number} has no test" for number in unproven),
        *(f"{number} is said to have no test, and has one" for number in excused),
        *(
            f"{number} is no promise: {sorted(tests[number])}"
            for number in sorted(tests)
            if number not in known
        ),
        *(["docs/requirements.md is out of date"] if page != table(promises, tests) else []),
    ]


def main() -> int:
    """Write the page, or check it; the result is the exit status."""
    promises, tests = requirements(), marked()
    if "--check" in sys.argv[1:]:
        found = faults(promises, tests, TABLE.read_text(encoding="utf-8"))
        sys.stderr.write("".join(f"{fault}\n" for fault in found))
        return 1 if found else 0
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(promises, tests), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
