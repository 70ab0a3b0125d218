"""`ssotui profile remove`: take away a profile that stands for a role, after showing the change."""

from argparse import ArgumentParser

from sso_tui.actions.profile_owner import remove
from sso_tui.broker import Broker
from sso_tui.cli.agreeing import carry_out
from sso_tui.cli.command import Context
from sso_tui.cli.output import say

SUMMARY = "remove a profile that stands for a role, after showing the change"
EXAMPLE = "ssotui profile remove pay"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("name", metavar="NAME", help="the profile's")


def run(context: Context) -> int:
    """Show, ask, write."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    return carry_out(broker, remove(broker, words.name), agreed=words.yes)
