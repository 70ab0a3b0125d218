"""One line of the table that all benchmarks fill."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured of one path, against what it should be.

    Attributes:
        path: what was run.
        goal: what it should come to.
        measured: what it came to.
        met: whether that is good enough.
    """

    path: str
    goal: str
    measured: str
    met: bool
