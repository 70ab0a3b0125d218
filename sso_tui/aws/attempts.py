"""How does one attempt to sign in go, once there is a registration?

Nothing here prints, opens a browser or sleeps by itself. Times are measured on a clock that never
goes back, so that a stepped wall clock neither ends an attempt early nor drags it out. However an
attempt ends, by its generator being closed too, its code and verifier are dropped and nothing
listens any more.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from sso_tui.aws.callback import Callback, Returned
from sso_tui.aws.grants import Now
from sso_tui.aws.oidc import Oidc
from sso_tui.aws.patience import unless
from sso_tui.aws.pkce import challenge_of, new_verifier
from sso_tui.aws.polling import LAPSED, Polling
from sso_tui.errors import Cancelled, SignInFailed
from sso_tui.model import Registration, Secret, Token, clean
from sso_tui.steps import SignedIn, Step, Visit, Waiting
from sso_tui.world import Wait

BROWSER_SECONDS: Final = 600
"""How long the browser may take to come back: as long as a device code lives."""

SERVING_SECONDS: Final = 0.1
"""How long the listener serves between two questions whether it is still wanted."""

STATE_BYTES: Final = 32
"""Random bytes in a state, by which this attempt's answer is known from any other."""

Clock = Callable[[], float]
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one attempt to sign in goes by.

    Attributes:
        oidc: the sign-in service's calls.
        now: the wall clock, for the moments in the steps.
        wait: the patience of whoever asks.
        clock: seconds that never go back.
    """

    oidc: Oidc
    now: Now
    wait: Wait
    clock: Clock

    def by_device(self, registration: Registration) -> Iterator[Step]:
        """The steps of the device code grant."""
        device = self._asked(lambda: self.oidc.start_device(registration))
        deadline = self.clock() + device.lives
        until = self._in(device.lives)
        yield Visit(device.url, device.user_code, device.short_url, until)
        polling = Polling(device.interval)
        while (left := deadline - self.clock()) > 0:
            pause = min(polling.pause, left)
            yield Waiting(self._in(pause), polling.trouble)
            self._pass(pause)
            token = polling.once(lambda: self._redeemed(registration, device.code))
            if token is not None:
                yield SignedIn(token)
                return
        raise SignInFailed(LAPSED)

    def _redeemed(self, registration: Registration, code: Secret) -> Token:
        return self._asked(lambda: self.oidc.token_for_device(registration, code, self.now))

    def by_browser(self, registration: Registration) -> Iterator[Step]:
        """The steps of the authorization code grant."""
        state, verifier = secrets.token_urlsafe(STATE_BYTES), new_verifier()
        with Callback(state, self.clock) as callback:
            uri = callback.redirect_uri
            url = self.oidc.authorize_url(registration, uri, state, challenge_of(verifier))
            deadline, until = self.clock() + BROWSER_SECONDS, self._in(BROWSER_SECONDS)
            yield Visit(url, "", "", until)
            yield Waiting(until)
            code = self._code_from(callback, deadline)
        yield SignedIn(
            self._asked(
                lambda: self.oidc.token_for_code(registration, code, verifier, uri, self.now)
            )
        )

    def _code_from(self, callback: Callback, deadline: float) -> Secret:
        while self.clock() < deadline:
            returned = callback.serve(SERVING_SECONDS)
            if returned is not None:
                return _code_of(returned)
            self._pass(0)
        raise SignInFailed("The browser did not come back in time")

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """What the service answers, unless nobody wants to know any more."""
        with unless(lambda: self.wait(0)):
            return ask()

    def _pass(self, seconds: float) -> None:
        if self.wait(seconds):
            raise Cancelled

    def _in(self, seconds: float) -> datetime:
        return self.now() + timedelta(seconds=seconds)


def _code_of(returned: Returned) -> Secret:
    if returned.code is not None:
        return returned.code
    if returned.error == "access_denied":
        raise SignInFailed("The sign-in was refused in the browser")
    raise SignInFailed(f"The sign-in ended in the browser: {clean(returned.error)[:80]}")
