"""When is the long way to be gone? Whenever something is not just as it usually is."""

PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:=+@,-")
"""Characters that every shell takes literally between its quotes, and JSON too."""


class NotHot(Exception):
    """The answer takes the long way."""


def plain(value: object) -> str:
    """The value, if it is a text that needs no escape in any format.

    Raises:
        NotHot: it is anything else.
    """
    if isinstance(value, str) and value and PLAIN.issuperset(value):
        return value
    raise NotHot


def doubt_unless(sure: bool) -> None:
    """Go on only where that is so.

    Raises:
        NotHot: it is not.
    """
    if not sure:
        raise NotHot
