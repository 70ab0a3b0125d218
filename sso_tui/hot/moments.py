"""How long is it until then?"""

import time

from sso_tui.hot.doubt import NotHot, doubt_unless

_SPELLING = "%Y-%m-%dT%H:%M:%SZ"


def seconds_until(text: object) -> float:
    """Seconds from now until a moment that is spelled `2026-11-23T08:54:04Z`; negative once past.

    Raises:
        NotHot, ValueError: it is spelled in any other way, or is in no calendar.
    """
    if not isinstance(text, str) or len(text) != 20:
        raise NotHot
    parts = (text[0:4], text[5:7], text[8:10], text[11:13], text[14:16], text[17:19])
    year, month, day, hour, minute, second = map(int, parts)
    at = ((_days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
    doubt_unless(time.strftime(_SPELLING, time.gmtime(at)) == text)
    return at - time.time()


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the Gregorian calendar, its years taken to begin in March."""
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return (
        year * 365 + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 719469
    )


def left(seconds: float) -> str:
    """A span for a person who glances at it: `7h 58m`, `42m`, `30s`, or `expired`."""
    whole = int(seconds)
    if whole <= 0:
        return "expired"
    if whole < 60:
        return f"{whole}s"
    hours, minutes = divmod(whole // 60, 60)
    if not hours:
        return f"{minutes}m"
    return f"{hours}h {minutes:02}m" if hours < 48 else f"{hours // 24}d"
