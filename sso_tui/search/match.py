"""Which rows does a term let through?

A term that the account's own text satisfies lets all its rows through, and roles of one name are
looked at once; so most of the work is one look at each account, whatever the number of roles.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Final

from sso_tui.search.found import Matches
from sso_tui.search.letters import SEPARATOR
from sso_tui.search.query import Field, State, Term
from sso_tui.search.rows import Rows
from sso_tui.search.texts import WITH_ROLE

DEEPEST: Final = 50
"""Letters of which each can stand in a group inside of the one before; `re` goes no deeper than
some hundred."""


def narrowed(every: Rows, term: Term, matches: Matches) -> Matches:
    """Those of `matches` that the term lets through."""
    if term.field is Field.IS:
        return _in_state(every, term, matches)
    if term.fuzzy:
        return _letters_in_order(every, term, matches)
    return _without(every, term, matches) if term.negated else _as_it_is(every, term, matches)


def _in_state(every: Rows, term: Term, matches: Matches) -> Matches:
    kept: Matches = {}
    wanted = not term.negated
    if term.needle == State.HIDDEN:
        return {n: rows for n, rows in matches.items() if (n in every.hidden) is wanted}
    if term.needle == State.FAILED:
        entries = every.entries
        return {n: rows for n, rows in matches.items() if bool(entries[n].failure) is wanted}
    chosen = {
        State.FAVOURITE: every.favourites,
        State.RECENT: every.frecency.keys(),
        State.ACTIVE: every.active,
    }[State(term.needle)]
    for number, rows in matches.items():
        some = [row for row in rows if (row in chosen) is not term.negated]
        if some:
            kept[number] = some
    return kept


def _letters_found(letters: str, text: str) -> int:
    """How many of `letters`, from the first on, stand in `text` in their order."""
    at = found = 0
    for letter in letters:
        at = text.find(letter, at) + 1
        if not at:
            break
        found += 1
    return found


def _letters_in_order(every: Rows, term: Term, matches: Matches) -> Matches:
    """Letters that the account's own text has not must all stand in what follows it."""
    letters, names, size = term.needle, every.names, len(term.needle)
    own = every.texts.own(term.field, term.cased)
    emails = every.texts.own(Field.EMAIL, term.cased) if term.looks_at_email else None
    tails = every.texts.tails(term.field, term.cased)
    able = cache(partial(_able, every, term))
    in_front = as_far_as_found(letters)
    least = next(found for found, some in enumerate(able("")) if some)
    kept: Matches = {}
    for number, rows in matches.items():
        found = in_front(own[number])
        if found == size or (emails and letters in emails[number]):
            kept[number] = rows
        elif found >= least or number in tails:
            enough = able(tails.get(number, ""))[found]
            some = [row for row in rows if names[row] in enough]
            if some:
                kept[number] = some
    return kept


def as_far_as_found(letters: str) -> Callable[[str], int]:
    """What counts how many letters, from the first on, stand in a text in their order.

    The last group that took part in a match is that of the last letter found.
    """
    if len(letters) > DEEPEST:
        return partial(_letters_found, letters)
    pattern = ""
    for letter in reversed(letters):
        one = re.escape(letter)
        pattern = f"(?:[^{one}]*+({one}){pattern})?+"
    match = re.compile(pattern).match

    def found(text: str) -> int:
        groups = match(text)
        return (groups and groups.lastindex) or 0

    return found


def _able(every: Rows, term: Term, tail: str) -> Sequence[frozenset[str]]:
    """For each number of letters found before it, the roles that with `tail` have the others."""
    size, backwards = len(term.needle), term.needle[::-1]
    needs = {"": size}
    if term.field in WITH_ROLE:
        for name in every.role_names | {""}:
            text = every.texts.role(name, term.cased) + tail
            needs[name] = size - _letters_found(backwards, text[::-1])
    return [
        frozenset(name for name, need in needs.items() if need <= found)
        for found in range(size + 1)
    ]


def _as_it_is(every: Rows, term: Term, matches: Matches) -> Matches:
    needle, names = term.needle, every.names
    own = every.texts.own(term.field, term.cased)
    emails = every.texts.own(Field.EMAIL, term.cased) if term.looks_at_email else None
    roles = _roles_with(every, term)
    kept: Matches = {}
    for number, rows in matches.items():
        if needle in own[number] or (emails and needle in emails[number]):
            kept[number] = rows
        elif roles and (some := [row for row in rows if names[row] in roles]):
            kept[number] = some
    return kept


def _without(every: Rows, term: Term, matches: Matches) -> Matches:
    needle, names = term.needle, every.names
    own = every.texts.own(term.field, term.cased)
    roles = _roles_with(every, term)
    kept: Matches = {}
    for number, rows in matches.items():
        if needle in own[number]:
            continue
        some = [row for row in rows if names[row] not in roles] if roles else rows
        if some:
            kept[number] = some
    return kept


def _roles_with(every: Rows, term: Term) -> frozenset[str]:
    if term.field not in WITH_ROLE:
        return frozenset()
    text = every.texts.role
    return frozenset(
        name for name in every.role_names if term.needle in SEPARATOR + text(name, term.cased)
    )
