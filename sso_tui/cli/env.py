"""`ssotui env`: credentials as shell code on standard output."""

from argparse import ArgumentParser

from sso_tui.actions import env
from sso_tui.actions.base import Request
from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.cli.reference import add_reference, reference_in, resolve
from sso_tui.errors import UsageError
from sso_tui.shells.detect import calling_shell

SUMMARY = "print a role's credentials as shell code, or what takes them back"
EXAMPLE = 'eval "$(ssotui env payments-prod/ReadOnlyAccess)"'


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    add_reference(parser)
    parser.add_argument(
        "--format", choices=env.FORMATS, help="the shell; found out by itself otherwise"
    )
    parser.add_argument("--region", help="the region for commands")
    parser.add_argument("--refresh", action="store_true", help="get new credentials")
    parser.add_argument("--unset", action="store_true", help="print what takes the variables away")


def run(context: Context) -> int:
    """Never asks anything: a script's standard output is no place for a conversation."""
    words, world = context.words, context.world
    shell = words.format or calling_shell(world)
    if words.unset:
        return write(world, env.taken_back(shell))
    reference = reference_in(words)
    if reference is None:
        raise UsageError("Which role?", "Name it as in: ssotui env payments-prod/ReadOnlyAccess")
    broker = Broker(world, lambda notice: say(world, notice))
    chosen = resolve(broker, reference, words.sso_session, ask=False)
    request = Request(
        broker=broker,
        portal=chosen.portal,
        account=chosen.account,
        role=chosen.role,
        wait=world.wait,
        shell=shell,
        region=words.region,
        refresh=words.refresh,
    )
    return write(world, env.export(request).code.reveal())
