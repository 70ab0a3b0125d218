"""How moments are spelled, for files and shells, and for people; and how long has it been?

All are aware and in UTC. What is written is read by every AWS SDK, some of which take nothing but
whole seconds and a `Z`; what is read may have been written by any of them.
"""

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Final


def zulu(moment: datetime) -> str:
    """`moment` as `2026-11-23T08:54:04Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parsed(text: str) -> datetime:
    """The moment that `text` spells, in any of the ways that AWS's own tools write it.

    `…Z`, `…UTC`, an offset, fractions of a second, or no zone at all, which is taken for UTC.

    Raises:
        ValueError: it spells no moment.
    """
    moment = datetime.fromisoformat(text.strip().removesuffix("UTC"))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def left(span: timedelta) -> str:
    """`span` for a person who glances at it: `7h 58m`, `42m`, `30s`, or `expired`."""
    seconds = int(span.total_seconds())
    if seconds <= 0:
        return "expired"
    if seconds < 60:
        return f"{seconds}s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes}m"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h {minutes:02}m" if hours < 48 else f"{hours // 24}d"


def ago(span: timedelta) -> str:
    """`span` as the age of something: `just now`, `5m ago`, `3h 10m ago`."""
    return "just now" if span < timedelta(minutes=1) else f"{left(span)} ago"


def steady_seconds() -> float:
    """Seconds since some moment: nobody can set them, and they go on while the machine sleeps."""
    return time.monotonic() if _STEADY is None else time.clock_gettime(_STEADY)


_STEADY: Final[int | None] = getattr(
    time, {"darwin": "CLOCK_MONOTONIC"}.get(sys.platform, "CLOCK_BOOTTIME"), None
)
"""The system's clock that does not stand still in its sleep: Linux's CLOCK_BOOTTIME (clock_gettime(2));
CLOCK_MONOTONIC of macOS (clock_gettime(3)), where Python's own monotonic clock does."""
