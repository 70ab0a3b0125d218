"""What kind of account is this: production, staging, development, a sandbox?

A rule knows accounts by words of their names, by their ids, or by the user's tags. The user's rules
come first; below them stand those that most companies' names fit. What is protected is asked about
once more before anything is handed out.
"""

import re
from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Final, NamedTuple

COLOURS: Final = ("red", "yellow", "green", "blue", "purple", "grey")
"""The colours that a kind can have; each theme has its own shade of it."""

_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_]+|[0-9]+")
"""Words of a name: parted by what is no letter, by digits, and by capitals as in `PaymentsProd`."""


class Environment(NamedTuple):
    """One kind of account.

    Attributes:
        word: what it is called, in a few letters.
        colour: one of `COLOURS`.
        names: words of which one stands in the account's name, without regard to case.
        accounts: ids of accounts that are of this kind.
        tags: the user's tags of which an account of this kind has one.
        protected: patterns of roles that are asked about once more, as in `Administrator*`
            (fnmatch); empty for none.
    """

    word: str
    colour: str = "grey"
    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()

    def fits(self, account_id: str, name: str, tags: Collection[str]) -> bool:
        """Whether an account is of this kind.

        Args:
            account_id: twelve digits.
            name: the account's name or alias.
            tags: what the user has tagged it with.
        """
        return (
            account_id in self.accounts
            or not set(self.tags).isdisjoint(tags)
            or not _words(name).isdisjoint(map(str.casefold, self.names))
        )

    def protects(self, role_name: str) -> bool:
        """Whether a role in an account of this kind is asked about once more."""
        return any(fnmatchcase(role_name, pattern) for pattern in self.protected)


USUAL: Final = (
    Environment("prod", "red", ("prod", "production", "prd", "live")),
    Environment("staging", "yellow", ("staging", "stage", "stg", "preprod", "uat", "qa")),
    Environment("dev", "green", ("dev", "development", "develop", "test")),
    Environment("sandbox", "blue", ("sandbox", "sbx", "playground")),
)
"""The kinds that are known without a setting."""


def environment_of(
    environments: Iterable[Environment], account_id: str, name: str, tags: Collection[str]
) -> Environment | None:
    """The first kind that fits an account; None where none does."""
    return next((one for one in environments if one.fits(account_id, name, tags)), None)


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORDS.findall(name))
