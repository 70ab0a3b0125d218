"""`ssotui profile list`: the profiles of the AWS config file, and whose they are."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence

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

Line = tuple[str, Role | None]
"""A profile's name, and the role that it stands for."""


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--json", action="store_true", help="an array of objects, in ASCII")


def run(context: Context) -> int:
    """From the file alone; with -s, the profiles of that portal."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    lines = [(name, role_of(broker, name)) for name in broker.config.profiles]
    if words.sso_session:
        key = broker.portal(words.sso_session).key
        lines = [(name, role) for name, role in lines if role and role.portal == key]
    return write(world, as_json(lines) if words.json else as_text(lines))


def as_json(lines: Sequence[Line]) -> str:
    """An array of objects; where a profile stands for no role, what tells of one is null."""
    objects = [
        {
            "name": name,
            "portal": role.portal if role else None,
            "account_id": role.account_id if role else None,
            "role": role.wire_name if role else None,
        }
        for name, role in lines
    ]
    return json.dumps(objects, indent=2) + "\n"


def as_text(lines: Sequence[Line]) -> str:
    """Columns for a person: the name, the role and its portal; `-` for somebody else's."""
    names = padded([clean(name) for name, _ in lines], MOST_CELLS)
    return "".join(
        f"{name}  {f'{role}  {clean(role.portal)}' if role else '-'}\n"
        for name, (_, role) in zip(names, lines, strict=True)
    )
