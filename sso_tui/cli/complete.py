"""`ssotui complete`: what the shells' completions ask; no command for people, so no help names it."""

from argparse import ArgumentParser
from typing import Any, Final

from sso_tui.cli.command import Context
from sso_tui.cli.digest import digest, grammar, keep_grammar
from sso_tui.cli.output import write
from sso_tui.errors import ConfigError
from sso_tui.hot.completion import completions
from sso_tui.shells.names import INIT_SHELLS
from sso_tui.world import World

SUMMARY = "print what the last word can be completed to"
EXAMPLE = "ssotui complete --shell bash -- env pay"

_NO_PORTAL: Final[dict[str, Any]] = {"portals": [], "hidden": []}


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--shell", choices=INIT_SHELLS, help="the shell that asks")
    parser.add_argument("typed", nargs="*", metavar="WORD", help="the line up to the cursor")


def run(context: Context) -> int:
    """One completion per line; nothing is asked of the network."""
    world, found = context.world, grammar()
    keep_grammar(world, found)
    typed = context.words.typed
    return write(world, completions(typed, found, _portals(world), world.environ))


def _portals(world: World) -> dict[str, Any]:
    """None where the config can't be understood: a Tab is no occasion to say so."""
    try:
        return digest(world)
    except ConfigError:
        return _NO_PORTAL
