"""`ssotui login`: sign in to a portal."""

from argparse import ArgumentParser

from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.output import say
from sso_tui.cli.signing_in import sign_in

SUMMARY = "sign in to a portal"
EXAMPLE = "ssotui login -s main --device-code"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--browser", action="store_true", help="through a browser on this machine")
    way.add_argument(
        "--device-code", action="store_true", help="with a code, for a browser elsewhere"
    )
    parser.add_argument("--no-browser", action="store_true", help="print the link, open nothing")


def run(context: Context) -> int:
    """Sign in anew, whoever is signed in already."""
    words = context.words
    broker = Broker(context.world, lambda notice: say(context.world, notice))
    portal = broker.portal(words.sso_session)
    by_browser = True if words.browser else False if words.device_code else None
    sign_in(broker, portal, by_browser=by_browser, opens=not words.no_browser)
    return 0
