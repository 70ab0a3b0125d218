"""How often is what one looks for among the first ten rows, compared with fzf?

    python tests/benchmarks/search_quality.py [QUESTIONS]

Both search the same 10,000 rows for the same questions, of five kinds. Roles of one account stand
together on the screen, which costs places among the first ten whatever the order is; so fzf's
order counts twice, as it prints it and with the rows of an account drawn together. The second is
the measure: the exit status is 1 where ssotui is more than two points behind. Needs `fzf`.
"""

import shutil
import subprocess
import sys

from search_corpus import KINDS, as_lines, organisation, questions

from sso_tui.search import Index, Marks, parse

SEEN = 10
"""How many rows one sees without scrolling."""


ALLOWED = 2.0
"""How many points of a hundred ssotui may stay behind."""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    if shutil.which("fzf") is None:
        sys.exit("fzf is not installed")
    catalogue = organisation(2_000)
    index = Index.of([catalogue], Marks())
    lines = [" ".join(parts) for parts in as_lines(catalogue)]
    print(f"recall@{SEEN}, {len(lines):,} rows, {count} questions of each kind")
    print(f"{'':18}{'ssotui':>8}{'fzf, drawn so':>15}{'difference':>12}{'fzf, printed':>14}")
    worst = 0.0
    for kind in KINDS:
        ours = drawn = printed = 0
        for typed, meant in questions(catalogue, kind, count):
            ours += meant in found_by_us(index, lines, typed)[:SEEN]
            rows = found_by_fzf(lines, typed)
            printed += meant in rows[:SEEN]
            drawn += meant in together(rows)[:SEEN]
        difference = 100 * (ours - drawn) / count
        worst = min(worst, difference)
        shares = (
            f"{ours / count:8.1%}{drawn / count:15.1%}{difference:+12.1f}{printed / count:14.1%}"
        )
        print(f"{kind:18}{shares}")
    return 0 if worst >= -ALLOWED else 1


def found_by_us(index: Index, lines: list[str], typed: str) -> list[str]:
    result = index.search(parse(typed))
    assert result is not None
    return [lines[row] for row in result.rows]


def found_by_fzf(lines: list[str], typed: str) -> list[str]:
    fzf = ["fzf", "--filter", typed]
    text = "\n".join(lines)
    done = subprocess.run(fzf, input=text, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()


def together(rows: list[str]) -> list[str]:
    """The rows with those of one account where the first of them stands."""
    accounts: dict[str, list[str]] = {}
    for row in rows:
        accounts.setdefault(row.rsplit(" ", 1)[0], []).append(row)
    return [row for grouped in accounts.values() for row in grouped]


if __name__ == "__main__":
    sys.exit(main())
