"""Console federation: how do role credentials become a browser session, and what does one see?

The federation endpoint's two actions as the IAM User Guide gives them ("Enable custom identity
broker access to the AWS console"), with its way of refusing: 400 and an HTML page, no code. What
would be the console is a page that shows who came, as what, and where they wanted to go.
"""

import json
import re

from sso_tui.demo import company
from sso_tui.demo.organisation import Organisation
from sso_tui.demo.pages import page
from sso_tui.demo.routes import Routes
from sso_tui.demo.vault import RoleCredentials, Vault
from sso_tui.demo.wire import Answer, Request, ServiceError, json_answer

SESSION_SECONDS = range(900, 43_201)
"""The SessionDuration that federation allows."""


class Federation:
    """The federation endpoint, the console stand-in and the portal's start page."""

    def __init__(self, organisation: Organisation, vault: Vault) -> None:
        self._organisation = organisation
        self._vault = vault

    def routes(self) -> Routes:
        """Where they are found."""
        token = ("GetSigninToken", self.get_signin_token)
        return {
            ("POST", "/federation", "getSigninToken"): token,
            ("GET", "/federation", "getSigninToken"): token,
            ("GET", "/federation", "login"): ("ConsoleLogin", self.login),
            ("GET", "/start", ""): ("Start", self.start),
            ("GET", "/start/", ""): ("Start", self.start),
        }

    def get_signin_token(self, request: Request) -> Answer:
        """Exchange role credentials for a sign-in token."""
        seconds = _session_seconds(request.parameter("SessionDuration"))
        credentials = self._holder(request.parameter("Session") or "")
        token = self._vault.sign_in(credentials, seconds)
        return json_answer({"SigninToken": token.value})

    def _holder(self, session: str) -> RoleCredentials:
        try:
            given = json.loads(session)
            key, secret, token = given["sessionId"], given["sessionKey"], given["sessionToken"]
        except (ValueError, KeyError, TypeError):
            raise _refusal("The Session is not one that can be read.") from None
        held = self._vault.credentials(key) if isinstance(key, str) else None
        if held is None or (held.secret_access_key, held.session_token) != (secret, token):
            raise _refusal("The credentials are not valid.")
        if self._vault.expired(held):
            raise _refusal("The credentials have expired.")
        return held

    def login(self, request: Request) -> Answer:
        """Open the console stand-in."""
        token = self._vault.signin_token(request.query.get("SigninToken", ""))
        destination = request.query.get("Destination")
        if token is None:
            raise _refusal("The sign-in token is not valid, or older than 15 minutes.")
        if not destination:
            raise _refusal("The Destination is missing.")
        held = token.credentials
        account = self._organisation.account(held.account_id)
        return page(
            "console",
            "Console",
            company=company.NAME,
            user=self._organisation.user,
            role=held.role,
            account=account.name or held.account_id if account else held.account_id,
            account_id=held.account_id,
            destination=destination,
            issuer=request.query.get("Issuer") or "not given",
            lasts=_lasts(token.session_seconds),
        )

    def start(self, request: Request) -> Answer:  # noqa: ARG002 - an operation's shape
        """The access portal's own page."""
        return page(
            "start",
            "Access portal",
            region=company.REGION,
            company=company.NAME,
            user=self._organisation.user,
            accounts=f"{len(self._organisation.accounts()):,}",
        )


def _session_seconds(asked: str | None) -> int | None:
    if asked is None:
        return None
    if not re.fullmatch(r"[0-9]{3,5}", asked) or int(asked) not in SESSION_SECONDS:
        raise _refusal("The SessionDuration must be between 900 and 43200 seconds.")
    return int(asked)


def _lasts(seconds: int | None) -> str:
    if seconds is None:
        return "as long as the credentials"
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(
        part for part in (f"{hours} h" * bool(hours), f"{minutes} min" * bool(minutes)) if part
    )


def _refusal(told: str) -> ServiceError:
    return ServiceError(
        page(
            "result",
            "Sign-in failed",
            400,
            mood="bad",
            mark="✕",
            heading="Sign-in failed",
            told=told,
        )
    )
