"""What does a query find, and in which order?

The face of the search: an index is made for each catalogue that arrives, and asked at each
keystroke, in whatever thread. What finds, ranks and marks is loaded at the first letter: before
that everything is shown, as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from itertools import chain

from sso_tui.catalogue import Catalogue, Entry
from sso_tui.search.found import NOWHERE, Matches, Ranking, Spans
from sso_tui.search.marks import Marks
from sso_tui.search.query import Query
from sso_tui.search.rows import Rows


@dataclass(frozen=True)
class Result:
    """What a query found.

    Attributes:
        query: what was asked.
        ranking: the accounts that have rows that match, and those, in the order to draw them.
        best: the row of the role that matches best; without a query that of the favourite or
            else of the role used most; None where there is none.
        shown: how many roles match.
        total: how many roles could match: all that are not hidden, or all that are.
    """

    query: Query
    ranking: Ranking
    best: int | None
    shown: int
    total: int
    matches: Matches = field(repr=False, compare=False)
    searched: Rows = field(repr=False, compare=False)

    @property
    def groups(self) -> Sequence[Sequence[int]]:
        """The rows that match, for each account that has any."""
        return self.ranking.groups

    @cached_property
    def rows(self) -> Sequence[int]:
        """The rows of all groups, one after the other."""
        return tuple(chain.from_iterable(self.groups))


def load() -> None:
    """Import what finds, ranks and marks, before the first letter has to wait for it."""
    for name in ("match", "rank", "spans"):
        import_module(f"sso_tui.search.{name}")


class Index(Rows):
    """The rows of some catalogues, which can be searched."""

    @classmethod
    def of(
        cls, catalogues: Sequence[Catalogue], marks: Marks, previous: "Index | None" = None
    ) -> "Index":
        """The index of these catalogues.

        Args:
            catalogues: one for each portal, in the order in which they are drawn.
            marks: what the user's own doing says about them.
            previous: an earlier index; where it has the same accounts, its texts are used again,
                and where it has the same catalogues and marks, all of it.
        """
        if previous is not None and previous.made_of(catalogues, marks):
            return previous
        return cls(catalogues, marks, previous)

    def search(
        self,
        query: Query,
        previous: Result | None = None,
    ) -> Result:
        """What `query` finds.

        Args:
            query: what to look for.
            previous: an earlier result; where the query asks for more than that one did, only
                what was found then is searched.
        """
        if not query:
            return self._unfiltered(query)
        from sso_tui.search.match import narrowed

        matches, terms = self._among(query), query.terms
        if previous and previous.searched is self and query.narrows(previous.query):
            matches = previous.matches
            terms = tuple(term for term in terms if term not in previous.query.terms)
        for term in terms:
            matches = narrowed(self, term, matches)
        return self._ordered(query, matches)

    def failures(self, query: Query) -> Sequence[Entry]:
        """The accounts whose roles could not be read, among those that the query looks at."""
        return [self.entries[n] for n in self._among(query) if self.entries[n].failure]

    def promising(self, query: Query, most: int) -> Sequence[Entry]:
        """The accounts that might match once their roles are read, the most promising first."""
        if not (query and self.unread):
            return ()
        from sso_tui.search.promising import promising

        return [self.entries[number] for number in promising(self, query, most)]

    def spans(self, query: Query, row: int) -> Spans:
        """Where the terms of `query` were found in a row that matches it."""
        if not query.ranking:
            return NOWHERE
        from sso_tui.search.spans import spans

        return spans(self, query, row)

    def _unfiltered(self, query: Query) -> Result:
        liked = (row for row in self.favourites | self.frecency.keys() if not self._set_back(row))
        best = max(sorted(liked), key=self.use, default=None)
        matches = self._shown_ones
        ranking = Ranking(range(len(self.entries)), self.rows_of)
        if self.hidden:
            ranking = Ranking(list(matches), list(matches.values()))
        return Result(query, ranking, best, self.total, self.total, matches, self)

    def _set_back(self, row: int) -> bool:
        """Whether a row is not where the highlight begins, however much it is used."""
        return self.is_hidden(row) or self.stands_apart(self.entry_number(row))

    def _ordered(self, query: Query, matches: Matches) -> Result:
        from sso_tui.search.rank import by_fit, by_use

        terms = query.ranking
        ranking = by_fit(self, terms, matches) if terms else by_use(self, matches)
        roleless = sum(map(matches.__contains__, self.without_roles))
        shown = sum(map(len, ranking.groups)) - roleless
        firsts = (rows[0] for rows in ranking.groups)
        best = next((row for row in firsts if self.names[row]), None)
        total = self._total_hidden if query.of_hidden else self.total
        return Result(query, ranking, best, shown, total, matches, self)

    def _among(self, query: Query) -> Matches:
        return self._hidden_ones if query.of_hidden else self._shown_ones

    @cached_property
    def _shown_ones(self) -> Matches:
        every: Matches = dict(enumerate(self.rows_of))
        for number in self.hidden:
            del every[number]
        return every

    @cached_property
    def _hidden_ones(self) -> Matches:
        return {number: self.rows_of[number] for number in sorted(self.hidden)}

    @property
    def _total_hidden(self) -> int:
        return sum(len(self.entries[number].role_names) for number in self.hidden)
