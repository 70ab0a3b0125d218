"""`ssotui credential-process`: what AWS's SDKs run to get credentials.

The contract is one JSON document on standard output, or a sentence on standard error and another
exit status (AWS SDKs and Tools Reference Guide, "Process credential provider"). Whoever runs this
may be a program without a terminal, so nobody is asked anything.
"""

from argparse import ArgumentParser

from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.output import write
from sso_tui.errors import UsageError
from sso_tui.model import ACCOUNT_ID, Role
from sso_tui.shells.documents import process

SUMMARY = "print a role's credentials as AWS's SDKs want them from a credential_process"
EXAMPLE = (
    "ssotui credential-process --sso-session my-sso"
    " --account-id 111122223333 --role-name ReadOnlyAccess"
)


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--account-id", metavar="ACCOUNT", required=True, help="12 digits")
    parser.add_argument("--role-name", metavar="ROLE", required=True, help="the permission set")


def run(context: Context) -> int:
    """Silent but for a failure: what is only worth a notice is no business of an SDK's log."""
    words, world = context.words, context.world
    session = words.sso_session or world.get("SSOTUI_SSO_SESSION")
    if session is None:
        raise UsageError("Which portal?", "Name it with --sso-session.")
    if not ACCOUNT_ID.fullmatch(words.account_id) or not words.role_name:
        raise UsageError("An account is named by its 12 digits, and a role by its name")
    broker = Broker(world)
    portal = broker.portal(session)
    role = Role(portal.key, words.account_id, words.role_name)
    return write(world, process(broker.credentials(portal, role, wait=world.wait)))
