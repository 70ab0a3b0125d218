"""`ssotui console`: open the AWS console as a role, or print the link."""

from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import replace
from types import SimpleNamespace

from sso_tui.actions import console
from sso_tui.actions.base import ConsoleVisit, Request
from sso_tui.actions.perform import perform
from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.guarding import guard
from sso_tui.cli.output import say, write
from sso_tui.cli.reference import add_reference
from sso_tui.cli.requesting import a_region, requested, signing_in_first
from sso_tui.cli.signing_in import someone_there
from sso_tui.errors import DesktopError, UsageError

SUMMARY = "open the AWS console as a role, or print a link to it"
EXAMPLE = "ssotui console payments-prod/ReadOnlyAccess --service s3"

SHORTEST, LONGEST = 900, 43_200
"""Seconds that a console session may be asked to last ("Enable custom identity broker access to
the AWS console", IAM User Guide)."""


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    add_reference(parser)
    page = parser.add_mutually_exclusive_group()
    page.add_argument("--service", metavar="NAME", help="a service's page, such as s3 or cfn")
    page.add_argument("--destination", metavar="URL", help="any page of the console")
    parser.add_argument("--region", type=a_region, help="where the console opens")
    parser.add_argument(
        "--duration",
        type=_seconds,
        metavar="SECONDS",
        help=f"of the session, {SHORTEST} to {LONGEST}; else as long as the credentials",
    )
    parser.add_argument(
        "--link",
        choices=("federated", "portal"),
        default="federated",
        help="signed in by the link itself, or by the access portal in the browser",
    )
    parser.add_argument("--container", action="store_true", help="in a Firefox container")
    parser.add_argument("--print", action="store_true", help="print the link, open nothing")


def run(context: Context) -> int:
    """What is printed signs in whoever opens it, unless it is the portal's link."""
    words, world = context.words, context.world
    visit = _visit(words)
    broker = Broker(world, lambda notice: say(world, notice))
    ask = someone_there(broker)
    request = replace(requested(broker, words, EXAMPLE, ask=ask), console=visit)
    guard(request, words, ask=ask)
    if words.print:
        link = signing_in_first(console.link, request, ask=ask)
        return write(world, f"{link.reveal()}\n")
    _open(request, ask=ask)
    broker.used(request.role, "console")
    return 0


def _visit(words: SimpleNamespace) -> ConsoleVisit:
    if words.destination is not None and "://" not in words.destination:
        raise UsageError("The destination is no address", "For a service's page: --service NAME")
    if words.link == "portal" and words.duration is not None:
        raise UsageError(
            "The portal's link can't say how long the session lasts: the permission set does",
            "Leave --duration out.",
        )
    return ConsoleVisit(
        page=words.service if words.destination is None else words.destination,
        duration=words.duration,
        by_shortcut=words.link == "portal",
        in_container=words.container,
    )


def _open(request: Request, *, ask: bool) -> None:
    broker = request.broker
    effect = signing_in_first(console.visit, request, ask=ask)
    try:
        say(broker.world, perform(effect, broker, request.wait))
    except DesktopError as error:
        raise DesktopError(
            error.what, "Print the link with --print, and open it by hand."
        ) from error


def _seconds(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not SHORTEST <= int(text) <= LONGEST:
        raise ArgumentTypeError(f"{SHORTEST} to {LONGEST} seconds, not {text}")
    return int(text)
