"""In which order does one want to see what was found?

The account whose best role fits best comes first. Letters that stand together as they were typed
count for more than any letters apart. Where two fit equally well a favourite comes first, then
what is used more, then the shorter name, then the first by name. Only as many accounts are
measured as somebody may look at; the others follow in the order that ties have.

In a plain list, what fits less comes after everything that fits better. Here it stands below its
account, in the way of better accounts; so an account leads with the roles that fit about as well
as its best, and keeps the others back.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Final

from sso_tui.search.found import Matches, Ranking
from sso_tui.search.letters import MATCH
from sso_tui.search.measure import TOGETHER, TOP, Measure
from sso_tui.search.query import Term
from sso_tui.search.rows import Rows

MEASURED: Final = 160
"""How many accounts are measured: some screens full, in a few milliseconds."""

ABOUT: Final = MATCH
"""What letters apart may score less than the best and still fit about as well: the worth of one
letter. A benchmark compares with `fzf` how often what one looks for is among the first ten rows."""

Use = tuple[bool, float]
"""Whether a row is a favourite, and how much it was used; more is more."""

_UNUSED: Final[Use] = (False, 0.0)

Judged = tuple[int, Use, int, int]
"""A row behind what it is judged by: its score, its use, the length of the name (negative), and
its own number, negative for the first to win where all else is equal."""


def by_use(every: Rows, matches: Matches) -> Ranking:
    """What the user cares for first, the others as in the catalogue."""
    first: Matches = {
        number: sorted(matches[number], key=every.use, reverse=True)
        for number in _liked(every, matches)
    }
    return _followed(every, first, matches, {})


def by_fit(every: Rows, terms: Sequence[Term], matches: Matches) -> Ranking:
    """What fits best first.

    Args:
        every: all rows.
        terms: those by which one match is better than another.
        matches: in the order of the catalogue.
    """
    measures = [Measure(every, term) for term in terms]
    measured = [
        (_measured(every, measures, number, matches[number]), number)
        for number in _promising(every, measures, matches)
    ]
    measured.sort(key=itemgetter(0), reverse=True)
    best: Matches = {number: [-row for *_, row in rows] for rows, number in measured}
    leading = {n: _lead(rows, len(terms)) for rows, n in measured if len(rows) > 1}
    return _followed(every, best, matches, leading)


def _followed(every: Rows, first: Matches, matches: Matches, leading: Mapping[int, int]) -> Ranking:
    """What comes first, and behind it the other matches in the order of the catalogue.

    Behind all of that comes what stands apart, in the same order.
    """
    others = [number for number in matches if number not in first]
    if every.marks.apart:
        numbers = sorted([*first, *others], key=every.stands_apart)
        return Ranking(numbers, [first.get(one, matches[one]) for one in numbers], leading)
    groups = [*first.values(), *map(matches.__getitem__, others)]
    return Ranking([*first, *others], groups, leading)


def _lead(rows: Sequence[Judged], terms: int) -> int:
    """How many of an account's rows, best first, fit about as well as the first."""
    best = rows[0][0]
    together = best // TOGETHER
    least = together * TOGETHER if together == terms else best - ABOUT
    return sum(score >= least for score, *_ in rows)


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
) -> list[Judged]:
    """The rows of one account, best first."""
    names = [every.names[row] for row in rows]
    scores = map(sum, zip(*(measure.scores(number, names) for measure in measures), strict=True))
    length = len(every.entries[number].account.name)
    judged = (
        (score, every.use(row), -length, -row) for score, row in zip(scores, rows, strict=True)
    )
    return sorted(judged, reverse=True)
