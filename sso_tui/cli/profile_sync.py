"""`ssotui profile sync`: a profile for every role that matches, in one write."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator

from sso_tui.actions.profile_sync import Sync, Wish, sync
from sso_tui.broker import Broker
from sso_tui.catalogue import Entry
from sso_tui.cli.agreeing import carry_out, shown
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.cli.signing_in import listed, someone_there
from sso_tui.errors import PortalError
from sso_tui.model import Role, clean
from sso_tui.search import Index, Query, parse
from sso_tui.settings import PLACEHOLDERS, require_template

SUMMARY = "write a profile for every role that matches, after showing the change"
EXAMPLE = "ssotui profile sync prod --template '{account}.{role}' --prune"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument(
        "filter", nargs="*", metavar="FILTER", help="as in the filter on the screen"
    )
    names = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    parser.add_argument(
        "--template", type=_template, help=f"how profiles are named, from {names}; else settings'"
    )
    parser.add_argument(
        "--prune",
        action="store_true",
        help="remove the profiles that ssotui wrote for access that is gone",
    )
    parser.add_argument("--dry-run", action="store_true", help="print the change, write nothing")


def _template(text: str) -> str:
    try:
        return require_template(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} {error}") from None


def run(context: Context) -> int:
    """List anew, show, ask, write; with --dry-run the change is all there is."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    portal = broker.portal(words.sso_session)
    catalogue = listed(broker, portal, ask=someone_there(broker))
    index = Index.of((catalogue,), broker.local(portal).marks)
    query = parse(" ".join(words.filter))
    roles, failures = tuple(_matching(index, query)), index.failures(query)
    change = sync(broker, Wish(portal, catalogue, roles, words.template, words.prune))
    if not roles:
        say(world, "No role matches: see what there is with ssotui list.")
    for sentence in _remarks(failures, change):
        say(world, sentence)
    if words.prune and catalogue.skipped:
        say(world, "Parts of the portal's answer made no sense, so no profile is removed.")
    if not roles and not change.removed:
        status = 0
    elif words.dry_run:
        status = write(world, shown(world, world.stdout, change.save))
    else:
        whose = f" of {portal.name}" if len(broker.portals()) > 1 else ""
        status = carry_out(broker, change.save, agreed=words.yes, warning=_summary(change, whose))
    return status or (PortalError.exit_status if failures else 0)


def _matching(index: Index, query: Query) -> Iterator[Role]:
    result = index.search(query)
    for row in result.rows if result else ():
        if role := index.role(row):
            yield role


def _remarks(failures: Iterable[Entry], change: Sync) -> Iterator[str]:
    """What the listing or the file's grammar left undone."""
    for entry in failures:
        yield f"The roles of {entry.account.id} could not be read: {entry.failure}"
    for role in change.refused:
        yield f"{role} gets no profile: its name can't stand in the AWS config file."
    for name, users in change.used.items():
        yield (
            f"The profile {clean(name)} stays, though its role is not yours any more: it is the "
            f"source_profile of {', '.join(map(clean, users))}."
        )


def _summary(change: Sync, whose: str) -> str:
    counts = {"added": len(change.added), "removed": len(change.removed), "kept": change.kept}
    return f"Profiles{whose}: {', '.join(f'{count} {word}' for word, count in counts.items())}."
