"""Which accounts has the user hidden? Some by their ids, others by patterns of their names.

In a pattern `*` stands for any letters, or none; all others are themselves, without regard to case.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ANY = "*"
"""What stands for any letters; what has none of it is an id."""


class Hidden:
    """The accounts that are hidden."""

    def __init__(self, words: "Iterable[str]") -> None:
        """
        Args:
            words: ids and patterns, as the settings have them.
        """
        words = list(words)
        self._ids = frozenset(word for word in words if ANY not in word)
        self._patterns = [(word, word.casefold().split(ANY)) for word in words if ANY in word]

    def __bool__(self) -> bool:
        """Whether any account might be hidden."""
        return bool(self._ids or self._patterns)

    def by(self, account_id: str, name: str) -> str:
        """The word that hides an account, a pattern where one does; empty where it is not hidden.

        Args:
            account_id: twelve digits.
            name: as the portal sent it.
        """
        folded = name.casefold() if self._patterns else ""
        for word, parts in self._patterns:
            if _fits(folded, parts):
                return word
        return account_id if account_id in self._ids else ""


def _fits(name: str, parts: list[str]) -> bool:
    """Whether the parts stand in the name one after the other, the first and the last at its ends."""
    first, *middle, last = parts
    at, end = len(first), len(name) - len(last)
    if at > end or not name.startswith(first) or not name.endswith(last):
        return False
    for part in middle:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
