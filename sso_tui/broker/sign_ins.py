"""Who is signed in, how does one sign in or out, and who renews what is about to end?

A token is good until the portal rejects it, whatever its file says. Renewal and sign-in happen once
at a time over all processes of the user: a refresh token is good for one use, and one open browser
page is enough.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sso_tui.broker.wires import Wires, load
from sso_tui.errors import PortalError, SignInNeeded, SsotuiError, StorageError
from sso_tui.model import Portal, Secret, Token
from sso_tui.store.files import Held
from sso_tui.store.tokens import Tokens
from sso_tui.world import Wait

if TYPE_CHECKING:
    from sso_tui.steps import Step

ELSEWHERE = 2.0
"""Seconds between two looks at a sign-in that goes on elsewhere; an attempt that was just cancelled
in this process is gone by then."""


class SignIns:
    """The sign-ins of one user, on one machine."""

    def __init__(
        self,
        tokens: Tokens,
        wires: Wires,
        now: Callable[[], datetime],
    ) -> None:
        """
        Args:
            tokens: where they are kept.
            wires: what speaks to the portals.
            now: the clock.
        """
        self.tokens = tokens
        self._wires = wires
        self.now = now
        """The clock."""
        self._rejected: set[Secret] = set()
        self._unkept: dict[Portal, Token] = {}

    def known(self, portal: Portal) -> Token | None:
        """The sign-in, valid or not; None where there is none, or the portal rejected it."""
        token = self._load(portal)
        return None if token is None or token.access in self._rejected else token

    def steps(self, portal: Portal, *, by_browser: bool, wait: Wait) -> "Iterator[Step]":
        """Sign in, step by step; the token is kept before the last step is yielded.

        Where another process is signing in to the same portal already, its sign-in is waited for,
        so that one browser page opens and not two.

        Args:
            portal: where; a legacy one always goes by device code, as with the AWS CLI.
            by_browser: True for the authorization code grant, whose answer comes to this machine.
            wait: the patience of whoever asks.

        Raises:
            SignInFailed: it was refused or lapsed.
            PortalError: the portal can't be reached.
            StorageError: the token can't be kept.
        """
        from sso_tui.steps import SignedIn, Waiting

        before = self.known(portal)
        with ExitStack() as held:
            while not self._alone(portal, wait, held):
                yield Waiting(self.now(), "Another ssotui is signing in already.")
            token = self.known(portal)
            if token is not None and token != before and token.valid(self.now()):
                yield SignedIn(token)
                return
            yield from self._sign_in(portal, by_browser and not portal.legacy, wait)

    def _alone(self, portal: Portal, wait: Wait, held: ExitStack) -> bool:
        """Whether nobody else is signing in now; `held` keeps it that way."""
        try:
            held.enter_context(self.tokens.sign_in_lock(portal, wait, timeout=ELSEWHERE))
        except Held:
            return False
        return True

    def _sign_in(self, portal: Portal, by_code: bool, wait: Wait) -> "Iterator[Step]":
        load()
        from sso_tui.aws import signin
        from sso_tui.steps import SignedIn

        grant = signin.authorization_code if by_code else signin.device_code
        known = self.tokens.load_registration(portal, portal.scopes)
        for step in grant(self._wires.client(portal), known, now=self.now, wait=wait):
            if isinstance(step, SignedIn):
                self._keep(portal, step.token)
            yield step

    def valid(self, portal: Portal, wait: Wait) -> Token:
        """The portal's sign-in, renewed where it is time for that.

        Raises:
            SignInNeeded: nobody is signed in, and nothing can be renewed.
        """
        token, now = self._load(portal), self.now()
        if token is None:
            raise SignInNeeded(f"Nobody is signed in to {portal.name}")
        good = token.valid(now) and token.access not in self._rejected
        if token.renewable(now) and (token.wants_renewal(now) or not good):
            try:
                return self.renewed(portal, token, wait)
            except (PortalError, SignInNeeded, StorageError):
                if not good:
                    raise
        if not good:
            raise SignInNeeded(f"The sign-in to {portal.name} has expired")
        return token

    def renewed(self, portal: Portal, used: Token, wait: Wait) -> Token:
        """Another token in place of `used`, which is about to end or was rejected.

        Whoever waited for somebody else's renewal takes what that one got, be it a refusal. Where
        the new token can't be written it is good for this process: the old one is used up.

        Raises:
            SignInNeeded: it can't be renewed.
            PortalError: the portal can't be reached.
        """
        load()
        from sso_tui.aws import signin

        refusals = self.tokens.refusals(portal)
        client = self._wires.client(portal)  # before the lock, which many may wait for
        with self._renewing(portal, wait):
            latest, now = self._load(portal), self.now()
            if latest is not None and latest.access != used.access and latest.valid(now):
                return latest
            if latest is None or not latest.renewable(now) or refusals.concern(latest):
                raise SignInNeeded(f"The sign-in to {portal.name} has ended")
            try:
                token = signin.renew(client, latest, now=self.now)
            except SignInNeeded:
                refusals.note(latest)
                raise
            try:
                self._keep(portal, token)
            except StorageError as error:
                self._unkept[portal] = token
                self.tokens.notice(f"The renewed sign-in is good for this run only: {error.what}.")
            return token

    def reject(self, token: Token) -> None:
        """Take note that the portal does not accept a token, however long it should have lasted."""
        self._rejected.add(token.access)

    def end(self, portal: Portal) -> bool:
        """Sign out, here first and then at the portal.

        Returns:
            Whether the portal confirmed it; what lay on this machine is gone in any case.
        """
        token = self._load(portal)
        self._unkept.pop(portal, None)
        self.tokens.delete(portal)
        if token is None:
            return True
        try:
            self._wires.client(portal).log_out(token)
        except SsotuiError:
            return False
        return True

    def _load(self, portal: Portal) -> Token | None:
        """The sign-in that lasts longest, of the one that is kept and one that could not be."""
        found = (self._unkept.get(portal), self.tokens.load(portal))
        return max(filter(None, found), key=lambda token: token.expires_at, default=None)

    @contextmanager
    def _renewing(self, portal: Portal, wait: Wait) -> Iterator[None]:
        """Keep others from renewing meanwhile; where nothing can be locked, go on all the same."""
        with ExitStack() as held:
            try:
                held.enter_context(self.tokens.lock(portal, wait))
            except Held:
                raise
            except StorageError as error:
                self.tokens.notice(f"Renewing the sign-in without a lock: {error.what}.")
            yield

    def _keep(self, portal: Portal, token: Token) -> None:
        self.tokens.save(portal, token)
        if token.registration is not None:
            registration = token.registration._replace(scopes=portal.scopes)
            self.tokens.save_registration(portal, registration)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The sign-in to one portal, for work that makes many calls."""

    sign_ins: SignIns
    portal: Portal
    wait: Wait

    def current(self) -> Token:
        """The token to use now.

        Raises:
            SignInNeeded: nobody is signed in.
        """
        return self.sign_ins.valid(self.portal, self.wait)

    def renewed(self, rejected: Token) -> Token:
        """The token to use instead of one that the portal rejected.

        Raises:
            SignInNeeded: there is none.
        """
        self.sign_ins.reject(rejected)
        return self.sign_ins.renewed(self.portal, rejected, self.wait)
