"""A customer of the portal, who speaks through real botocore and has a browser."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import botocore.session
from botocore import UNSIGNED
from botocore.config import Config

from sso_tui.demo import Portal
from sso_tui.demo.oidc import CODE_GRANT, DEVICE_GRANT, REFRESH_GRANT, s256

CALLBACK = "http://127.0.0.1/oauth/callback"
VERIFIER = "v" * 64
SCOPES = ["sso:account:access"]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8")

    @property
    def location(self) -> tuple[str, dict[str, str]]:
        """Where a redirect leads: the address, and its query."""
        address, _, query = self.headers["Location"].partition("?")
        return address, dict(parse_qsl(query))


class Customer:
    """Someone with botocore clients for the portal, and a browser."""

    def __init__(self, portal: Portal, session: botocore.session.Session) -> None:
        self.portal = portal
        self._session = session

    def client(self, service: str, **settings: Any) -> Any:
        unsigned = Config(
            region_name="eu-central-1",
            signature_version=UNSIGNED,
            retries={"mode": "standard", "total_max_attempts": 1},
            connect_timeout=5,
            read_timeout=5,
        )
        return self._session.create_client(
            service, endpoint_url=self.portal.url, **{"config": unsigned, **settings}
        )

    @cached_property
    def oidc(self) -> Any:
        return self.client("sso-oidc")

    @cached_property
    def sso(self) -> Any:
        return self.client("sso")

    def browse(
        self, url: str, form: Mapping[str, str] | None = None, method: str | None = None
    ) -> Reply:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=5)
        body = None if form is None else urlencode(form)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        target = parts.path + ("?" + parts.query if parts.query else "")
        connection.request(method or ("POST" if form else "GET"), target, body, headers)
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.headers, answer.read())
        connection.close()
        return reply

    def register(self, **metadata: Any) -> dict[str, str]:
        fields = {"clientName": "ssotui", "clientType": "public", "scopes": SCOPES, **metadata}
        fields = {name: value for name, value in fields.items() if value is not None}
        answer = self.oidc.register_client(**fields)
        return {"clientId": answer["clientId"], "clientSecret": answer["clientSecret"]}

    def register_for_codes(self, **metadata: Any) -> dict[str, str]:
        grants = [CODE_GRANT, REFRESH_GRANT]
        return self.register(grantTypes=grants, redirectUris=[CALLBACK], **metadata)

    def start_device(self, client: dict[str, str]) -> dict[str, Any]:
        return dict(self.oidc.start_device_authorization(startUrl=self.portal.start_url, **client))

    def poll(self, client: dict[str, str], device: Mapping[str, Any]) -> dict[str, Any]:
        return dict(
            self.oidc.create_token(
                grantType=DEVICE_GRANT, deviceCode=device["deviceCode"], **client
            )
        )

    def device_sign_in(self, client: dict[str, str]) -> dict[str, Any]:
        device = self.start_device(client)
        self.portal.approve(device["userCode"])
        return self.poll(client, device)

    def refresh(self, client: dict[str, str], token: str) -> dict[str, Any]:
        return dict(self.oidc.create_token(grantType=REFRESH_GRANT, refreshToken=token, **client))

    def authorize_url(self, client: dict[str, str], **changes: str | None) -> str:
        fields = {
            "response_type": "code",
            "client_id": client["clientId"],
            "redirect_uri": "http://127.0.0.1:46367/oauth/callback",
            "state": "a state & more",
            "code_challenge_method": "S256",
            "scopes": "sso:account:access",
            "code_challenge": s256(VERIFIER),
            **changes,
        }
        present = {name: value for name, value in fields.items() if value is not None}
        return f"{self.portal.url}/authorize?{urlencode(present)}"

    def exchange(self, client: dict[str, str], code: str, **changes: str) -> dict[str, Any]:
        fields = {
            "grantType": CODE_GRANT,
            "redirectUri": "http://127.0.0.1:46367/oauth/callback",
            "codeVerifier": VERIFIER,
            "code": code,
            **client,
            **changes,
        }
        return dict(self.oidc.create_token(**fields))

    @cached_property
    def token(self) -> str:
        """An access token, got by the device grant."""
        return str(self.device_sign_in(self.register())["accessToken"])

    def role_credentials(self, account_id: str, role: str) -> dict[str, Any]:
        answer = self.sso.get_role_credentials(
            accessToken=self.token, accountId=account_id, roleName=role
        )
        return dict(answer["roleCredentials"])
