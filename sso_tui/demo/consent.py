"""May this program sign in as you? The pages where the user answers: /authorize and /device.

A request that can't be trusted to say where its answer belongs (unknown client, foreign redirect)
gets a page; every other flaw goes back to the client in the redirect (RFC 6749 §4.1.2.1).
"""

from urllib.parse import quote, urlencode

from sso_tui.demo import company
from sso_tui.demo.authorizations import Authorization, Authorizations
from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clients import Client, Clients
from sso_tui.demo.devices import DeviceCode, Devices, Verdict
from sso_tui.demo.oidc import CODE_GRANT, without_port
from sso_tui.demo.organisation import Organisation
from sso_tui.demo.pages import page
from sso_tui.demo.routes import Routes
from sso_tui.demo.wire import Answer, Request, ServiceError, redirect

NO_SUCH_CODE = "That code is not known: it may have expired, or been used already."


class Consent:
    """The pages of a sign-in."""

    def __init__(
        self,
        behaviour: Behaviour,
        organisation: Organisation,
        clients: Clients,
        devices: Devices,
        authorizations: Authorizations,
    ) -> None:
        self._behaviour = behaviour
        self._organisation = organisation
        self._clients = clients
        self._devices = devices
        self._authorizations = authorizations

    def routes(self) -> Routes:
        """Where the pages are found."""
        return {
            ("GET", "/authorize", ""): ("Authorize", self.authorize),
            ("POST", "/authorize", ""): ("AnswerAuthorize", self.answer_authorize),
            ("GET", "/authorize/wait", ""): ("AwaitAuthorize", self.await_authorize),
            ("GET", "/device", ""): ("DevicePage", self.device),
            ("POST", "/device", ""): ("AnswerDevice", self.answer_device),
        }

    def authorize(self, request: Request) -> Answer:
        """Check an authorization request and ask the user (RFC 6749 §4.1.1, RFC 7636 §4.3)."""
        client, redirect_uri = self._trusted(request)
        state = request.query.get("state", "")
        flaw = _flaw(request, client)
        if flaw:
            return _back(redirect_uri, error=flaw[0], error_description=flaw[1], state=state)
        challenge = request.query["code_challenge"]
        asked = self._authorizations.request(client, redirect_uri, state, challenge)
        patience = self._behaviour.auto_approve_after
        if patience is not None and patience <= 0:
            return self._approved(asked)
        return self._ask(asked, patience)

    def _trusted(self, request: Request) -> tuple[Client, str]:
        client = self._clients.client(request.query.get("client_id"))
        if client is None:
            raise _trouble("This program is not registered here, or its registration has expired.")
        redirect_uri = request.query.get("redirect_uri", "")
        if without_port(redirect_uri) not in [without_port(uri) for uri in client.redirect_uris]:
            raise _trouble("The address to return to is not one that this program registered.")
        return client, redirect_uri

    def _ask(self, asked: Authorization, patience: float | None) -> Answer:
        ticket = self._authorizations.ticket(asked)
        return page(
            "authorize",
            "Sign in",
            refresh=_refresh(patience, ticket),
            client=asked.client.name,
            user=self._organisation.user,
            company=company.NAME,
            ticket=ticket,
            note=_note(patience),
        )

    def answer_authorize(self, request: Request) -> Answer:
        """Send the browser back with a code, or with the user's refusal."""
        asked = self._answered(request)
        if request.parameter("decision") == "approve":
            return self._approved(asked)
        return _back(
            asked.redirect_uri,
            error="access_denied",
            error_description="The user refused the request",
            state=asked.state,
        )

    def await_authorize(self, request: Request) -> Answer:
        """Where the page goes by itself once the portal has waited long enough for the user."""
        if self._behaviour.auto_approve_after is None:
            raise _trouble("This portal waits for your answer.")
        return self._approved(self._answered(request))

    def _answered(self, request: Request) -> Authorization:
        asked = self._authorizations.answered(request.parameter("ticket") or "")
        if asked is None:
            raise _trouble("It has been answered already, or has waited too long.")
        return asked

    def _approved(self, asked: Authorization) -> Answer:
        code = self._authorizations.code(asked)
        return _back(asked.redirect_uri, code=code, state=asked.state)

    def device(self, request: Request) -> Answer:
        """Ask for a device's code, or whether the code given is the one on the device."""
        typed = request.query.get("user_code")
        device = self._devices.open(typed or "")
        if device:
            return self._confirm(device)
        status, note = (200, "") if typed is None else (400, NO_SUCH_CODE)
        return page("enter_code", "Connect a device", status, note=note, company=company.NAME)

    def _confirm(self, device: DeviceCode) -> Answer:
        return page(
            "confirm_code",
            "Connect a device",
            client=device.client.name,
            user=self._organisation.user,
            company=company.NAME,
            code=device.user_code,
            note=_note(self._behaviour.auto_approve_after),
        )

    def answer_device(self, request: Request) -> Answer:
        """Record the user's verdict on a device's code."""
        approved = request.parameter("decision") == "approve"
        verdict = Verdict.APPROVED if approved else Verdict.DENIED
        try:
            device = self._devices.judge(request.parameter("user_code") or "", verdict)
        except KeyError:
            return _result("bad", "Too late", NO_SUCH_CODE, 400)
        if approved:
            told = f"{device.client.name} is signed in. You can close this tab."
            return _result("good", "Request approved", told)
        return _result("bad", "Request denied", f"{device.client.name} was not signed in.")


def _flaw(request: Request, client: Client) -> tuple[str, str] | None:
    """What is wrong with an authorization request whose redirect can be trusted."""
    query = request.query
    if client.grants and CODE_GRANT not in client.grants:
        return "unauthorized_client", "The client has not registered authorization_code"
    if query.get("response_type") != "code":
        return "unsupported_response_type", "response_type must be code"
    if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
        return "invalid_request", "A code_challenge of method S256 is required"
    return None


def _back(redirect_uri: str, **fields: str) -> Answer:
    return redirect(f"{redirect_uri}?{urlencode(fields, quote_via=quote, errors='replace')}")


def _refresh(patience: float | None, ticket: str) -> str:
    """The meta refresh that takes a page of this ticket further by itself."""
    return "" if patience is None else f"{patience:g};url=/authorize/wait?ticket={quote(ticket)}"


def _note(patience: float | None) -> str:
    if patience is None:
        return ""
    return f"This is a demo: the request approves itself after {patience:g} seconds."


def _result(mood: str, title: str, told: str, status: int = 200) -> Answer:
    mark = {"good": "✓", "bad": "✕"}[mood]
    return page("result", title, status, mood=mood, mark=mark, heading=title, told=told)


def _trouble(told: str) -> ServiceError:
    return ServiceError(_result("bad", "This sign-in can’t go on", told, 400))
