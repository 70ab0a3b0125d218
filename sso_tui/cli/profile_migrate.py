"""`ssotui profile migrate`: a long-term key gives way to the sign-in, after showing the change."""

import shlex
from argparse import ArgumentParser
from collections.abc import Sequence
from types import SimpleNamespace

from sso_tui.actions.base import Request
from sso_tui.actions.profile_migrate import Migration, candidates, holder_of, migrate
from sso_tui.actions.profile_owner import users
from sso_tui.broker import Broker
from sso_tui.cli.agreeing import answered_yes, carry_out, shown
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.cli.reference import resolve
from sso_tui.cli.requesting import request_for, signing_in_first
from sso_tui.cli.signing_in import listed, someone_there
from sso_tui.errors import Ambiguous, Cancelled, NoAccess, UsageError
from sso_tui.longterm import Caller
from sso_tui.model import Portal, Role, clean
from sso_tui.store.longterm import KeyHolder

SUMMARY = "replace a profile's long-term key by the sign-in, after showing the change"
EXAMPLE = "ssotui profile migrate ci --to payments-prod/Deploy"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("name", metavar="NAME", help="the profile's")
    parser.add_argument("--to", metavar="REF", help="the role that takes the key's place")
    parser.add_argument(
        "--sts", action="store_true", help="ask STS for the key's account, to find the role by"
    )
    parser.add_argument(
        "--remove", action="store_true", help="remove the key's lines; else they become comments"
    )
    parser.add_argument("--dry-run", action="store_true", help="print the change, write nothing")


def run(context: Context) -> int:
    """Find the role, show, ask, write, and say what is left to do."""
    words, world = context.words, context.world
    broker = Broker(world, lambda notice: say(world, notice))
    holder = holder_of(broker, words.name)
    caller, (portal, role) = _successor(broker, holder, words)
    changes = migrate(broker, Migration(holder, portal, role, words.remove))
    warning = _warning(users(broker).get(holder.name, ()), role)
    if words.dry_run:
        if warning:
            say(world, warning)
        return write(world, shown(world, world.stdout, *changes))
    status = carry_out(broker, *changes, agreed=words.yes, warning=warning)
    say(world, _left_to_do(broker, holder, caller, removed=words.remove))
    return status


def _warning(names: Sequence[str], role: Role) -> str:
    """What else changes with it, as a sentence; empty where nothing does."""
    if not names:
        return ""
    return (
        f"It is the source_profile of {', '.join(map(clean, names))}: the role that is assumed "
        f"there has to trust {role.name} from now on, not the key's user."
    )


def _successor(
    broker: Broker, holder: KeyHolder, words: SimpleNamespace
) -> tuple[Caller | None, tuple[Portal, Role]]:
    """Whose the key is, where STS was asked, and the role that takes its place, which is seen to
    work before the key goes.
    """
    ask = someone_there(broker)
    if words.to:
        chosen = resolve(broker, words.to, words.sso_session, ask=ask)
        signing_in_first(Request.credentials, request_for(broker, chosen, words), ask=ask)
        return None, (chosen.portal, chosen.role)
    _allow_sts(broker, holder, agreed=words.sts)
    caller = broker.files.caller(holder)
    session = words.sso_session
    portals = (broker.portal(session),) if session else broker.portals()
    found = tuple(
        candidates([(one, listed(broker, one, ask=ask)) for one in portals], caller.account_id)
    )
    return caller, _one_of(broker, found, caller)


def _allow_sts(broker: Broker, holder: KeyHolder, *, agreed: bool) -> None:
    if agreed:
        return
    if not someone_there(broker):
        raise UsageError(
            "Which role takes the key's place?",
            "Name it with --to ACCOUNT/ROLE, or let STS be asked for the key's account: --sts",
        )
    say(
        broker.world,
        f"To find the roles of its account, ask {broker.files.sts_host(holder)} "
        f"whose the key is that ends in {clean(holder.key.access_key_id[-4:])}? [y/N]",
    )
    if not answered_yes(broker.world):
        say(broker.world, "Name the role with --to ACCOUNT/ROLE. Nothing was written.")
        raise Cancelled


def _one_of(
    broker: Broker, found: Sequence[tuple[Portal, Role]], caller: Caller
) -> tuple[Portal, Role]:
    """The only role, or the one that is chosen by its number."""
    if not found:
        raise NoAccess(
            f"No role of yours is in account {caller.account_id}, whose key this is",
            "Name one of another account with --to ACCOUNT/ROLE.",
        )
    if len(found) == 1:
        return found[0]
    if not someone_there(broker):
        names = ", ".join(str(role) for _, role in found)
        raise Ambiguous(f"Several roles could take the key's place: {names}", "Name one with --to.")
    say(broker.world, f"Roles of yours in account {caller.account_id}:")
    for number, (portal, role) in enumerate(found, 1):
        say(broker.world, f"  {number}  {role.name}  ({portal.name})")
    say(broker.world, "Which one takes the key's place? [number]")
    answer = broker.world.stdin.readline().strip()
    if not answer.isdecimal() or not 1 <= int(answer) <= len(found):
        say(broker.world, "Nothing was written.")
        raise Cancelled
    return found[int(answer) - 1]


def _left_to_do(broker: Broker, holder: KeyHolder, caller: Caller | None, *, removed: bool) -> str:
    """What only the user can do: the key works until it is deactivated at AWS."""
    key = shlex.quote(clean(holder.key.access_key_id))
    user = (caller.user if caller else "") or "USER"
    whose = "" if caller else ", and whose it is"
    where = [path for path, there in _places(broker, holder) if there]
    lines = [
        "",
        "The key still works. What is left to do at AWS, with a role that may:",
        f"  1. See when it was last used{whose}:",
        f"       aws iam get-access-key-last-used --access-key-id {key}",
        "  2. Deactivate it:",
        f"       aws iam update-access-key --user-name {user} --access-key-id {key} --status Inactive",
        "  3. Watch for some days whether anything fails; --status Active takes it back.",
        "  4. Delete it:",
        f"       aws iam delete-access-key --user-name {user} --access-key-id {key}",
    ]
    if not removed:
        lines.append(f"  5. Delete its lines, which are comments now, from {' and '.join(where)}.")
    if holder.other:
        other = clean(holder.other.access_key_id)
        lines.append(f"All of it is left to do with {other} too, which was in the config file.")
    lines.append("The copy of the file as it was, which was named above, holds the key too.")
    return "\n".join(lines)


def _places(broker: Broker, holder: KeyHolder) -> Sequence[tuple[str, bool]]:
    keys = broker.files.shown(broker.files.keys.path)
    return (broker.files.config_file, holder.in_config), (keys, holder.in_credentials)
