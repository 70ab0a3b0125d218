"""What does the settings file say, and where does it say something that it can't mean?

Every complaint names the file, the key and, where it can be found, the line. Keys that nobody
knows are none of our business: they may belong to another version.
"""

import re
import shlex
import string
from collections.abc import Callable, Mapping
from typing import Any, Final

from sso_tui.errors import ConfigError
from sso_tui.model import ACCOUNT_ID, clean
from sso_tui.settings import CONTAINER_SCHEMES, Settings

_FAVOURITE: Final = re.compile(r"[0-9]{12}/.+", re.DOTALL)
_REGION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+|")
_HEADER: Final = re.compile(r"\s*\[\s*[\"']?([^]\"']+?)[\"']?\s*\]")
_PLACEHOLDERS: Final = frozenset({"account", "account_id", "role", "portal"})


def settings_in(text: str, source: str) -> Settings:
    """The settings that a TOML text spells.

    Args:
        text: the content of the settings file.
        source: what to call the file in a complaint.

    Raises:
        ConfigError: it is no TOML, or a value is not what its key wants.
    """
    if not text.strip():
        return Settings()
    import tomllib  # which most people have no use for, on the way to the first frame

    try:
        content = tomllib.loads(text.removeprefix("\ufeff") + "\n")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(clean(f"{source} is not valid TOML: {error}")) from error
    values: dict[str, Any] = {}
    for key, understand in _KEYS.items():
        if key in content:
            try:
                values[key] = understand(content[key])
            except _Wrong as wrong:
                line = _line_of(text, key, wrong.inner)
                raise ConfigError(clean(f"{source}{line}: {key} {wrong}")) from None
    return Settings(**values)


class _Wrong(ValueError):
    """A value is not what its key wants.

    Attributes:
        inner: the key inside the table at fault; empty where the value is no table.
    """

    def __init__(self, what: str, inner: str = "") -> None:
        super().__init__(what)
        self.inner = inner


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _Wrong("must be a text in quotes")
    return value


def _shown(value: object) -> str:
    return clean(_text(value))


def _region(value: object) -> str:
    if not _REGION.fullmatch(text := _text(value)):
        raise _Wrong(f"must be a region such as eu-west-1, not {text!r}")
    return text


def _template(value: object) -> str:
    text = _text(value)
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise _Wrong(f"is no template: {error}") from None
    if unknown := names - _PLACEHOLDERS:
        raise _Wrong(f"has no use for {{{min(unknown)}}}")
    return text


def _command(value: object) -> str:
    text = _text(value)
    try:
        shlex.split(text)
    except ValueError:
        raise _Wrong("has a quote that is not closed") from None
    return text


def _container(value: object) -> str:
    if value not in CONTAINER_SCHEMES:
        raise _Wrong(f"must be {' or '.join(CONTAINER_SCHEMES)}")
    return _text(value)


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("must be true or false")
    return value


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _Wrong("must be a whole number of seconds, 0 or more")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _Wrong("must be a list of texts")
    return tuple(_shown(one) for one in value)


def _favourites(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(
        isinstance(one, str) and _FAVOURITE.fullmatch(one) for one in value
    ):
        raise _Wrong('must be a list such as ["000000000001/ReadOnly"]')
    return tuple(dict.fromkeys(value))


def _table(of: Callable[[object], Any], *, by_account: bool = False) -> Callable[[object], Any]:
    def understand(value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise _Wrong("must be a table")
        for key, inner in value.items():
            if by_account and not ACCOUNT_ID.fullmatch(key):
                raise _Wrong(f"knows accounts by their 12 digits, not by {key!r}", key)
            try:
                of(inner)
            except _Wrong as wrong:
                raise _Wrong(f"{key!r} {wrong}", key) from None
        return {key: of(inner) for key, inner in value.items()}

    return understand


_KEYS: Final[Mapping[str, Callable[[object], Any]]] = {
    "favourites": _favourites,
    "aliases": _table(_shown, by_account=True),
    "tags": _table(_texts, by_account=True),
    "region": _region,
    "regions": _table(_region),
    "profile_name": _template,
    "cache_role_credentials": _switch,
    "clear_clipboard_after": _seconds,
    "browser": _command,
    "container": _container,
    "theme": _text,
    "keys": _table(_text),
}
"""How the value of each key is understood."""


def _line_of(text: str, key: str, inner: str) -> str:
    """Where the key stands, as ", line 12"; empty where it can't be found."""
    table = ""
    best = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = header[1]
            best = f", line {number}" if table == key else best
        elif inner and table == key and _assigns(line, inner):
            return f", line {number}"
        elif not table and _assigns(line, key):
            best = f", line {number}"
    return best


def _assigns(line: str, key: str) -> bool:
    return re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]", line) is not None
