"""`ssotui profile write`: a profile for one role, after showing the change."""

from argparse import ArgumentParser
from dataclasses import replace

from sso_tui.actions import profile
from sso_tui.broker import Broker
from sso_tui.cli.agreeing import carry_out, shown
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.cli.reference import add_reference
from sso_tui.cli.requesting import a_region, requested, signing_in_first
from sso_tui.cli.signing_in import someone_there

SUMMARY = "write a profile for a role, after showing the change"
EXAMPLE = "ssotui profile write payments-prod/ReadOnlyAccess --name pay --region eu-west-1"

OUTPUTS = ("json", "yaml", "yaml-stream", "text", "table")
"""Output formats of the AWS CLI, version 2 (`aws help`)."""


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    add_reference(parser)
    parser.add_argument("--name", help="the profile's; else by the settings' profile_name")
    parser.add_argument("--region", type=a_region, help="the region for commands")
    parser.add_argument("--output", choices=OUTPUTS, help="the AWS CLI's output format")
    parser.add_argument(
        "--kind",
        choices=tuple(profile.KINDS),
        default="sso-session",
        help="credentials by the sign-in itself, by asking ssotui, or as keys that end soon",
    )
    parser.add_argument("--dry-run", action="store_true", help="print the change, write nothing")


def run(context: Context) -> int:
    """Show, ask, write; with --dry-run the change is all there is."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    ask = someone_there(broker)
    request = replace(
        requested(broker, words, EXAMPLE, ask=ask),
        profile_name=words.name,
        profile_kind=words.kind,
        profile_output=words.output,
    )
    proposal = signing_in_first(profile.propose, request, ask=ask)
    if words.dry_run:
        return write(world, shown(world, world.stdout, proposal.save))
    status = carry_out(broker, proposal.save, agreed=words.yes, warning=proposal.warning)
    broker.used(request.role, "profile")
    return status
