"""What may the value of a setting be, and what does it mean?

Each of these functions takes what TOML has made of a value and gives it as `Settings` wants it; it
raises `Wrong` where the value is not what its key wants.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from typing import Any, Final

from sso_tui.model import ACCOUNT_ID, clean
from sso_tui.settings import (
    CONTAINER_SCHEMES,
    DEFAULT_ACTIONS,
    PERMISSIONS,
    THEMES,
    require_template,
)

Understand = Callable[[object], Any]
"""Understands a value; raises `Wrong` where it can't."""

_FAVOURITE: Final = re.compile(r"(.+/)?[0-9]{12}/.+", re.DOTALL)
_ID_OR_PATTERN: Final = re.compile(r"[0-9]{12}|[^*]*\*.*", re.DOTALL)
_REGION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|")
_LONGEST: Final = 40
"""Characters of a wrong value that a complaint repeats."""


class Wrong(ValueError):
    """A value is not what its key wants.

    Attributes:
        inner: the keys inside the table at fault, from the outermost; none where the value is no
            table.
    """

    def __init__(self, what: str, *inner: str) -> None:
        super().__init__(what)
        self.inner = inner


def told(value: object) -> str:
    """A wrong value, as a complaint repeats it."""
    kinds = {bool: str(value).lower(), list: "a list", dict: "a table"}
    if type(value) in kinds:
        return kinds[type(value)]
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def a_text(value: object) -> str:
    """A text as it stands."""
    if not isinstance(value, str):
        raise Wrong(f"must be a text in quotes, not {told(value)}")
    return value


def a_shown_text(value: object) -> str:
    """A text that is drawn."""
    return clean(a_text(value))


def one_of(known: tuple[str, ...]) -> Understand:
    """One of some words."""

    def understand(value: object) -> str:
        if value not in known:
            raise Wrong(f"must be one of {', '.join(known)}, not {told(value)}")
        return a_text(value)

    return understand


a_container: Final = one_of(CONTAINER_SCHEMES)
a_theme: Final = one_of(THEMES)
an_action: Final = one_of(DEFAULT_ACTIONS)
a_permission: Final = one_of(PERMISSIONS)


def a_region(value: object) -> str:
    """The name of a region, or an empty text."""
    if not _REGION.fullmatch(name := a_text(value)):
        raise Wrong(f"must be a region such as eu-west-1, not {told(name)}")
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


def a_switch(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, not {told(value)}")
    return value


def seconds(value: object) -> int:
    """A time, in seconds."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Wrong(f"must be a whole number of seconds, 0 or more, not {told(value)}")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Texts that are drawn."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Wrong(f'must be a list of texts such as ["one", "two"]{_but(value, str)}')
    return tuple(map(clean, value))


def roles(value: object) -> tuple[str, ...]:
    """Roles as `ACCOUNT_ID/ROLE`, with or without `PORTAL/` in front, each once."""
    return _matching(value, _FAVOURITE, 'must be a list such as ["000000000012/ReadOnly"]')


def accounts(value: object) -> tuple[str, ...]:
    """Accounts by their ids, each once."""
    return _matching(value, ACCOUNT_ID, 'must be a list of account ids such as ["000000000012"]')


def accounts_or_patterns(value: object) -> tuple[str, ...]:
    """Accounts by their ids or by patterns of their names, each once."""
    wanted = 'must be a list of account ids and patterns such as ["000000000012", "sandbox-*"]'
    return _matching(value, _ID_OR_PATTERN, wanted)


def _matching(value: object, form: re.Pattern[str], wanted: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Wrong(f"{wanted}, not {told(value)}")
    for one in value:
        if not isinstance(one, str) or not form.fullmatch(one):
            raise Wrong(f"{wanted}; {told(one)} can't be in it")
    return tuple(dict.fromkeys(value))


def _but(value: object, of: type) -> str:
    """What of a value is not as it should be."""
    if not isinstance(value, list):
        return f", not {told(value)}"
    return next((f"; {told(one)} can't be in it" for one in value if not isinstance(one, of)), "")


def a_table(of: Understand, *, by_account: bool = False) -> Understand:
    """A table whose values are all of one kind; `by_account` where its keys are accounts' ids."""

    def understand(value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise Wrong(f"must be a table, with a header in brackets, not {told(value)}")
        found = {}
        for key, inner in value.items():
            if by_account and not ACCOUNT_ID.fullmatch(key):
                raise Wrong("must be an account's id, 12 digits such as 000000000012", key)
            try:
                found[key] = of(inner)
            except Wrong as wrong:
                raise Wrong(str(wrong), key, *wrong.inner) from None
        return found

    return understand
