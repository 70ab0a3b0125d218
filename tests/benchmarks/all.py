"""Run every benchmark, and write what came of it into the documentation.

    python tests/benchmarks/all.py

Takes some minutes, in which the machine should have nothing else to do. The exit status is 1 where
a goal is missed.
"""

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from row import Row
from table import show

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"

PARTS = {
    "first_frame": "Starting",
    "keystroke": "Typing, opening, closing",
    "memory": "Memory",
    "listing": "Listing",
    "hot_paths": "What shells and SDKs run",
    "profile_sync": "Profiles",
    "search_quality": "What a search finds first",
    "search_speed": "How long a search takes",
}
"""The benchmarks, and what each is about."""

WITH = ("textual", "boto3")

HEAD = """\
# Performance

Everything here is measured against something in the same run, in turns: what is said of a machine
in milliseconds holds for that machine alone, what is said in ratios holds well beyond it. Each part
names the program that measured it; its first lines say how.

Written by `python tests/benchmarks/all.py` on {processors} shared {machine} cores with Python
{python}, {libraries}.
"""


def main() -> int:
    """Run them all; the exit status is 1 where a goal is missed."""
    measured: dict[str, list[Row]] = {}
    for name in PARTS:
        if not Path(__file__).with_name(f"{name}.py").exists():
            continue
        print(f"\n{name}")
        measured[name] = []
        show(_kept(import_module(name).rows(), measured[name]))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(measured), encoding="utf-8")
    return int(not all(row.met for rows in measured.values() for row in rows))


def _kept(rows: Iterable[Row], kept: list[Row]) -> Iterator[Row]:
    for row in rows:
        kept.append(row)
        yield row


def page(measured: dict[str, list[Row]]) -> str:
    """The page of the documentation."""
    return "\n".join([_head(), *(_part(name, rows) for name, rows in measured.items())])


def _head() -> str:
    return HEAD.format(
        processors=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
        libraries=" and ".join(f"{name} {version(name)}" for name in WITH),
    )


def _part(name: str, rows: Iterable[Row]) -> str:
    lines = [f"## {PARTS[name]}", "", f"`tests/benchmarks/{name}.py`", ""]
    lines += ["| path | goal | measured | |", "|---|---|---|---|"]
    for row in rows:
        met = "met" if row.met else "**missed**"
        lines.append(f"| {row.path} | {row.goal} | {row.measured} | {met} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
