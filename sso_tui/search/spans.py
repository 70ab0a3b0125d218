"""Which letters of a row made it match?"""

from collections.abc import Iterator, Sequence
from itertools import chain

from sso_tui.search.found import Spans
from sso_tui.search.letters import SEPARATOR, fold, kinds
from sso_tui.search.query import Field, Query, Term
from sso_tui.search.rows import Rows
from sso_tui.search.scorer import Alignment, align, occurrence


def spans(every: Rows, query: Query, row: int) -> Spans:
    """Where the terms of `query` were found in a row that matches it."""
    number = every.entry_number(row)
    found: dict[str, set[int]] = {"name": set(), "id": set(), "role": set(), "alias": set()}
    for term in query.ranking:
        text = every.texts.whole(term.field, number, every.names[row])
        fit = _fit(term, text)
        columns = _columns(every, term.field, number)
        for column, position in _located(columns, text, fit.positions if fit else ()):
            if column in found:
                found[column].add(position)
    return Spans(**{column: tuple(sorted(places)) for column, places in found.items()})


def _fit(term: Term, written: str) -> Alignment | None:
    text = written if term.cased else fold(written)
    together = occurrence(term.needle, text, kinds(written))
    if together is not None or not term.fuzzy:
        return together
    return align(term.needle, text, kinds(written))


def _columns(every: Rows, field: Field, number: int) -> Sequence[str]:
    """What the pieces of a row's text in `field` are."""
    alias = ["alias"] if every.texts.alias(number) else []
    tail = [*alias, *("tag" for _ in every.texts.tags(number))]
    return {
        Field.ANY: ["name", "id", *tail, "role", *tail],
        Field.ACCOUNT: ["name", *alias],
        Field.ID: ["id"],
        Field.ROLE: ["role"],
    }[field]


def _located(
    columns: Sequence[str], text: str, positions: Sequence[int]
) -> Iterator[tuple[str, int]]:
    """For each position in `text` the piece that it is in, and the position there."""
    places = list(
        chain.from_iterable(
            ((column, place) for place in range(len(piece) + 1))
            for column, piece in zip(columns, text.split(SEPARATOR)[1:], strict=False)
        )
    )
    for position in positions:
        yield places[position - 1]
