"""How does a person get signed in? The two ways, each as a row of steps, and the quiet renewal.

A registration from an earlier sign-in is used while it serves; the token that comes out carries
the one that obtained it, which alone can renew it.
"""

from collections.abc import Callable, Iterator
from typing import Final

from sso_tui.aws.attempts import Attempt, Clock
from sso_tui.aws.client import PortalClient
from sso_tui.aws.faults import Refused, Slower
from sso_tui.aws.grants import Now
from sso_tui.errors import SignInNeeded
from sso_tui.model import Registration, Token
from sso_tui.moments import steady_seconds
from sso_tui.steps import Step
from sso_tui.world import Wait

_FORGOTTEN: Final = ("invalid_client", "unauthorized_client")
"""What the service says to a registration that it does not know, or not for this."""


def device_code(
    client: PortalClient,
    known: Registration | None,
    *,
    now: Now,
    wait: Wait,
    clock: Clock = steady_seconds,
) -> Iterator[Step]:
    """Sign in with a code that a person approves, in a browser anywhere (RFC 8628).

    Args:
        client: what speaks to the portal.
        known: an earlier registration, used if it still serves. The token carries the one used.
        now: the wall clock, for the moments in the steps.
        wait: how to pass the time between two polls.
        clock: seconds that never go back, and go on while the machine sleeps.

    Raises:
        SignInFailed: the person refused, the code lapsed, or the service said no (`Refused`).
        PortalError: the sign-in could not be started.
        Cancelled: `wait` said so.
    """
    attempt = Attempt(client.oidc, now, wait, clock)
    serves = known is not None and known.usable(now()) and not _is_for_code(known)
    register = client.oidc.register_for_device
    yield from _with_registration(known if serves else None, register, attempt.by_device)


def authorization_code(
    client: PortalClient,
    known: Registration | None,
    *,
    now: Now,
    wait: Wait,
    clock: Clock = steady_seconds,
) -> Iterator[Step]:
    """Sign in through the browser on this machine, which comes back with a code (RFC 7636, 8252).

    The listener is up before the page is shown, since a browser that is signed in comes back at
    once. It serves while the generator runs.

    Args:
        client: what speaks to the portal.
        known: an earlier registration, used if it still serves. The token carries the one used.
        now: the wall clock, for the moments in the steps.
        wait: asked in between, with no seconds to wait, whether the sign-in is still wanted.
        clock: seconds that never go back, and go on while the machine sleeps.

    Raises:
        SignInFailed: the person refused, the browser did not come back, or the service said no
            (`Refused`).
        PortalError: the code could not be exchanged.
        Cancelled: `wait` said so.
    """
    attempt = Attempt(client.oidc, now, wait, clock)
    serves = known is not None and known.usable(now()) and _is_for_code(known)
    register = client.oidc.register_for_code
    yield from _with_registration(known if serves else None, register, attempt.by_browser)


def _with_registration(
    known: Registration | None,
    register: Callable[[], Registration],
    attempt: Callable[[Registration], Iterator[Step]],
) -> Iterator[Step]:
    """The steps of an attempt; where the service has forgotten `known`, once more with another."""
    if known is not None:
        try:
            yield from attempt(known)
            return
        except Refused as refused:
            if refused.error not in _FORGOTTEN:
                raise
    yield from attempt(register())


def _is_for_code(registration: Registration) -> bool:
    return "authorization_code" in registration.grant_types


def renew(client: PortalClient, token: Token, *, now: Now) -> Token:
    """The token that follows `token`, without asking anybody.

    It is asked for once: whether a refresh token has been used up can't be known where no answer
    came.

    Raises:
        SignInNeeded: it can't be renewed, because nothing was given for it or the sign-in has ended.
        PortalError: the service could not be reached, or wants to be left alone for a while.
    """
    if token.refresh is None or token.registration is None:
        raise SignInNeeded("This sign-in can't be renewed")
    try:
        renewed = client.oidc.token_for_refresh(token.registration, token.refresh, now)
    except Refused as refused:
        if refused.error == "slow_down":
            raise Slower("The sign-in service wants fewer requests") from None
        raise SignInNeeded("The sign-in has ended") from None
    return renewed._replace(refresh=renewed.refresh or token.refresh)
