"""How often is what one looks for among the first ten rows, compared with fzf?

    python tests/benchmarks/search_quality.py [QUESTIONS]

Both search the same 10,000 rows for the same questions, of five kinds. Ours are the roles as they
stand on the screen, below their accounts; fzf's are the lines that it prints. Needs `fzf`.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator

from row import Row
from search_corpus import KINDS, as_lines, organisation, questions
from table import rounds, show

from sso_tui.search import Index, Marks, parse
from sso_tui.ui.folds import Extent, Folds
from sso_tui.ui.outline import Outline

SEEN = 10
"""How many rows one sees without scrolling."""

ALLOWED = 2.0
"""How many points of a hundred ssotui may stay behind."""

BETTER = ("end of an id", "exact substring")
"""Kinds in which it may not stay behind at all."""

ACCOUNTS = 2_000


def rows(count: int = 500) -> Iterator[Row]:
    """The share of questions whose answer is seen, for each kind of question."""
    if shutil.which("fzf") is None:
        yield Row("search quality", f"≥ fzf − {ALLOWED:g} points", "fzf is not installed", False)
        return
    catalogue = organisation(ACCOUNTS)
    index = Index.of([catalogue], Marks())
    lines = [" ".join(parts) for parts in as_lines(catalogue)]
    for kind in KINDS:
        ours = theirs = 0
        for typed, meant in questions(catalogue, kind, count):
            ours += meant in seen_by_us(index, lines, typed)
            theirs += meant in seen_by_fzf(lines, typed)
        yield _row(kind, 100 * ours / count, 100 * theirs / count)


def _row(kind: str, ours: float, theirs: float) -> Row:
    behind = 0.0 if kind in BETTER else ALLOWED
    goal = f"≥ fzf − {behind:g} points" if behind else "≥ fzf"
    measured = f"{ours:.1f} %, fzf {theirs:.1f} %"
    return Row(f"search, recall@{SEEN}: {kind}", goal, measured, ours >= theirs - behind)


def seen_by_us(index: Index, lines: list[str], typed: str) -> list[str]:
    """The first roles on the screen."""
    result = index.search(parse(typed))
    outline = Outline(index, result, Folds(Extent.BEST))
    shown = range(min(len(outline), 2 * SEEN))
    return [lines[outline.row(at)] for at in shown if not outline.is_account(at)][:SEEN]


def seen_by_fzf(lines: list[str], typed: str) -> list[str]:
    """The first lines that fzf prints."""
    fzf = ["fzf", "--filter", typed]
    text = "\n".join(lines)
    done = subprocess.run(fzf, input=text, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[:SEEN]


if __name__ == "__main__":
    sys.exit(show(rows(rounds(500))))
