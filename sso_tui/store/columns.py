"""How is a catalogue laid out on disk?

In columns, one value per account in each, because those load several times faster than one object
per account::

    {"schema": 1, "portal": KEY, "listed_at": SECONDS or null, "skipped": NUMBER,
     "roles": [NAME, ...],          the role names, each once
     "sets": [[0, 2], ...],         the different sets of roles, as places in "roles"
     "ids": [...], "names": [...], "emails": [...],
     "at": [SECONDS or null, ...],  when the account's roles were read
     "held": [0, ...],              the account's set, as its place in "sets"
     "failures": {"3": TEXT, ...}}  why the last attempt failed, by the account's place

Times are seconds since 1970. Names are as the portal sent them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from sso_tui.catalogue import Catalogue, Entry
from sso_tui.model import Account, clean, of_columns

SCHEMA: Final = 1
"""The version of the layout. A key that old readers can do without needs no new one."""


def columns(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as what JSON can say."""
    entries = catalogue.entries
    sets = _places(entry.role_names for entry in entries)
    roles = _places(name for names in sets for name in names)
    return {
        "schema": SCHEMA,
        "portal": catalogue.portal,
        "listed_at": _seconds(catalogue.listed_at),
        "skipped": catalogue.skipped,
        "roles": list(roles),
        "sets": [[roles[name] for name in names] for names in sets],
        "ids": [entry.account.id for entry in entries],
        "names": [entry.account.wire_name for entry in entries],
        "emails": [entry.account.wire_email for entry in entries],
        "at": [_seconds(entry.listed_at) for entry in entries],
        "held": [sets[entry.role_names] for entry in entries],
        "failures": {str(at): entry.failure for at, entry in enumerate(entries) if entry.failure},
    }


def catalogue_in(content: dict[str, Any], portal: str) -> Catalogue:
    """The catalogue that `content` lays out, of the portal with that key.

    Raises:
        ValueError: it lays out none, or another portal's.
    """
    try:
        if content["portal"] != portal:
            raise ValueError("it is another portal's")
        return Catalogue(
            portal=portal,
            entries=tuple(_entries(content)),
            listed_at=_moment(content["listed_at"]),
            skipped=int(content["skipped"]),
        )
    except (LookupError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise ValueError(f"its columns make no sense: {error}") from error


def _entries(content: dict[str, Any]) -> Iterable[Entry]:
    _require_texts(content)
    ids, roles = content["ids"], dict(enumerate(content["roles"]))
    sets = {at: tuple([roles[one] for one in held]) for at, held in enumerate(content["sets"])}
    moments = {seconds: _moment(seconds) for seconds in set(content["at"])}
    failures = {int(at): clean(text) for at, text in content["failures"].items()}
    return of_columns(
        Entry,
        account=Account.all(ids, content["names"], content["emails"]),
        role_names=[sets[held] for held in content["held"]],
        listed_at=[moments[seconds] for seconds in content["at"]],
        failure=[failures.get(at, "") for at in range(len(ids))],
        pending=[False] * len(ids),
    )


def _require_texts(content: dict[str, Any]) -> None:
    """Joining takes nothing but texts, and is faster than looking at each."""
    for column in ("roles", "names", "emails"):
        "".join(content[column])
    ids = content["ids"]
    digits = "".join(ids)
    if ids and not (digits.isascii() and digits.isdigit() and {12} == set(map(len, ids))):
        raise ValueError("an account's id is none")


def _places(values: Iterable[Any]) -> dict[Any, int]:
    return {value: at for at, value in enumerate(dict.fromkeys(values))}


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
