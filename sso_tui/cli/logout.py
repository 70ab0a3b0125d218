"""`ssotui logout`: sign out of one portal, or of all."""

from argparse import ArgumentParser

from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.output import say

SUMMARY = "sign out: the token, the role credentials, and at the portal"
EXAMPLE = "ssotui logout --all"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--all", action="store_true", help="of every portal")


def run(context: Context) -> int:
    """What lies here goes first; then the portal is told, if it can be reached."""
    broker = Broker(context.world, lambda notice: say(context.world, notice))
    chosen = broker.portals() if context.words.all else (broker.portal(context.words.sso_session),)
    for portal in chosen:
        somebody = broker.sign_ins.known(portal) is not None
        confirmed = broker.sign_out(portal)
        word = "" if confirmed else "; the portal could not be told, and ends the session by itself"
        done = "Signed out of" if somebody else "Nobody was signed in to"
        say(context.world, f"{done} {portal.name}{word}")
    return 0
