"""In which texts does a query look?

A text is made of pieces: a separator, then each piece with a separator behind it. The part of an
account is the same for all its roles and is made when a query first asks for it; a row's is that,
the role's name, and once more the alias and tags, so that letters in order may pass from those to
the role as well as from the role to those.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from sso_tui.catalogue import Catalogue
from sso_tui.model import clean
from sso_tui.search.letters import SEPARATOR, fold
from sso_tui.search.marks import Marks
from sso_tui.search.query import Field

WITH_ROLE: Final = frozenset({Field.ANY, Field.ROLE})
"""The fields to which the role's name belongs."""


class Columns(NamedTuple):
    """The texts of one row, safe to draw; empty where there is none."""

    name: str
    id: str
    role: str
    alias: str
    tags: tuple[str, ...]
    email: str
    portal: str


class Texts:
    """The texts of all accounts, by their place among the catalogues' entries."""

    def __init__(self, catalogues: Sequence[Catalogue], marks: Marks) -> None:
        self._accounts = [entry.account for one in catalogues for entry in one.entries]
        self._portals = [one.portal for one in catalogues for _ in one.entries]
        self._aliases, self._tags = marks.aliases, marks.tags
        self._writers: Mapping[Field, Callable[[int], str]] = {
            Field.ANY: self._any,
            Field.ACCOUNT: lambda n: _pieces(self._accounts[n].name, self.alias(n)),
            Field.ID: lambda n: _pieces(self._accounts[n].id),
            Field.ROLE: lambda _: SEPARATOR,
            Field.EMAIL: lambda n: f"{SEPARATOR}{self._accounts[n].email}{SEPARATOR}",
            Field.TAG: lambda n: _pieces(*self.tags(n)),
            Field.PORTAL: lambda n: _pieces(clean(self._portals[n])),
        }
        self._own: dict[tuple[Field, bool], list[str]] = {}
        self._tails: dict[bool, dict[int, str]] = {}
        self._roles: dict[tuple[str, bool], str] = {}

    def fit(self, catalogues: Sequence[Catalogue], marks: Marks) -> bool:
        """Whether these are the texts of those catalogues too."""
        return (
            self._portals == [one.portal for one in catalogues for _ in one.entries]
            and (self._aliases, self._tags) == (marks.aliases, marks.tags)
            and all(
                mine is theirs.account
                for mine, theirs in zip(
                    self._accounts,
                    (entry for one in catalogues for entry in one.entries),
                    strict=True,
                )
            )
        )

    def own(self, field: Field, cased: bool) -> list[str]:
        """What the accounts themselves have in `field`: for each, its pieces."""
        texts = self._own.get((field, cased))
        if texts is None:
            write = self._writers[field]
            written = (write(number) for number in range(len(self._accounts)))
            texts = list(written if cased else map(fold, written))
            self._own[field, cased] = texts
        return texts

    def own_of(self, field: Field, number: int) -> str:
        """What one account has in `field`, as it is written."""
        return self._writers[field](number)

    def tails(self, field: Field, cased: bool) -> Mapping[int, str]:
        """What follows the role's name; accounts that have nothing there are left out."""
        if field is not Field.ANY:
            return {}
        tails = self._tails.get(cased)
        if tails is None:
            written = ((number, self._tail(number)) for number in range(len(self._accounts)))
            tails = {number: tail if cased else fold(tail) for number, tail in written if tail}
            self._tails[cased] = tails
        return tails

    def role(self, wire_name: str, cased: bool) -> str:
        """The piece of a role."""
        text = self._roles.get((wire_name, cased))
        if text is None:
            name = clean(wire_name)
            text = self._roles[wire_name, cased] = (name if cased else fold(name)) + SEPARATOR
        return text

    def whole(self, field: Field, number: int, wire_name: str) -> str:
        """All that one row has in `field`, as it is written."""
        text = self._writers[field](number)
        if field in WITH_ROLE:
            text += self.role(wire_name, cased=True)
        return text + self._tail(number) if field is Field.ANY else text

    def alias(self, number: int) -> str:
        """The user's own name for the account, safe to draw."""
        return clean(self._aliases.get(self._accounts[number].id, ""))

    def tags(self, number: int) -> tuple[str, ...]:
        """The user's words for the account, safe to draw."""
        return tuple(clean(tag) for tag in self._tags.get(self._accounts[number].id, ()) if tag)

    def _tail(self, number: int) -> str:
        account = self._accounts[number]
        if account.id not in self._aliases and account.id not in self._tags:
            return ""
        pieces = (self.alias(number), *self.tags(number))
        return "".join(piece + SEPARATOR for piece in pieces if piece)

    def _any(self, number: int) -> str:
        account = self._accounts[number]
        return f"{SEPARATOR}{account.name}{SEPARATOR}{account.id}{SEPARATOR}{self._tail(number)}"


def _pieces(*pieces: str) -> str:
    return SEPARATOR + "".join(piece + SEPARATOR for piece in pieces if piece)
