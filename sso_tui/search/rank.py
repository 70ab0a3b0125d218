"""In which order does one want to see what was found?

The account whose best role fits best comes first. Letters that stand together as they were typed
count for more than any letters apart. Where two fit equally well a favourite comes first, then
what is used more, then the shorter name, then the first by name. Only as many accounts are
measured as somebody may look at; the others follow in the order that ties have.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Final

from sso_tui.search.letters import SEPARATOR, fold, kinds
from sso_tui.search.match import Matches
from sso_tui.search.query import Term
from sso_tui.search.rows import Rows
from sso_tui.search.scorer import align, occurrence
from sso_tui.search.texts import WITH_ROLE

MEASURED: Final = 400
"""How many accounts are measured: some screens full, in a few milliseconds."""

TOGETHER: Final = 1 << 20
"""What it counts that the letters of a term stand together: more than any alignment can score."""

_TOP: Final = 2
"""The promise of a term whose letters start a piece."""

Use = tuple[bool, float]
"""Whether a row is a favourite, and how much it was used; more is more."""

_UNUSED: Final[Use] = (False, 0.0)


def by_use(every: Rows, matches: Matches) -> list[Sequence[int]]:
    """The rows of each account, what the user cares for first, the others as in the catalogue."""
    liked = _liked(every, matches)
    first = [sorted(matches[number], key=every.use, reverse=True) for number in liked]
    return first + [rows for number, rows in matches.items() if number not in liked]


def by_fit(every: Rows, terms: Sequence[Term], matches: Matches) -> list[Sequence[int]]:
    """The rows of each account, what fits best first.

    Args:
        every: all rows.
        terms: those by which one match is better than another.
        matches: in the order of the catalogue.
    """
    measures = [_Measure(every, term) for term in terms]
    promising = _promising(every, measures, matches)
    measured = [_measured(every, measures, number, matches[number]) for number in promising]
    measured.sort(key=itemgetter(0), reverse=True)
    chosen = set(promising)
    others = [rows for number, rows in matches.items() if number not in chosen]
    return [[-row for *_, row in rows] for rows in measured] + others


def _liked(every: Rows, matches: Matches) -> list[int]:
    """The accounts that have a match the user cares for, the dearest first."""
    best: dict[int, Use] = {}
    for row in sorted(every.favourites | every.frecency.keys()):
        number = every.entry_number(row)
        if row in matches.get(number, ()):
            best[number] = max(every.use(row), best.get(number, _UNUSED))
    return sorted(best, key=best.__getitem__, reverse=True)


def _promising(every: Rows, measures: Sequence["_Measure"], matches: Matches) -> Sequence[int]:
    """The accounts to measure: all, or those that a quick look says will come first."""
    if len(matches) <= MEASURED:
        return list(matches)
    kept: dict[int, list[int]] = defaultdict(list)
    top = kept[_TOP * len(measures)]
    for number in dict.fromkeys(chain(_liked(every, matches), matches)):
        kept[sum(measure.promise(number) for measure in measures)].append(number)
        if len(top) == MEASURED:
            return top
    best_first = chain.from_iterable(kept[promise] for promise in sorted(kept, reverse=True))
    return list(islice(best_first, MEASURED))


def _measured(
    every: Rows, measures: Sequence["_Measure"], number: int, rows: Sequence[int]
) -> list[tuple[int, Use, int, int]]:
    """The rows of one account behind what they are judged by, best first.

    The number of a row stands there negative, for the first to win where all else is equal.
    """
    names = [every.names[row] for row in rows]
    scores = map(sum, zip(*(measure.scores(number, names) for measure in measures), strict=True))
    length = len(every.entries[number].account.name)
    judged = (
        (score, every.use(row), -length, -row) for score, row in zip(scores, rows, strict=True)
    )
    return sorted(judged, reverse=True)


class _Measure:
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
        self._start = SEPARATOR + term.needle
        self._promises = {n: self._promise(SEPARATOR + text) for n, text in pieces.items()}
        self._best_promise = max(self._promises.values(), default=0)

    def promise(self, number: int) -> int:
        """A first guess: `_TOP` if the letters start a piece, 1 if they stand together in one."""
        own = self._promise(self._texts[number])
        if own >= self._best_promise:
            return own
        rows = self._every.rows_of[number]
        names = self._every.names[rows.start : rows.stop]
        return max(own, *map(self._promises.__getitem__, names))

    def _promise(self, text: str) -> int:
        return _TOP if self._start in text else int(self._term.needle in text)

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
