"""`ssotui profile list`: the profiles of the AWS config file, and whose they are."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass

from sso_tui.actions.profile_owner import role_of
from sso_tui.broker import Broker
from sso_tui.cli.columns import padded
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.model import Role, clean

SUMMARY = "list the profiles of the AWS config file, and the roles that they stand for"
EXAMPLE = "ssotui profile list --json | jq -r '.[] | select(.role == null).name'"

MOST_CELLS = 60
"""The widest that the column of names gets."""


@dataclass(frozen=True, slots=True)
class Line:
    """A profile.

    Attributes:
        name: its name.
        role: the role of a portal that it stands for; None where it stands for none.
        ours: whether ssotui wrote it, for that role.
    """

    name: str
    role: Role | None
    ours: bool


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--json", action="store_true", help="an array of objects, in ASCII")


def run(context: Context) -> int:
    """From the file alone; with -s, the profiles of that portal."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    lines = [
        Line(name, role_of(broker, name), broker.config.is_ours(name))
        for name in broker.config.profiles
    ]
    if words.sso_session:
        key = broker.portal(words.sso_session).key
        lines = [line for line in lines if line.role and line.role.portal == key]
    return write(world, as_json(lines) if words.json else as_text(lines))


def as_json(lines: Sequence[Line]) -> str:
    """An array of objects; where a profile stands for no role, what tells of one is null."""
    objects = [
        {
            "name": line.name,
            "portal": line.role.portal if line.role else None,
            "account_id": line.role.account_id if line.role else None,
            "role": line.role.wire_name if line.role else None,
            "written_by_ssotui": line.ours,
        }
        for line in lines
    ]
    return json.dumps(objects, indent=2) + "\n"


def as_text(lines: Sequence[Line]) -> str:
    """Columns for a person: the name, the role and its portal, and who wrote it if ssotui did."""
    names = padded([clean(line.name) for line in lines], MOST_CELLS)
    roles = padded([str(line.role or "-") for line in lines], MOST_CELLS)
    portals = padded([clean(line.role.portal if line.role else "-") for line in lines], MOST_CELLS)
    return "".join(
        f"{name}  {role}  {portal}{'  ssotui' if line.ours else ''}".rstrip() + "\n"
        for name, role, portal, line in zip(names, roles, portals, lines, strict=True)
    )
