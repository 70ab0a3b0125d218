"""What may the value of a setting be, and what does it mean?

Each of these functions takes what TOML has made of a value and gives it as `Settings` wants it; it
raises `Wrong` where the value is not what its key wants.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any, Final

from sso_tui.environments import COLOURS, USUAL, Environment
from sso_tui.model import ACCOUNT_ID, clean
from sso_tui.settings import CONTAINER_SCHEMES, require_template

Understand = Callable[[object], Any]
"""Understands a value; raises `Wrong` where it can't."""

_FAVOURITE: Final = re.compile(r"[0-9]{12}/.+", re.DOTALL)
_REGION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|")


class Wrong(ValueError):
    """A value is not what its key wants.

    Attributes:
        inner: the key inside the table at fault; empty where the value is no table.
    """

    def __init__(self, what: str, inner: str = "") -> None:
        super().__init__(what)
        self.inner = inner


def a_text(value: object) -> str:
    """A text as it stands."""
    if not isinstance(value, str):
        raise Wrong("must be a text in quotes")
    return value


def a_shown_text(value: object) -> str:
    """A text that is drawn."""
    return clean(a_text(value))


def a_region(value: object) -> str:
    """The name of a region, or an empty text."""
    if not _REGION.fullmatch(name := a_text(value)):
        raise Wrong(f"must be a region such as eu-west-1, not {name!r}")
    return name


def a_template(value: object) -> str:
    """A template of profile names."""
    try:
        return require_template(a_text(value))
    except ValueError as error:
        raise Wrong(str(error)) from None


def a_command(value: object) -> str:
    """A command line."""
    line = a_text(value)
    try:
        shlex.split(line)
    except ValueError:
        raise Wrong("has a quote that is not closed") from None
    return line


def a_container(value: object) -> str:
    """A scheme of links for Firefox containers."""
    if value not in CONTAINER_SCHEMES:
        raise Wrong(f"must be {' or '.join(CONTAINER_SCHEMES)}")
    return a_text(value)


def a_switch(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise Wrong("must be true or false")
    return value


def seconds(value: object) -> int:
    """A time, in seconds."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Wrong("must be a whole number of seconds, 0 or more")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Texts that are drawn."""
    if not isinstance(value, list):
        raise Wrong("must be a list of texts")
    return tuple(map(a_shown_text, value))


def roles(value: object) -> tuple[str, ...]:
    """Roles as `ACCOUNT_ID/ROLE`, each once."""
    if not isinstance(value, list) or not all(
        isinstance(one, str) and _FAVOURITE.fullmatch(one) for one in value
    ):
        raise Wrong('must be a list such as ["000000000001/ReadOnly"]')
    return tuple(dict.fromkeys(value))


def a_table(of: Understand, *, by_account: bool = False) -> Understand:
    """A table whose values are all of one kind; `by_account` where its keys are accounts' ids."""

    def understand(value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise Wrong("must be a table")
        for key, inner in value.items():
            if by_account and not ACCOUNT_ID.fullmatch(key):
                raise Wrong(f"knows accounts by their 12 digits, not by {key!r}", key)
            try:
                of(inner)
            except Wrong as wrong:
                raise Wrong(f"{key!r} {wrong}", key) from None
        return {key: of(inner) for key, inner in value.items()}

    return understand


def environments(value: object) -> tuple[Environment, ...]:
    """The user's own kinds of accounts, then the usual ones that they did not make their own."""
    if not isinstance(value, dict):
        raise Wrong("must be a table")
    own = {word: _environment(word, one) for word, one in value.items()}
    return (*own.values(), *(one for one in USUAL if one.word not in own))


def _environment(word: str, value: object) -> Environment:
    usual = next((one for one in USUAL if one.word == word), Environment(clean(word)))
    if not isinstance(value, dict):
        raise Wrong(f"{word!r} must be a table", word)
    try:
        given = {key: of(value[key]) for key, of in _ENVIRONMENT.items() if key in value}
    except Wrong as wrong:
        raise Wrong(f"{word!r} {wrong}", word) from None
    return usual._replace(**given)


def _colour(value: object) -> str:
    if value not in COLOURS:
        raise Wrong(f"has no colour {value!r}; there are {', '.join(COLOURS)}")
    return a_text(value)


def _accounts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(
        isinstance(one, str) and ACCOUNT_ID.fullmatch(one) for one in value
    ):
        raise Wrong('knows accounts by their 12 digits, as in ["000000000012"]')
    return tuple(value)


_ENVIRONMENT: Final[Mapping[str, Understand]] = {
    "colour": _colour,
    "names": texts,
    "accounts": _accounts,
    "tags": texts,
    "protected": texts,
}
"""How the value of each key of an environment is understood."""
