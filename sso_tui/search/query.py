"""What does the text in the filter ask for?

Any text is a query: what looks like an operator and is none stands for itself, and what is not
typed to its end yet (`!`, `role:`, `is:`) asks for nothing so far.

Terms are separated by blanks and all must match:

| term | finds |
|---|---|
| `pay` | these letters in this order, in the account's name, id, alias and tags and the role's name taken as one; or `pay` in the e-mail address |
| `'pay` | `pay` as it is, in one of them or in the e-mail address |
| `^pay`, `pay$`, `^pay$` | what starts with it, ends with it, is it: the name, the id, the role's name, the alias or a tag |
| `!pay`, `!^pay`, `!pay$` | takes away what has it as it is (the e-mail address aside, which one doesn't see) |
| `account:`, `role:` | letters in order in the account's name or alias; in the role's name |
| `id:`, `email:` | what has it as it is |
| `tag:`, `portal:` | a tag, a portal's key that starts with it |
| `is:favourite`, `is:recent`, `is:active`, `is:failed` | that state; a beginning that fits one alone will do |
| `is:hidden` | what the user has hidden, which no other query finds |
| `pay/admin` | both, as `pay admin` does: a role is written so everywhere else |

The value of a field can carry `'`, `^` and `$` too, and `!` may stand before the field. A capital
letter makes its term mind the case; other terms mind neither case nor accents.
"""

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import Final, NamedTuple

from sso_tui.model import LONGEST_TEXT, clean
from sso_tui.search.letters import SEPARATOR, fold


class Field(StrEnum):
    """Where a term looks."""

    ANY = ""
    ACCOUNT = "account"
    ID = "id"
    ROLE = "role"
    EMAIL = "email"
    TAG = "tag"
    PORTAL = "portal"
    IS = "is"


class State(StrEnum):
    """What `is:` asks for."""

    FAVOURITE = "favourite"
    RECENT = "recent"
    ACTIVE = "active"
    FAILED = "failed"
    HIDDEN = "hidden"


_FIELDS: Final = {field.value: field for field in Field if field}
_STATES: Final = {state.value: state for state in State} | {"favorite": State.FAVOURITE}
_FUZZY: Final = frozenset({Field.ANY, Field.ACCOUNT, Field.ROLE})
_FROM_THE_START: Final = frozenset({Field.TAG, Field.PORTAL})
_RANKED: Final = frozenset({Field.ANY, Field.ACCOUNT, Field.ID, Field.ROLE})


class Term(NamedTuple):
    """One condition.

    Attributes:
        needle: the letters; a separator at an end binds them to that end of a piece. Folded,
            unless `cased`. For `is:` the state's name.
        field: where to look.
        fuzzy: True if other letters may stand between them.
        negated: True to take away what matches.
        cased: True to mind the case.
    """

    needle: str
    field: Field = Field.ANY
    fuzzy: bool = False
    negated: bool = False
    cased: bool = False

    @property
    def ranks(self) -> bool:
        """Whether one match of it can be better than another."""
        return self.field in _RANKED and not self.negated

    @property
    def looks_at_email(self) -> bool:
        """Whether the e-mail address may match in place of the row."""
        return self.field is Field.ANY and not self.negated and SEPARATOR not in self.needle

    def narrows(self, other: "Term") -> bool:
        """Whether `other` surely matches wherever this term does."""
        if self == other:
            return True
        same = (self.field, self.fuzzy) == (other.field, other.fuzzy)
        if not same or self.field is Field.IS or self.negated or other.negated:
            return False
        if other.cased and not self.cased:
            return False
        return other.needle in (self.needle if self.cased == other.cased else fold(self.needle))


class Query(NamedTuple):
    """All that the filter asks for.

    Attributes:
        text: as it was typed.
        terms: all of them must match; none where everything does.
    """

    text: str = ""
    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def of_hidden(self) -> bool:
        """Whether it looks among the accounts that the user has hidden, and there alone."""
        return Term(State.HIDDEN, Field.IS) in self.terms

    @property
    def ranking(self) -> tuple[Term, ...]:
        """The terms by which one match is better than another."""
        return tuple(term for term in self.terms if term.ranks)

    def narrows(self, other: "Query") -> bool:
        """Whether whatever this query finds is among what `other` finds."""
        return self.of_hidden is other.of_hidden and all(
            any(term.narrows(old) for term in self.terms) for old in other.terms
        )


def parse(text: str) -> Query:
    """The query that `text` stands for; its first `LONGEST_TEXT` characters count."""
    composed = unicodedata.normalize("NFC", text[:LONGEST_TEXT])
    words = (clean(word) for word in composed.split())
    terms = (term for term in chain.from_iterable(map(_terms, words)) if term is not None)
    return Query(text, tuple(dict.fromkeys(terms)))


def _terms(word: str) -> Iterator[Term | None]:
    """Those of a word: its own, or where it is written as a role is, one for each part."""
    term = _term(word)
    if term and term.field is Field.ANY and term.fuzzy and word[0].isalnum() and "/" in word:
        yield from (_text_term(Field.ANY, part, negated=False) for part in word.split("/"))
    else:
        yield term


def _term(word: str) -> Term | None:
    rest = word.removeprefix("!")
    negated = rest != word
    name, colon, value = rest.partition(":")
    field = _FIELDS.get(name.lower()) if colon else None
    if field is Field.IS:
        states = {state for key, state in _STATES.items() if key.startswith(value.lower())}
        if states:
            return Term(states.pop(), field, negated=negated) if len(states) == 1 else None
    elif field is not None:
        return _text_term(field, value, negated)
    return _text_term(Field.ANY, rest, negated)


def _text_term(field: Field, value: str, negated: bool) -> Term | None:
    exact = value.startswith("'")
    starts = value.startswith("^") or (field in _FROM_THE_START and not exact)
    letters = value[1:] if value.startswith(("'", "^")) else value
    ends = letters.endswith("$")
    letters = letters.removesuffix("$")
    if not letters:
        return None
    cased = any(map(str.isupper, letters))
    return Term(
        needle=SEPARATOR * starts + (letters if cased else fold(letters)) + SEPARATOR * ends,
        field=field,
        fuzzy=field in _FUZZY and not (exact or starts or ends or negated),
        negated=negated,
        cased=cased,
    )
