"""Which accounts might match once their roles are read?

A query that runs an account's and a role's letters together matches no account whose roles are not
known yet. Those that have the most of its letters in their own texts are worth being read first.
"""

from collections.abc import Sequence
from heapq import nlargest

from sso_tui.search.match import as_far_as_found
from sso_tui.search.query import Query
from sso_tui.search.rows import Rows
from sso_tui.search.texts import WITH_ROLE


def promising(every: Rows, query: Query, most: int) -> Sequence[int]:
    """The accounts, by their place among the entries, the most promising first.

    Args:
        every: the rows.
        query: what is looked for.
        most: how many to name at the most; fewer have half of the letters.
    """
    terms = [
        term
        for term in query.terms
        if term.fuzzy and not term.negated and (not term.field or term.field not in WITH_ROLE)
    ]
    wanted = sum(len(term.needle) for term in terms)
    looks = [
        (as_far_as_found(term.needle), every.texts.own(term.field, term.cased)) for term in terms
    ]
    found = ((sum(look(own[number]) for look, own in looks), -number) for number in every.unread)
    best = nlargest(most, (one for one in found if wanted and 2 * one[0] >= wanted))
    return [-number for _, number in best]
