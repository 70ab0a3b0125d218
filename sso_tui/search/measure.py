"""How well does one term fit the rows of an account?

What rows share is measured once: where the letters stand together in the account's own text or in
a role's name, and how they lie apart where the role's name has no part in it.
"""

import re
from collections.abc import Sequence
from typing import Final

from sso_tui.search.letters import SEPARATOR, fold, kinds
from sso_tui.search.query import Term
from sso_tui.search.rows import Rows
from sso_tui.search.scorer import align, occurrence
from sso_tui.search.texts import WITH_ROLE

TOGETHER: Final = 1 << 20
"""What it counts that the letters of a term stand together: more than any alignment can score."""

TOP: Final = 3
"""The promise of letters that start a piece; 2 is for those that start a word in it, 1 for others
that stand together."""


class Measure:
    """How well one term fits the rows; what rows share is measured once."""

    def __init__(self, every: Rows, term: Term) -> None:
        self._every, self._term = every, term
        self._texts = every.texts.own(term.field, term.cased)
        names = every.role_names | {""} if term.field in WITH_ROLE else ()
        pieces = {name: every.texts.role(name, term.cased) for name in names}
        self._tails = every.texts.tails(term.field, term.cased)
        self._roles = {
            name: _together(term, SEPARATOR + text, SEPARATOR + every.texts.role(name, cased=True))
            for name, text in pieces.items()
        }
        self._enders = {name for name, text in pieces.items() if term.needle[-1] in text}
        letters = term.needle.removeprefix(SEPARATOR)
        self._start = SEPARATOR + letters
        self._starts_word = re.compile(rf"[\W_]{re.escape(letters)}").search
        promises = {name: self._promise(SEPARATOR + text) for name, text in pieces.items()}
        self._promising_roles = [
            (level, frozenset(name for name in names if promises[name] == level))
            for level in sorted({*promises.values()} - {0}, reverse=True)
        ]

    def promise(self, number: int) -> int:
        """A first guess at the score, by where in a piece the letters stand together."""
        own, rows = self._promise(self._texts[number]), self._every.rows_of[number]
        for level, names in self._promising_roles:
            if level <= own:
                break
            if not names.isdisjoint(self._every.names[rows.start : rows.stop]):
                return level
        return own

    def _promise(self, text: str) -> int:
        if self._term.needle not in text:
            return 0
        if self._start in text:
            return TOP
        return 2 if self._starts_word(text) else 1

    def scores(self, number: int, names: Sequence[str]) -> list[int]:
        """What the rows of these roles of one account score."""
        own = self._own(number)
        scores = [max(own, self._roles.get(name, 0)) for name in names]
        if not self._term.fuzzy or all(scores):
            return scores
        telling = {name: name if self._tells(number, name) else "" for name in names}
        apart = {name: self._apart(number, name) for name in set(telling.values())}
        return [score or apart[telling[n]] for n, score in zip(names, scores, strict=True)]

    def _tells(self, number: int, name: str) -> bool:
        """Whether the name can have a part in an alignment that ends in the row's last letter."""
        return name in self._enders or number in self._tails

    def _own(self, number: int) -> int:
        if self._term.needle not in self._texts[number]:
            return 0
        written = self._every.texts.own_of(self._term.field, number)
        return _together(self._term, self._texts[number], written)

    def _apart(self, number: int, name: str) -> int:
        written = self._every.texts.whole(self._term.field, number, name)
        text = written if self._term.cased else fold(written)
        found = align(self._term.needle, text, kinds(written))
        return found.score if found else 0


def _together(term: Term, text: str, written: str) -> int:
    found = occurrence(term.needle, text, kinds(written))
    return TOGETHER + found.score if found else 0
