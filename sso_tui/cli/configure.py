"""`ssotui configure`: add or change a portal, asking only for what can't be found out."""

from argparse import ArgumentParser

from sso_tui.actions.configure import Draft, configure, offered_region, usual_name
from sso_tui.broker import Broker
from sso_tui.broker.decisions import PortalRegion
from sso_tui.cli.agreeing import carry_out
from sso_tui.cli.command import Context
from sso_tui.cli.output import say
from sso_tui.cli.requesting import a_region
from sso_tui.cli.signing_in import sign_in
from sso_tui.errors import Cancelled, PortalError, UsageError
from sso_tui.model import clean

SUMMARY = "add or change a portal: its start URL is all that is asked for"
EXAMPLE = "ssotui configure --start-url https://d-1234567890.awsapps.com/start"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--start-url", metavar="URL", help="the start URL of the access portal")
    parser.add_argument(
        "--region",
        type=a_region,
        metavar="R",
        help="the region of the Identity Center; else it is found out",
    )
    parser.add_argument(
        "--default-region", type=a_region, metavar="R", help="the region for commands"
    )


def run(context: Context) -> int:
    """Find out, show, ask, write, and sign in where somebody is there to do it."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    there = broker.config.sessions.get(words.sso_session or "", {})
    start_url = words.start_url or there.get("sso_start_url") or _asked_start_url(broker)
    name = words.sso_session or usual_name(broker, start_url)
    region = words.region or _found_region(broker, start_url) or there.get("sso_region")
    draft = Draft(name, start_url, region or _asked_region(broker))
    status = carry_out(broker, configure(broker, draft), agreed=words.yes)
    if commands := words.default_region or _offered(broker, draft):
        broker.remember(PortalRegion(name, commands))
        say(world, f"Commands in {clean(name)} work in {clean(commands)}")
    if world.attended:
        sign_in(broker, broker.portal(name))
    else:
        say(world, f"Sign in with: ssotui login -s {clean(name)}")
    return status


def _asked_start_url(broker: Broker) -> str:
    return _asked(
        broker,
        "The start URL of your access portal, such as https://d-1234567890.awsapps.com/start:",
        "Give it with --start-url.",
    )


def _asked_region(broker: Broker) -> str:
    question = (
        f"IAM Identity Center is in {', '.join(broker.geography.regions())}.\n"
        "The region of yours could not be found out. Which one is it?"
    )
    return _asked(broker, question, "Give it with --region.")


def _offered(broker: Broker, draft: Draft) -> str:
    """The region for commands, where somebody is there to be offered one and nothing else knows."""
    offered = offered_region(broker, draft.region)
    if not (offered and broker.world.attended) or draft.name in broker.settings.regions:
        return ""
    say(broker.world, f"Which region are commands to work in? [{offered}]")
    return broker.world.stdin.readline().strip() or offered


def _asked(broker: Broker, question: str, remedy: str) -> str:
    """What is typed as an answer.

    Raises:
        UsageError: nobody is there to answer.
        Cancelled: nothing was answered.
    """
    if not broker.world.attended:
        raise UsageError("Nobody is there to be asked for what is missing", remedy)
    say(broker.world, question)
    answer = broker.world.stdin.readline().strip()
    if not answer:
        say(broker.world, "Nothing was written.")
        raise Cancelled
    return answer


def _found_region(broker: Broker, start_url: str) -> str | None:
    try:
        return broker.geography.region_behind(start_url)
    except PortalError as error:
        say(broker.world, f"{error.what}.")
        return None
