"""`ssotui env`: credentials as shell code on standard output."""

from argparse import ArgumentParser
from dataclasses import replace

from sso_tui.actions import env
from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.guarding import guard
from sso_tui.cli.output import say, write
from sso_tui.cli.reference import add_reference
from sso_tui.cli.requesting import add_circumstances, requested
from sso_tui.errors import UsageError
from sso_tui.shells.detect import calling_shell
from sso_tui.shells.names import DOCUMENT_FORMATS

SUMMARY = "print a role's credentials as shell code, or what takes them back"
EXAMPLE = 'eval "$(ssotui env payments-prod/ReadOnlyAccess)"'


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    add_reference(parser)
    parser.add_argument(
        "--format", choices=env.FORMATS, help="the shell; found out by itself otherwise"
    )
    add_circumstances(parser)
    parser.add_argument("--unset", action="store_true", help="print what takes the variables away")


def run(context: Context) -> int:
    """Never asks anything: a script's standard output is no place for a conversation."""
    words, world = context.words, context.world
    shell = words.format or calling_shell(world)
    if words.unset:
        return write(world, _taken_back(shell))
    broker = Broker(world, lambda notice: say(world, notice))
    request = requested(broker, words, "ssotui env payments-prod/ReadOnlyAccess", ask=False)
    guard(request, words, ask=False)
    return write(world, env.export(replace(request, shell=shell)).code.reveal())


def _taken_back(shell: str) -> str:
    if shell in DOCUMENT_FORMATS:
        raise UsageError(f"The format {shell} can't take variables away", "Leave --format out.")
    return env.taken_back(shell)
