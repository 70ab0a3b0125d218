"""From the words of a command to a request for one role, with a sign-in where it takes one.

Whoever sits at a terminal is asked to sign in once, and what was wanted is then done; where nobody
can be asked, the command fails and says so.
"""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeVar

from sso_tui.errors import SignInNeeded, UsageError
from sso_tui.model import REGION, clean

if TYPE_CHECKING:
    from sso_tui.actions.base import Request
    from sso_tui.broker import Broker
    from sso_tui.cli.reference import Chosen

_Result = TypeVar("_Result")


def add_circumstances(parser: ArgumentParser) -> None:
    """The options of every command that hands out credentials."""
    parser.add_argument("--region", type=a_region, help="the region for commands")
    parser.add_argument("--refresh", action="store_true", help="get new credentials")


def a_region(text: str) -> str:
    """The region of that name, which may be one that nobody here has heard of yet.

    Raises:
        ArgumentTypeError: no region is named so.
    """
    name = text.strip().lower()
    if not REGION.fullmatch(name):
        said = clean(text) or "(nothing)"
        raise ArgumentTypeError(f"{said} is no region's name, which looks like eu-central-1")
    return name


def requested(broker: "Broker", words: SimpleNamespace, example: str, *, ask: bool) -> "Request":
    """The request for the role that the words name.

    Args:
        broker: whom to ask.
        words: those of `add_reference`, and what they say of the region and of new credentials.
        example: how the command is used, for whoever names no role.
        ask: whether somebody may be asked to sign in.

    Raises:
        UsageError: they name none.
        SsotuiError: the role can't be found.
    """
    from sso_tui.cli.reference import reference_in, resolve

    reference = reference_in(words)
    if reference is None:
        raise UsageError("Which role?", f"Name it as in: {example}")
    return request_for(broker, resolve(broker, reference, words.sso_session, ask=ask), words)


def request_for(broker: "Broker", chosen: "Chosen", words: SimpleNamespace) -> "Request":
    """The request for a role, under the circumstances that the words give."""
    from sso_tui.actions.base import Request

    return Request(
        broker=broker,
        portal=chosen.portal,
        account=chosen.account,
        role=chosen.role,
        wait=broker.world.wait,
        region=getattr(words, "region", None),
        refresh=getattr(words, "refresh", False),
    )


def signing_in_first(
    prepare: "Callable[[Request], _Result]", request: "Request", *, ask: bool
) -> _Result:
    """What `prepare` makes of the request, after a sign-in where it takes one.

    Args:
        prepare: works out what is to be done.
        request: with which role.
        ask: whether somebody may be asked to sign in.

    Raises:
        SignInNeeded: nobody is signed in, and nobody may be asked.
        SsotuiError: whatever else went wrong.
    """
    from sso_tui.cli.signing_in import sign_in

    try:
        return prepare(request)
    except SignInNeeded:
        if not ask:
            raise
    sign_in(request.broker, request.portal)
    return prepare(request)
