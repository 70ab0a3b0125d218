"""How often is what one looks for among the first ten, compared with fzf?

    python tests/benchmarks/search_quality.py [QUESTIONS]

Both search the same 10,000 rows for the same questions, of five kinds. Needs `fzf` on the path.
"""

import shutil
import subprocess
import sys

from search_corpus import KINDS, as_lines, organisation, questions

from sso_tui.search import Index, Marks, parse

SEEN = 10
"""How many rows one sees without scrolling."""


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    if shutil.which("fzf") is None:
        sys.exit("fzf is not installed")
    catalogue = organisation(2_000)
    index = Index.of([catalogue], Marks())
    lines = [" ".join(parts) for parts in as_lines(catalogue)]
    print(f"recall@{SEEN}, {len(lines):,} rows, {count} questions of each kind")
    print(f"{'':18}{'ssotui':>8}{'fzf':>8}{'difference':>12}")
    worst = 0.0
    for kind in KINDS:
        asked = questions(catalogue, kind, count)
        ours = sum(meant in found_by_us(index, lines, typed) for typed, meant in asked)
        theirs = sum(meant in found_by_fzf(lines, typed) for typed, meant in asked)
        difference = 100 * (ours - theirs) / count
        worst = min(worst, difference)
        print(f"{kind:18}{ours / count:8.1%}{theirs / count:8.1%}{difference:+12.1f}")
    return 0 if worst >= -2 else 1


def found_by_us(index: Index, lines: list[str], typed: str) -> list[str]:
    result = index.search(parse(typed))
    assert result is not None
    return [lines[row] for row in result.rows[:SEEN]]


def found_by_fzf(lines: list[str], typed: str) -> list[str]:
    text = "\n".join(lines)
    fzf = ["fzf", "--filter", typed]
    done = subprocess.run(fzf, input=text, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[:SEEN]


if __name__ == "__main__":
    sys.exit(main())
