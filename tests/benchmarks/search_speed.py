"""How long does one search take?

    python tests/benchmarks/search_speed.py [ROUNDS]

Compares, for 50,000 rows, the fastest of some rounds of each search with that of a plain search for
three words in every row, which shows what the machine is worth: the whole query at once, and its
last letter, when it was typed letter by letter.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from functools import partial
from time import process_time

from row import Row
from search_corpus import as_lines, organisation
from table import rounds, show

from sso_tui.search import Index, Marks, parse

ACCOUNTS = 10_000

TYPED = {
    "tokens": "pay prod admin",
    "run together": "payprodadm",
    "one letter": "p",
    "a rare letter": "e",
    "a word": "pay",
    "a role": "admin",
    "scattered": "rdnly",
    "the end of an id": "0193",
    "a field": "role:admin prod",
    "taken away": "!dev",
}

GOAL = 10.0
"""How many times a plain search's time any query may take."""


def rows(count: int = 9) -> Iterator[Row]:
    """What each kind of query takes."""
    catalogue = organisation(ACCOUNTS)
    lines = [" ".join(parts).lower() for parts in as_lines(catalogue)]
    index = Index.of([catalogue], Marks())
    plain = fastest(
        count, lambda: [x for x in lines if "pay" in x and "prod" in x and "admin" in x]
    )
    for kind, typed in TYPED.items():
        before, query = index.search(parse(typed[:-1])), parse(typed)
        whole = fastest(count, partial(index.search, query))
        last = fastest(count, partial(index.search, query, before))
        yield Row(
            f"searching {len(lines):,} rows: {kind}",
            f"≤ {GOAL:g}× a plain search",
            f"{whole / plain:.2f}×, the last letter of it {last / plain:.2f}×",
            max(whole, last) <= GOAL * plain,
        )


def fastest(count: int, work: Callable[[], object]) -> float:
    """The seconds of processor time that the fastest of some rounds takes."""
    taken = []
    for _ in range(count):
        gc.collect()
        start = process_time()
        work()
        taken.append(process_time() - start)
    return min(taken)


if __name__ == "__main__":
    sys.exit(show(rows(rounds(9))))
