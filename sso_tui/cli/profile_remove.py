"""`ssotui profile remove`: take away a profile that stands for a role, after showing the change."""

from argparse import ArgumentParser
from collections.abc import Sequence

from sso_tui.actions.profile_owner import remove, users
from sso_tui.broker import Broker
from sso_tui.cli.agreeing import carry_out
from sso_tui.cli.command import Context
from sso_tui.cli.output import say
from sso_tui.model import clean

SUMMARY = "remove a profile that stands for a role, after showing the change"
EXAMPLE = "ssotui profile remove pay"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("name", metavar="NAME", help="the profile's")


def run(context: Context) -> int:
    """Show, ask, write."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    change, names = remove(broker, words.name), users(broker).get(words.name, ())
    return carry_out(broker, change, agreed=words.yes, warning=_warning(names))


def _warning(names: Sequence[str]) -> str:
    """What breaks with it, as a sentence; empty where nothing does."""
    if not names:
        return ""
    return f"It is the source_profile of {', '.join(map(clean, names))}, which won't work without."
