"""From the text in the filter to the rows that it finds, best first, with the letters that matched."""

from sso_tui.search.index import Index, Result, load
from sso_tui.search.marks import Marks
from sso_tui.search.query import Field, Query, State, Term, parse
from sso_tui.search.texts import Columns

__all__ = [
    "Columns",
    "Field",
    "Index",
    "Marks",
    "Query",
    "Result",
    "State",
    "Term",
    "load",
    "parse",
]
