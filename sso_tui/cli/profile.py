"""`ssotui profile`: the profiles of the AWS config file, each thing done to them in its own module."""

from argparse import RawDescriptionHelpFormatter
from importlib import import_module
from typing import cast

from sso_tui.cli.command import Command, Context
from sso_tui.cli.parser import Parser, add_global

SUMMARY = "write, list, remove and mend profiles for the AWS CLI and every SDK"
EXAMPLE = "ssotui profile write payments-prod/ReadOnlyAccess --name pay"

SUBCOMMANDS = {
    "write": "sso_tui.cli.profile_write",
    "sync": "sso_tui.cli.profile_sync",
    "list": "sso_tui.cli.profile_list",
    "remove": "sso_tui.cli.profile_remove",
    "migrate": "sso_tui.cli.profile_migrate",
}
"""Each thing to do and the module that it is in, in the order of the help."""


def arguments(parser: Parser) -> None:
    """What it takes."""
    choices = parser.add_subparsers(dest="subcommand", metavar="COMMAND", required=True)
    for name in SUBCOMMANDS:
        command = load(name)
        inner = choices.add_parser(
            name,
            help=command.SUMMARY,
            description=command.SUMMARY,
            epilog=f"example:\n  {command.EXAMPLE}",
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        add_global(inner, inner=True)
        command.arguments(inner)


def run(context: Context) -> int:
    """Do what was named."""
    return load(context.words.subcommand).run(context)


def load(name: str) -> Command:
    """The module of the subcommand `name`."""
    return cast(Command, import_module(SUBCOMMANDS[name]))
