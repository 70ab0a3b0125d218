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

from sso_tui.search.match import Matches
from sso_tui.search.measure import TOP, Measure
from sso_tui.search.query import Term
from sso_tui.search.rows import Rows

MEASURED: Final = 250
"""How many accounts are measured: some screens full, in a few milliseconds."""

Use = tuple[bool, float]
"""Whether a row is a favourite, and how much it was used; more is more."""

_UNUSED: Final[Use] = (False, 0.0)


def by_use(every: Rows, matches: Matches) -> list[Sequence[int]]:
    """The rows of each account, what the user cares for first, the others as in the catalogue."""
    liked = _liked(every, matches)
    first = [sorted(matches[number], key=every.use, reverse=True) for number in liked]
    chosen = set(liked)
    return first + [rows for number, rows in matches.items() if number not in chosen]


def by_fit(every: Rows, terms: Sequence[Term], matches: Matches) -> list[Sequence[int]]:
    """The rows of each account, what fits best first.

    Args:
        every: all rows.
        terms: those by which one match is better than another.
        matches: in the order of the catalogue.
    """
    measures = [Measure(every, term) for term in terms]
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


def _promising(every: Rows, measures: Sequence[Measure], matches: Matches) -> Sequence[int]:
    """The accounts to measure: all, or those that a quick look says will come first."""
    if len(matches) <= MEASURED:
        return list(matches)
    kept: dict[int, list[int]] = defaultdict(list)
    top = kept[TOP * len(measures)]
    for number in dict.fromkeys(chain(_liked(every, matches), matches)):
        promise = 0
        for measure in measures:
            promise += measure.promise(number)
        kept[promise].append(number)
        if len(top) == MEASURED:
            return top
    best_first = chain.from_iterable(kept[promise] for promise in sorted(kept, reverse=True))
    return list(islice(best_first, MEASURED))


def _measured(
    every: Rows, measures: Sequence[Measure], number: int, rows: Sequence[int]
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
