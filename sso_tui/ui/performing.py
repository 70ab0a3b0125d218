"""What is done with a role, from the key to the effect, whichever screen asked.

It asks what has to be asked, prepares in a thread, signs in and comes back where that is needed,
and has the effect performed. Nothing of it is loaded before something is wanted.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.worker import get_current_worker

from sso_tui.actions.base import Request
from sso_tui.actions.menu import MENU, MenuItem
from sso_tui.actions.perform import perform
from sso_tui.effects import Copy, Effect, Handoff, Open, Run
from sso_tui.errors import DesktopError, NoClipboard, SignInNeeded, SsotuiError
from sso_tui.model import Portal
from sso_tui.ui import asking
from sso_tui.ui.boundary import reporting
from sso_tui.ui.copying import copy_by_terminal
from sso_tui.ui.outcome import Outcome
from sso_tui.ui.outline import Target
from sso_tui.ui.signing_in import sign_in
from sso_tui.ui.telling import of_action, of_effect

if TYPE_CHECKING:
    from sso_tui.ui.app import SsotuiApp

COPY_INSTEAD: Final = "Copy the link instead, from the role's menu, and open it where a browser is."
"""A link that was not opened was not shown either: without a copy there is none to open."""


class Performer:
    """Does what is wanted, on behalf of the app."""

    def __init__(self, app: "SsotuiApp") -> None:
        self._app = app
        self._unlisted: Portal | None = None
        """The portal that somebody signed in to for an action, until that is done."""

    def want(self, target: Target, action: str) -> None:
        """Do the action of that name with a role, or without a name ask what is to be done."""
        request = self._request(target)
        if request is None:
            return
        if action:
            self.do(_item(action), request)
        else:
            asking.which_action(
                self._app,
                request,
                self._portal_of(request),
                shell_listens=self._app.calling.listens,
                go_on=lambda item: self.do(item, request),
            )

    def want_account(self, target: Target, what: str = "") -> None:
        """Ask how the user wants to have an account; what of it is asked too where it is empty."""
        from sso_tui.ui.describing import ask

        part = self._app.main_screen.showing.parts.part(target)
        entry = part.catalogue.entry(target.account_id)
        if entry is not None:
            ask(self._app, self._app.broker, entry.account, what, self.carry_out)

    def do(self, item: MenuItem, request: Request, *, agreed: bool = False) -> None:
        """Do one thing with one role.

        Args:
            item: what to do.
            request: with which role.
            agreed: whether the user agreed to hand out a protected one.
        """
        app, portal = self._app, self._portal_of(request)
        if item.name == "export" and not app.calling.listens:
            asking.instead_of_export(app, lambda name: self.do(_item(name), request))
        elif item.hands_out and request.protected and not agreed:
            asking.whether_to_hand_out(
                app, item, request, portal, lambda: self.do(item, request, agreed=True)
            )
        elif item.asks == "key":
            asking.which_key(app, request, portal, partial(self._prepare, item))
        elif item.asks == "region":
            asking.which_region(app, request, portal, partial(self._prepare, item))
        elif item.asks == "profile":
            asking.which_profile(app, request, portal, self.carry_out)
        elif item.asks == "account":
            self.want_account(Target(request.portal.key, request.account.id))
        else:
            self._prepare(item, request)

    def carry_out(self, effect: Effect, *about: str) -> None:
        """Perform an effect, in a thread, and say that it was.

        Args:
            effect: what is to be done.
            about: what the sentence is about, beside the effect itself.
        """
        app, about = self._app, (*about, of_effect(effect))

        def failed(error: SsotuiError) -> None:
            if isinstance(effect, Copy) and isinstance(error, NoClipboard):
                app.call_later(copy_by_terminal, app, effect, error, self.carry_out)
            elif isinstance(effect, Open) and isinstance(error, DesktopError):
                app.call_later(self._failed, DesktopError(error.what, COPY_INSTEAD), *about)
            else:
                app.call_later(self._failed, error, *about)

        def carry() -> None:
            wait = get_current_worker().cancelled_event.wait
            with reporting(failed):
                app.call_later(self._done, perform(effect, app.broker, wait), *about)

        app.run_worker(carry, thread=True, group="effect", exit_on_error=False)

    def _prepare(self, item: MenuItem, request: Request) -> None:
        """Work out, in a thread, what an action does; sign in first where that is needed."""
        app, about = self._app, of_action(item, request)

        def failed(error: SsotuiError) -> None:
            if isinstance(error, SignInNeeded):
                app.call_later(sign_in, app, request.portal, partial(self._again, item, request))
            else:
                app.call_later(self._failed, error, about)

        def prepare() -> None:
            wait = get_current_worker().cancelled_event.wait
            with reporting(failed):
                effect = item.prepare(replace(request, wait=wait, refresh=item.name == "renew"))
                app.broker.used(request.role, item.name)
                app.call_later(self._prepared, effect, about)

        app.run_worker(prepare, thread=True, group="action", exclusive=True, exit_on_error=False)

    def _again(self, item: MenuItem, request: Request) -> None:
        """Take up an action, now that somebody is signed in."""
        self._unlisted = request.portal
        self._prepare(item, request)

    def _prepared(self, effect: Effect, about: str) -> None:
        """Leave with what only the terminal can do; have the rest performed here."""
        match effect:
            case Handoff() | Run():
                self._app.exit(Outcome(effect))
            case _:
                self.carry_out(effect, about)

    def _done(self, note: str, *about: str) -> None:
        """Say what was done, and look again at what this machine knows, and at what is new."""
        self._app.tell(note, about=about)
        self._app.main_screen.look_again()
        portal, self._unlisted = self._unlisted, None
        if portal is not None:
            self._app.main_screen.showing.list_one(portal)

    def _failed(self, error: SsotuiError, *about: str) -> None:
        """Say what went wrong."""
        self._app.tell(str(error), "error", about)

    def _portal_of(self, request: Request) -> str:
        """The portal of a role, as a box names it."""
        return self._app.main_screen.showing.parts.told_apart(request.portal)

    def _request(self, target: Target) -> Request | None:
        part, calling = self._app.main_screen.showing.parts.part(target), self._app.calling
        entry = part.catalogue.entry(target.account_id)
        if target.role is None or entry is None or part.portal.key != target.portal:
            return None  # a key that was pressed before other portals were shown
        return Request(
            broker=self._app.broker,
            portal=part.portal,
            account=entry.account,
            role=target.role,
            wait=self._app.broker.world.wait,
            shell=calling.shell,
            region=calling.region,
        )


def _item(name: str) -> MenuItem:
    return next(item for item in MENU if item.name == name)
