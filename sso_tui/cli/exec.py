"""`ssotui exec`: run a command that has the role, in this process's place."""

from dataclasses import replace

from sso_tui.actions import shell
from sso_tui.broker import Broker
from sso_tui.cli.become import become
from sso_tui.cli.command import Context
from sso_tui.cli.guarding import guard
from sso_tui.cli.output import say
from sso_tui.cli.parser import Parser
from sso_tui.cli.reference import add_reference
from sso_tui.cli.requesting import add_circumstances, requested, signing_in_first
from sso_tui.cli.signing_in import someone_there
from sso_tui.errors import UsageError

SUMMARY = "run a command with a role's credentials in its environment"
EXAMPLE = "ssotui exec payments-prod/ReadOnlyAccess -- aws s3 ls"


def arguments(parser: Parser) -> None:
    """What it takes."""
    parser.usage = "ssotui exec REF [--region REGION] [--refresh] [-s NAME] -- COMMAND [ARG …]"
    parser.verbatim = "command"
    add_reference(parser)
    add_circumstances(parser)


def run(context: Context) -> int:
    """Sign in first where somebody can be asked; then only the command's own status counts."""
    words, world = context.words, context.world
    if not words.command:
        raise UsageError("Run what?", f"The command stands after --, as in: {EXAMPLE}")
    broker = Broker(world, lambda notice: say(world, notice))
    ask = someone_there(broker)
    request = requested(broker, words, EXAMPLE, ask=ask)
    guard(request, words, ask=ask)
    program = signing_in_first(shell.start, request, ask=ask)
    return become(world, replace(program, command=words.command))
