"""What the benchmarks share: how a measurement becomes a row, and rows a table."""

import sys
from collections.abc import Callable, Iterable
from statistics import median

from row import Row


def times(measured: float, floor: float, goal: float, path: str, of: str) -> Row:
    """The row of something that may take `goal` times as long as its floor, which is `of`."""
    ratio = measured / floor
    return Row(path, f"≤ {goal:g}× {of}", f"{ratio:.2f}×", ratio <= goal)


def show(rows: Iterable[Row]) -> int:
    """Print rows as they come; the exit status is 1 where a goal is missed."""
    missed = 0
    for row in rows:
        missed += not row.met
        mark = " " if row.met else "!"
        print(f"{mark} {row.path:58}  {row.goal:44}  {row.measured}", flush=True)
    return 1 if missed else 0


def rounds(default: int) -> int:
    """How often each thing is measured: the first word of the command line, or the default."""
    return int(sys.argv[1]) if len(sys.argv) > 1 else default


def in_turns(count: int, *works: Callable[[], float]) -> list[float]:
    """The median of what each of the works measures, all done in turns."""
    taken = [[work() for work in works] for _ in range(count)]
    return [median(times) for times in zip(*taken, strict=True)]
