"""How does this program ask to be let in? The calls of the sign-in service (sso-oidc).

What is registered and sent follows the AWS CLI to the letter, so that a registration or a token
made by either serves both. Nothing is retried: codes and refresh tokens work once.
"""

import re
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from sso_tui.aws.answers import DOCUMENT, Document
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.faults import translated
from sso_tui.aws.grants import DeviceCode, Now, device_code_from, registration_from, token_from
from sso_tui.aws.neutral import address_of, neutral_client
from sso_tui.aws.portals import visitable
from sso_tui.aws.wire import Wire
from sso_tui.model import ACCESS_SCOPE, Portal, Registration, Secret, Token

CALLBACK_PATH: Final = "/oauth/callback"
"""Where the browser comes back to."""

REGISTERED_REDIRECT: Final = f"http://127.0.0.1{CALLBACK_PATH}"
"""The redirect as registered: any port of it may be used later (RFC 8252 section 7.3)."""

CODE_GRANTS: Final = ("authorization_code", "refresh_token")
"""What a client that signs in through the browser registers for."""

DEVICE_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
"""RFC 8628 section 3.4."""


class Oidc:
    """The sign-in service's calls.

    Every call raises `Refused` where the service says no, or a `PortalError`.

    Args:
        portal: whose sign-in it is; resolved, where its start URL is a company's own.
        endpoints: where it is, if not at AWS.
        wire: what its calls are sent through.
    """

    def __init__(self, portal: Portal, endpoints: Endpoints, wire: Wire) -> None:
        self._portal = portal
        self._endpoints = endpoints
        with translated("reach the sign-in service"):
            self._client: Any = neutral_client("sso-oidc", portal.region, endpoints, wire)

    def register_for_code(self) -> Registration:
        """Register for signing in through the browser on this machine."""
        scopes = self._portal.scopes or (ACCESS_SCOPE,)
        document = self._register(
            grantTypes=list(CODE_GRANTS),
            redirectUris=[REGISTERED_REDIRECT],
            issuerUrl=self._portal.start_url,
            scopes=list(scopes),
        )
        return registration_from(document, scopes, CODE_GRANTS)

    def register_for_device(self) -> Registration:
        """Register for signing in with a code, in a browser anywhere."""
        scopes = self._portal.scopes
        document = self._register(scopes=list(scopes)) if scopes else self._register()
        return registration_from(document, scopes or None, ())

    def _register(self, **shape: list[str] | str) -> Document:
        return self._call(
            "register this program",
            self._client.register_client,
            clientName=_client_name(self._portal),
            clientType="public",
            **shape,
        )

    def start_device(self, registration: Registration) -> DeviceCode:
        """Ask for a device code and the page where it is approved."""
        document = self._call(
            "start the sign-in",
            self._client.start_device_authorization,
            **_client_of(registration),
            startUrl=self._portal.start_url,
        )
        return device_code_from(document, self._endpoints)

    def token_for_device(self, registration: Registration, code: Secret, now: Now) -> Token:
        """The token for a device code, once it has been approved."""
        return self._token(registration, now, grantType=DEVICE_GRANT, deviceCode=code.reveal())

    def token_for_code(
        self,
        registration: Registration,
        code: Secret,
        verifier: Secret,
        redirect_uri: str,
        now: Now,
    ) -> Token:
        """The token for an authorization code; `redirect_uri` is the one it was asked with."""
        return self._token(
            registration,
            now,
            grantType="authorization_code",
            redirectUri=redirect_uri,
            codeVerifier=verifier.reveal(),
            code=code.reveal(),
        )

    def token_for_refresh(self, registration: Registration, refresh: Secret, now: Now) -> Token:
        """The token that follows one; a refresh token may work only once."""
        return self._token(
            registration, now, grantType="refresh_token", refreshToken=refresh.reveal()
        )

    def _token(self, registration: Registration, now: Now, **grant: str) -> Token:
        document = self._call(
            "sign in", self._client.create_token, **_client_of(registration), **grant
        )
        return token_from(document, registration, now())

    def authorize_url(
        self, registration: Registration, redirect_uri: str, state: str, challenge: str
    ) -> str:
        """The page on which a person lets this program in, for the browser on this machine.

        Its parameters, their order and encoding are the AWS CLI's; `/authorize` is in no model.

        Args:
            registration: from `register_for_code`.
            redirect_uri: where the browser is to come back to, port and all.
            state: what it is to bring back unchanged.
            challenge: base64url of the verifier's SHA-256, without padding (RFC 7636 section 4.2).
        """
        query = {
            "response_type": "code",
            "client_id": registration.client_id,
            "redirect_uri": redirect_uri,
            "state": state,
            "code_challenge_method": "S256",
            "scopes": " ".join(registration.scopes or (ACCESS_SCOPE,)),
            "code_challenge": challenge,
        }
        encoded = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        sample = {"clientName": "ssotui", "clientType": "public"}
        address = address_of(self._client, "RegisterClient", sample)
        base = address.removesuffix("/client/register")
        return visitable(f"{base}/authorize?{encoded}", self._endpoints)

    def _call(self, doing: str, operation: Callable[..., Any], **arguments: object) -> Document:
        with translated(doing):
            document: Document = operation(**arguments)[DOCUMENT]
        return document


def _client_name(portal: Portal) -> str:
    """What the page of approval calls this program: itself, and the session it is for."""
    session = re.sub(r"[^A-Za-z0-9._-]+", "-", portal.session_name or "").strip("-")[:64]
    return f"ssotui-{session}" if session else "ssotui"


def _client_of(registration: Registration) -> dict[str, str]:
    return {
        "clientId": registration.client_id,
        "clientSecret": registration.client_secret.reveal(),
    }
