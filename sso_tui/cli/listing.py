"""`ssotui list`: every account and role, for people and for scripts."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sso_tui.broker import Broker
from sso_tui.catalogue import Catalogue, Entry
from sso_tui.cli.columns import padded
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.cli.signing_in import listed, someone_there
from sso_tui.errors import PortalError
from sso_tui.model import Portal, clean
from sso_tui.moments import ago
from sso_tui.search import Index, Query, parse

SUMMARY = "list every account and role"
EXAMPLE = "ssotui list --json | jq -r '.[].account_id' | sort -u"

MOST_CELLS = 50
"""The widest that the column of names gets: what AWS allows in an account's name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One role, or an account without one."""

    portal: Portal
    entry: Entry
    role_name: str | None


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "filter", nargs="*", metavar="FILTER", help="as in the filter on the screen"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="an array of objects, in ASCII")
    form.add_argument(
        "--tsv", action="store_true", help="portal, id, name, e-mail, role; no header"
    )
    parser.add_argument("--refresh", action="store_true", help="list again, whatever is remembered")


def run(context: Context) -> int:
    """From what is remembered if anything is; standard error says how old that is."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    portal = broker.portal(words.sso_session)
    catalogue = broker.cached(portal)
    if words.refresh or catalogue.listed_at is None:
        ask = someone_there(broker)
        catalogue = listed(broker, portal, ask=ask, refresh=words.refresh)
    elif catalogue.listed_at:
        say(world, f"{_age(catalogue, broker.now())}; --refresh lists again.")
    index = Index.of((catalogue,), broker.local(portal).marks)
    query = parse(" ".join(words.filter))
    failures = index.failures(query)
    for entry in failures:
        say(world, f"The roles of {entry.account.id} could not be read: {entry.failure}")
    if not catalogue.entries:
        say(world, f"No account is assigned to you in {portal.name}.")
    lines = list(_lines(portal, index, query))
    if catalogue.entries and not lines:
        say(world, _nothing(query, index))
    status = write(
        world, as_json(lines) if words.json else as_tsv(lines) if words.tsv else table(lines)
    )
    unknown = any(not entry.known for entry in failures)
    return status or (PortalError.exit_status if unknown else 0)


def _nothing(query: Query, index: Index) -> str:
    """That nothing matches; what is hidden was not looked at, unless that was asked for."""
    if not query:
        return "Every account is hidden; is:hidden lists them."
    if query.of_hidden or not index.hidden:
        return f"Nothing matches {clean(query.text)}."
    return f"Nothing matches {clean(query.text)} but perhaps hidden accounts; is:hidden lists them."


def _age(catalogue: Catalogue, now: datetime) -> str:
    """How old the list is, and how old the oldest of it where that is another matter."""
    listed, oldest = (
        ago(now - moment) for moment in (catalogue.listed_at or now, catalogue.oldest or now)
    )
    return f"Listed {listed}" + (f", some roles {oldest}" if oldest != listed else "")


def _lines(portal: Portal, index: Index, query: Query) -> Iterable[Line]:
    result = index.search(query)
    for row in result.rows if result else ():
        role = index.role(row)
        yield Line(portal, index.entry(row), role.wire_name if role else None)


def as_json(lines: Iterable[Line]) -> str:
    """An array of objects; names as the portal sent them, escaped to ASCII."""
    objects = [
        {
            "portal": line.portal.key,
            "account_id": line.entry.account.id,
            "account_name": line.entry.account.wire_name,
            "email": line.entry.account.wire_email,
            "role": line.role_name,
        }
        for line in lines
    ]
    return json.dumps(objects, indent=2) + "\n"


def as_tsv(lines: Iterable[Line]) -> str:
    """One line a role, tabs between the fields; no field holds a tab or a line end."""
    return "".join("\t".join(_fields(line)) + "\n" for line in lines)


def table(lines: Iterable[Line]) -> str:
    """Columns for a person: id, name, role."""
    rows = [_fields(line) for line in lines]
    names = padded([name for _, _, name, _, _ in rows], MOST_CELLS)
    return "".join(
        f"{number}  {name}  {role or '-'}\n"
        for name, (_, number, _, _, role) in zip(names, rows, strict=True)
    )


def _fields(line: Line) -> tuple[str, ...]:
    account = line.entry.account
    return (
        line.portal.name,
        account.id,
        account.name,
        account.email,
        clean(line.role_name or ""),
    )
