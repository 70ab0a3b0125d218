"""sso-oidc: how does a client get a token? RegisterClient, StartDeviceAuthorization, CreateToken.

Shapes and error names are those of the service model `sso-oidc` 2019-06-10; the rules behind them
are OAuth's: RFC 6749, RFC 7636 (PKCE), RFC 8252 §7.3 (loopback redirects), RFC 8628 (device code).
"""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import quote

from sso_tui.demo.authorizations import Authorizations
from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.clients import Client, Clients
from sso_tui.demo.devices import Devices
from sso_tui.demo.refusals import oidc_error
from sso_tui.demo.routes import Routes
from sso_tui.demo.sessions import Issued, Sessions
from sso_tui.demo.wire import Answer, Request, json_answer

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
CODE_GRANT = "authorization_code"
REFRESH_GRANT = "refresh_token"
GRANTS = {DEVICE_GRANT, CODE_GRANT, REFRESH_GRANT}

SCOPE = re.compile(r"\w{1,50}(:\w{1,50}){0,2}", re.ASCII)
"""A scope's name: up to three parts of letters, digits and `_`."""

LOOPBACK_URI = re.compile(r"http://127\.0\.0\.1(:[0-9]{1,5})?((?:/[!-~]*)?)")
"""A redirect to this machine, whose port may differ each time (RFC 8252 §7.3)."""


class Oidc:
    """The sso-oidc service at `base_url`."""

    def __init__(
        self,
        base_url: str,
        behaviour: Behaviour,
        clients: Clients,
        devices: Devices,
        authorizations: Authorizations,
        sessions: Sessions,
    ) -> None:
        self._base_url = base_url
        self._behaviour = behaviour
        self._clients = clients
        self._devices = devices
        self._authorizations = authorizations
        self._sessions = sessions

    def routes(self) -> Routes:
        """Where the operations are found."""
        return {
            ("POST", "/client/register", ""): ("RegisterClient", self.register_client),
            ("POST", "/device_authorization", ""): (
                "StartDeviceAuthorization",
                self.start_device_authorization,
            ),
            ("POST", "/token", ""): ("CreateToken", self.create_token),
        }

    def register_client(self, request: Request) -> Answer:
        """RegisterClient."""
        body = request.body
        name, kind = _required(body, "clientName"), _required(body, "clientType")
        if kind != "public":
            raise oidc_error("invalid_client_metadata", "clientType must be public")
        client = self._clients.register(
            name, _scopes(body), _grants(body), _redirect_uris(body), body.get("issuerUrl") or ""
        )
        return json_answer(
            {
                "clientId": client.id,
                "clientSecret": client.secret,
                "clientIdIssuedAt": int(client.issued_at),
                "clientSecretExpiresAt": int(client.expires_at),
            }
        )

    def start_device_authorization(self, request: Request) -> Answer:
        """StartDeviceAuthorization."""
        client = self._client(request.body)
        start_url = _required(request.body, "startUrl")
        _allow(client, DEVICE_GRANT)
        device = self._devices.start(client, start_url)
        uri = f"{self._base_url}/device"
        document = {
            "deviceCode": device.value,
            "userCode": device.user_code,
            "verificationUri": uri,
            "verificationUriComplete": f"{uri}?user_code={quote(device.user_code)}",
            "expiresIn": self._behaviour.device_expires_in,
            "interval": self._behaviour.device_interval,
        }
        return json_answer({key: value for key, value in document.items() if value is not None})

    def create_token(self, request: Request) -> Answer:
        """CreateToken, for each of the three grants."""
        client = self._client(request.body)
        grant = _required(request.body, "grantType")
        if grant not in GRANTS:
            raise oidc_error("unsupported_grant_type")
        _allow(client, grant)
        match grant:
            case "authorization_code":
                return _token(self._by_code(client, request.body))
            case "refresh_token":
                return _token(self._by_refresh(client, request.body))
            case _:
                return _token(self._by_device(client, request.body))

    def _client(self, body: dict[str, Any]) -> Client:
        client = self._clients.client(_required(body, "clientId"))
        if client is None or client.secret != _required(body, "clientSecret"):
            raise oidc_error("invalid_client")
        return client

    def _by_device(self, client: Client, body: dict[str, Any]) -> Issued:
        code = _required(body, "deviceCode")
        error = self._devices.poll(client, code)
        if error:
            raise oidc_error(error)
        return self._sessions.begin(client, self._devices.start_url(code))

    def _by_code(self, client: Client, body: dict[str, Any]) -> Issued:
        code, redirect_uri = _required(body, "code"), _required(body, "redirectUri")
        verifier = _required(body, "codeVerifier")
        granted = self._authorizations.redeemed(code)
        if granted is None or granted.client != client:
            raise oidc_error("invalid_grant", "Invalid authorization code provided")
        if granted.redirect_uri != redirect_uri:
            raise oidc_error("invalid_grant", "Redirect URI differs from the authorization's")
        if granted.challenge != s256(verifier):
            raise oidc_error("invalid_grant", "PKCE verification failed")
        return self._sessions.begin(client, client.issuer)

    def _by_refresh(self, client: Client, body: dict[str, Any]) -> Issued:
        issued = self._sessions.renew(client, _required(body, "refreshToken"))
        if issued is None:
            raise oidc_error("invalid_grant", "Invalid refresh token provided")
        return issued


def s256(verifier: str) -> str:
    """The S256 challenge of a code verifier (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode("utf-8", "replace")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def without_port(uri: str) -> str | None:
    """A loopback redirect URI less its port, or None where it is not one (RFC 8252 §7.3)."""
    found = LOOPBACK_URI.fullmatch(uri)
    return f"http://127.0.0.1{found[2]}" if found else None


def _token(issued: Issued) -> Answer:
    document: dict[str, object] = {
        "accessToken": issued.access_token,
        "tokenType": "Bearer",
        "expiresIn": int(issued.expires_in),
    }
    if issued.refresh_token is not None:
        document["refreshToken"] = issued.refresh_token
    return json_answer(document)


def _required(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise oidc_error("invalid_request", f"Missing required parameter: {name}")
    return value


def _texts(body: dict[str, Any], name: str) -> list[str]:
    values = body.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise oidc_error("invalid_request", f"{name} must be a list of strings")
    return values


def _scopes(body: dict[str, Any]) -> list[str]:
    scopes = _texts(body, "scopes")
    if not all(SCOPE.fullmatch(scope) for scope in scopes):
        raise oidc_error("invalid_scope")
    return scopes


def _grants(body: dict[str, Any]) -> list[str]:
    grants = _texts(body, "grantTypes")
    if not GRANTS.issuperset(grants):
        raise oidc_error("unsupported_grant_type")
    if DEVICE_GRANT in grants and CODE_GRANT in grants:
        raise oidc_error("invalid_client_metadata", "device_code excludes authorization_code")
    return grants


def _redirect_uris(body: dict[str, Any]) -> list[str]:
    uris = _texts(body, "redirectUris")
    if any(without_port(uri) is None for uri in uris):
        raise oidc_error("invalid_redirect_uri")
    return uris


def _allow(client: Client, grant: str) -> None:
    """A client uses what it registered; one that registered nothing, the device code and refresh."""
    if grant not in (client.grants or (DEVICE_GRANT, REFRESH_GRANT)):
        raise oidc_error("unauthorized_client")
