"""How long does one search take?

    python tests/benchmarks/search_speed.py

Prints, for 10,000 and 50,000 rows, the milliseconds of processor time that each search takes from
the start, that the last letter of it takes when it was typed letter by letter, and the ratio of
the first to a plain search for three words in every row, which shows what the machine is worth.
"""

import gc
import sys
from collections.abc import Callable
from functools import partial
from time import process_time

from search_corpus import as_lines, organisation

from sso_tui.catalogue import Catalogue
from sso_tui.search import Index, Marks, parse

TYPED = {
    "tokens": "pay prod admin",
    "run together": "payprodadm",
    "one letter": "p",
    "a rare letter": "e",
    "a word": "pay",
    "a role": "admin",
    "scattered": "rdnly",
    "end of an id": "0193",
    "a field": "role:admin prod",
    "taken away": "!dev",
}
ROUNDS = 9


def main() -> int:
    print(f"{'':16}{'rows':>8}{'ms':>8}{'typed':>8}{'ratio':>8}")
    for accounts in (2_000, 10_000):
        measure(organisation(accounts))
    return 0


def measure(catalogue: Catalogue) -> None:
    lines = [" ".join(parts).lower() for parts in as_lines(catalogue)]
    plain = fastest(lambda: [x for x in lines if "pay" in x and "prod" in x and "admin" in x])
    show("plain search", len(lines), plain, plain, plain)
    made = fastest(lambda: Index.of([catalogue], Marks()))
    show("a new index", len(lines), made, made, plain)
    first = fastest(lambda: Index.of([catalogue], Marks()).search(parse("zz")))
    show("its first search", len(lines), first, first, plain)
    index = Index.of([catalogue], Marks())
    for kind, typed in TYPED.items():
        before, query = index.search(parse(typed[:-1])), parse(typed)
        whole = fastest(partial(index.search, query))
        last = fastest(partial(index.search, query, before))
        show(kind, len(lines), whole, last, plain)


def fastest(work: Callable[[], object]) -> float:
    """The milliseconds of the fastest of some rounds."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        started = process_time()
        work()
        times.append(process_time() - started)
    return min(times) * 1000


def show(kind: str, rows: int, whole: float, last: float, plain: float) -> None:
    print(f"{kind:16}{rows:8,}{whole:8.1f}{last:8.1f}{whole / plain:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
