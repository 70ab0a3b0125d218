"""`ssotui`, `ssotui use`: pick a role on the screen, for the shell that called."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from sso_tui.broker import Broker
from sso_tui.cli.command import Context
from sso_tui.cli.output import say, write
from sso_tui.cli.screen import show
from sso_tui.errors import NoAccess, NoTerminal, UsageError
from sso_tui.shells.detect import calling_shell
from sso_tui.shells.names import DOCUMENT_FORMATS, VARIABLE_FORMATS
from sso_tui.ui.outcome import Calling, Outcome

if TYPE_CHECKING:
    from argparse import ArgumentParser

SUMMARY = "pick a role for the calling shell, on the screen or by its name"
EXAMPLE = 'eval "$(ssotui use payments prod)"'

UNSAID: Final = SimpleNamespace(
    query=[], format=None, region=None, refresh=False, sso_session=None, yes=False, debug=False
)
"""What it is told by no word at all; what the parser would make of none."""


def arguments(parser: "ArgumentParser") -> None:
    """What it takes."""
    from sso_tui.cli.requesting import add_circumstances

    parser.add_argument(
        "query",
        nargs="*",
        metavar="REF|QUERY|-",
        help="a role, a filter for the screen, or the role before the last one",
    )
    parser.add_argument(
        "--format",
        choices=(*VARIABLE_FORMATS, *DOCUMENT_FORMATS),
        help="the shell; found by itself otherwise",
    )
    add_circumstances(parser)


def run(context: Context) -> int:
    """Without a screen where the words name exactly one role; with one otherwise."""
    world, words = context.world, context.words
    calling = Calling(
        listens=bool(not world.stdout.isatty() or world.get("SSOTUI_SHELL")),
        shell=words.format or calling_shell(world),
        role=world.get("SSOTUI_ROLE") or "",
        region=words.region,
    )
    broker = Broker(world, lambda notice: say(world, notice))
    text = " ".join(words.query)
    with _not_to_be_stopped() if calling.listens else nullcontext():
        named: Outcome | NoAccess | None = None
        if text and (calling.listens or not context.bare):
            named = _named(broker, context, calling, text)
        if isinstance(named, Outcome):
            outcome = named
        else:
            outcome = _searched_for(broker, words.sso_session, calling, text, named)
    return _finish(context, outcome)


def _searched_for(
    broker: Broker, session: str | None, calling: Calling, text: str, unknown: NoAccess | None
) -> Outcome:
    """What is picked on the screen; without one, a script is told what is wrong with its words."""
    try:
        return show(broker, session, calling, text)
    except NoTerminal:
        if unknown is None:
            raise
        raise unknown from None


@contextmanager
def _not_to_be_stopped() -> Iterator[None]:
    """Ignore Ctrl+Z: a shell that waits for the output of what is stopped waits for ever."""
    if not hasattr(signal, "SIGTSTP"):
        yield
        return
    before = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, before)


def _named(
    broker: Broker, context: Context, calling: Calling, text: str
) -> Outcome | NoAccess | None:
    """What the words name by themselves; else they are to be searched for.

    That is None for words that are no reference, and the error of a reference that fits nothing.
    """
    reference, session = text, context.words.sso_session
    if text == "-":
        reference, its_own = _role_before(broker)
        session = session or context.world.get("SSOTUI_SSO_SESSION") or its_own
    if "/" not in reference and broker.config.role_of_profile(reference) is None:
        return None
    from sso_tui.actions import env
    from sso_tui.cli.guarding import guard
    from sso_tui.cli.reference import resolve
    from sso_tui.cli.requesting import request_for, signing_in_first
    from sso_tui.cli.signing_in import someone_there

    words, ask = context.words, someone_there(broker)
    try:
        chosen = resolve(broker, reference, session, ask=ask)
    except NoAccess as unknown:
        if text == "-":
            raise
        return unknown
    request = replace(request_for(broker, chosen, words), shell=calling.shell)
    guard(request, words, ask=ask)
    effect = signing_in_first(env.export, request, ask=ask)
    broker.used(chosen.role, "export")
    return Outcome(effect)


def _role_before(broker: Broker) -> tuple[str, str | None]:
    """The reference of the role used before the last one, and its portal where that is there still."""
    role = broker.role_before()
    if role is None:
        raise UsageError("No role was used before this one", "Pick one with: ssotui use")
    there = role.portal in [portal.key for portal in broker.portals()]
    return role.spellings[0], role.portal if there else None


def _finish(context: Context, outcome: Outcome) -> int:
    if outcome.effect is None:
        return outcome.status
    from sso_tui.effects import Handoff, Run

    match outcome.effect:
        case Handoff() as handoff:
            status = write(context.world, handoff.code.reveal())
            say(context.world, handoff.note)
            return status
        case Run() as program:
            from sso_tui.cli.become import become

            say(context.world, f"{program.note}; exit leaves it")
            return become(context.world, program)
