"""A sign-in and a listing on the command line: words on standard error, nothing on standard output."""

from datetime import timedelta

from sso_tui.broker import Broker
from sso_tui.catalogue import Catalogue, Progress
from sso_tui.cli.output import say
from sso_tui.desktop import headless_reason, open_url
from sso_tui.errors import DesktopError, SignInNeeded
from sso_tui.model import Portal, Secret
from sso_tui.moments import left
from sso_tui.steps import SignedIn, Step, Visit, Waiting

LONG = 10
"""Seconds from which on it is worth a word how long a listing takes."""


def sign_in(
    broker: Broker, portal: Portal, *, by_browser: bool | None = None, opens: bool = True
) -> None:
    """Sign in, telling the user on standard error what to do.

    Args:
        broker: who does it.
        portal: where.
        by_browser: which way; None for the one that suits this machine.
        opens: whether a browser may be opened.

    Raises:
        SsotuiError: it failed.
    """
    headless = headless_reason(broker.world)
    by_code = not headless if by_browser is None else by_browser
    opens = opens and (by_browser is True or not headless)
    trouble = ""
    for step in broker.sign_ins.steps(portal, by_browser=by_code, wait=broker.world.wait):
        if isinstance(step, Waiting):
            if step.trouble and step.trouble != trouble:
                say(broker.world, step.trouble)
            trouble = step.trouble
        else:
            _tell(broker, portal, step, opens=opens)


def _tell(broker: Broker, portal: Portal, step: Step, *, opens: bool) -> None:
    world = broker.world
    match step:
        case Visit():
            remaining = left(step.expires_at - broker.now())
            say(world, f"Sign in to {portal.name} within {remaining}:\n\n  {step.url}\n")
            if step.code:
                say(world, f"Approve only if the page shows the code {step.code}")
            if opens:
                _open(broker, step.url)
        case SignedIn():
            say(world, f"Signed in to {portal.name}")


def _open(broker: Broker, url: str) -> None:
    try:
        open_url(Secret(url), broker.world)
    except DesktopError as error:
        say(broker.world, f"{error.what}; open the page yourself")


def listed(broker: Broker, portal: Portal, *, ask: bool, refresh: bool = True) -> Catalogue:
    """A complete listing, just made.

    Args:
        broker: who lists.
        portal: whose accounts and roles.
        ask: whether somebody may be asked to sign in.
        refresh: whether to ask for what was read lately too.

    Raises:
        SignInNeeded: nobody is signed in, and nobody may be asked.
        PortalError: the portal can't be reached.
    """
    try:
        return _last(broker, portal, refresh=refresh)
    except SignInNeeded:
        if not ask:
            raise
    sign_in(broker, portal)
    return _last(broker, portal, refresh=refresh)


def _last(broker: Broker, portal: Portal, *, refresh: bool) -> Catalogue:
    catalogue, said = Catalogue(portal.key), 0
    talks = someone_there(broker)
    for catalogue in broker.listing(portal, wait=broker.world.wait, refresh=refresh):
        if talks and (sentence := slowly(portal, catalogue.progress, said)):
            said += 1
            say(broker.world, sentence)
    return catalogue


def slowly(portal: Portal, progress: Progress, said: int) -> str:
    """Why a listing takes so long, and once that is known, how long; empty where it doesn't.

    Args:
        portal: what is listed.
        progress: how far that has come.
        said: how many of these sentences were said before.
    """
    if progress.throttled and said == 0:
        return f"{portal.name} asks for fewer requests; this takes a while."
    if said == 1 and progress.left is not None and progress.left >= LONG:
        accounts = progress.total - progress.done
        takes = left(timedelta(seconds=progress.left))
        return f"{accounts} accounts are left, some {takes}. What was read is kept if you stop it."
    return ""


def someone_there(broker: Broker) -> bool:
    """Whether somebody sits at a terminal who can be asked to sign in."""
    return broker.world.attended
