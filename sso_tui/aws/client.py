"""What does the portal let the bearer of a token do? Its four calls, each answer checked.

The client also leads to the calls of the sign-in service, over the same connections. A page that does not have what it must have is an error and never an empty page. Only single items
that make no sense are left out, and counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

from sso_tui.aws.answers import (
    DOCUMENT,
    Document,
    document_of,
    document_or_none,
    items_of,
    next_token_of,
    number_of,
    object_of,
    secret_of,
    text_of,
)
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.faults import refusal, translated
from sso_tui.aws.limiter import Limiter
from sso_tui.aws.neutral import neutral_client
from sso_tui.aws.oidc import Oidc
from sso_tui.aws.patience import patient
from sso_tui.aws.persistence import persistently
from sso_tui.aws.stencil import VARIES, Stencil
from sso_tui.aws.wire import Response, Wire
from sso_tui.errors import MalformedAnswer
from sso_tui.model import ACCOUNT_ID, Account, Credentials, Portal, Role, Token

PAGE_SIZE: Final = 100
"""The most that a page may hold (service model sso, maxResults)."""

ROLES: Final = {"accessToken": VARIES, "accountId": VARIES, "maxResults": PAGE_SIZE}
"""The arguments of ListAccountRoles, which is called once for each account."""

LOG_OUT_SECONDS: Final = 3.0
"""How long the portal may take to confirm a sign-out."""


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """One page of ListAccounts; `skipped` items of it made no sense."""

    accounts: tuple[Account, ...]
    next_token: str | None = None
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class RolesPage:
    """One page of ListAccountRoles, as wire names; `skipped` items of it made no sense."""

    role_names: tuple[str, ...]
    next_token: str | None = None
    skipped: int = 0


class PortalClient:
    """The portal's calls. Threads may share it.

    Every call raises `SignInNeeded` where the token is no longer good, `Slower` where there were
    too many calls, `NoAccess`, `MalformedAnswer` or another `PortalError`.

    Args:
        portal: whose region is called; resolved, where its start URL is a company's own.
        environ: names endpoints, authorities and proxy.
    """

    def __init__(self, portal: Portal, environ: Mapping[str, str]) -> None:
        self.portal = portal
        self._endpoints = Endpoints.of(environ)
        self._wire = Wire(environ)
        self.limiter = Limiter()
        """The portal's rate, as listings have found it; the next one begins where one ended."""

    @cached_property
    def oidc(self) -> Oidc:
        """The sign-in service's calls."""
        return Oidc(self.portal, self._endpoints, self._wire)

    @cached_property
    def _sso(self) -> Any:
        with translated("reach the portal"):
            return neutral_client("sso", self.portal.region, self._endpoints, self._wire)

    @cached_property
    def _first_roles(self) -> Stencil:
        return self._stencil("ListAccountRoles", ROLES)

    @cached_property
    def _further_roles(self) -> Stencil:
        return self._stencil("ListAccountRoles", {**ROLES, "nextToken": VARIES})

    def _stencil(self, operation: str, arguments: Mapping[str, object]) -> Stencil:
        return Stencil(self.portal.region, self._endpoints, operation, arguments)

    def accounts(self, token: Token, next_token: str | None = None) -> AccountsPage:
        """One page of the accounts that are assigned to the user."""
        with translated("list the accounts"):
            answer = self._sso.list_accounts(
                accessToken=token.access.reveal(), maxResults=PAGE_SIZE, **_page(next_token)
            )
        document: Document = answer[DOCUMENT]
        items = items_of(document, "accountList")
        found = [account for account in map(_account, items) if account]
        return AccountsPage(tuple(found), next_token_of(document), len(items) - len(found))

    def roles(self, token: Token, account_id: str, next_token: str | None = None) -> RolesPage:
        """One page of the roles that are assigned to the user in that account."""
        with translated("list the roles"):
            values = {"accessToken": token.access.reveal(), "accountId": account_id}
            stencil = self._further_roles if next_token else self._first_roles
            url, headers = stencil.copy(values | _page(next_token))
            answer = self._wire.send("GET", url, headers)
        document = _document(answer, "list the roles")
        items = items_of(document, "roleList")
        found = [name for name in map(_role_name, items) if name]
        return RolesPage(tuple(found), next_token_of(document), len(items) - len(found))

    def role_credentials(self, token: Token, role: Role) -> Credentials:
        """New credentials for that role; asked for again where it is turned down or fails."""
        return persistently(lambda: self._role_credentials(token, role))

    def _role_credentials(self, token: Token, role: Role) -> Credentials:
        with translated(f"get credentials for {role}"):
            answer = self._sso.get_role_credentials(
                accessToken=token.access.reveal(),
                accountId=role.account_id,
                roleName=role.wire_name,
            )
        document = object_of(answer[DOCUMENT], "roleCredentials")
        return Credentials(
            access_key_id=text_of(document, "accessKeyId"),
            secret_access_key=secret_of(document, "secretAccessKey"),
            session_token=secret_of(document, "sessionToken"),
            expires_at=_moment(number_of(document, "expiration")),
        )

    def log_out(self, token: Token) -> None:
        """End the sign-in that this token comes from, and every token that comes from it.

        What lies on this machine goes before, so that this need not take long.
        """
        with translated("sign out"), patient(LOG_OUT_SECONDS):
            self._sso.logout(accessToken=token.access.reveal())

    def close(self) -> None:
        """End the connections that are kept."""
        self._wire.close()


def _document(answer: Response, doing: str) -> Document:
    """What a successful answer says; any other raises the error of ours for it."""
    if answer.status < 300:
        return document_of(answer.body)
    raise refusal(answer.status, answer.headers, document_or_none(answer.body), doing)


def _page(next_token: str | None) -> dict[str, str]:
    return {"nextToken": next_token} if next_token else {}


def _account(item: object) -> Account | None:
    if not isinstance(item, dict):
        return None
    number = item.get("accountId")
    if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
        number = f"{number:012}"
    if not isinstance(number, str) or not ACCOUNT_ID.fullmatch(number):
        return None
    return Account(number, _name(item.get("accountName")), _name(item.get("emailAddress")))


def _name(value: object) -> str:
    return value if isinstance(value, str) else ""


def _role_name(item: object) -> str | None:
    """The wire name of a role; None where there is none, or none that could be sent back."""
    name = item.get("roleName") if isinstance(item, dict) else None
    if not isinstance(name, str) or not name:
        return None
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return None
    return name


def _moment(milliseconds: int | None) -> datetime:
    """The moment so many milliseconds after the epoch, in whole seconds."""
    try:
        if milliseconds:
            return datetime.fromtimestamp(milliseconds // 1000, UTC)
    except (OverflowError, OSError, ValueError):
        pass
    raise MalformedAnswer("The answer does not say when the credentials expire")
