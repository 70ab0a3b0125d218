"""`ssotui prompt`: the shell's role and its time left, for the shell's prompt.

A prompt is drawn at every line, so this says nothing where there is nothing to say, and complains
of nothing.
"""

from argparse import ArgumentParser
from contextlib import suppress

from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.output import write
from sso_tui.errors import SsotuiError
from sso_tui.hot.prompt import role_in, segment
from sso_tui.model import clean
from sso_tui.world import World

SUMMARY = "print the shell's role and its time left, for a prompt"
EXAMPLE = "PS1='$(ssotui prompt) \\$ '"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""


def run(context: Context) -> int:
    """Prints one line; nothing where the shell has no role."""
    world = context.world
    account, role = role_in(world.environ)
    if not account:
        return 0
    return write(world, segment(_name_of(account, world), clean(role), world.environ))


def _name_of(account: str, world: World) -> str:
    """The account's name where it was ever listed, else its digits."""
    with suppress(SsotuiError):
        broker = Broker(world)
        for portal in broker.config.portals():
            if entry := broker.cached(portal).entry(account):
                return entry.account.name
    return account
