"""The sso portal: what may the bearer of this token use? Accounts, roles, credentials, sign-out.

Shapes are those of the service model `sso` 2019-06-10. ForbiddenException is not in the model and
is sent all the same, as the real service does.
"""

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Callable
from typing import TypeVar

from sso_tui.demo.account import Account
from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.organisation import Organisation
from sso_tui.demo.refusals import portal_error
from sso_tui.demo.routes import Operation, Routes
from sso_tui.demo.sessions import Sessions
from sso_tui.demo.throttle import Throttle
from sso_tui.demo.vault import Vault
from sso_tui.demo.wire import Answer, Request, json_answer

LARGEST_PAGE = 100
"""Entries that one page may hold (service model, maxResults)."""

TOKEN_HEADER = "x-amz-sso_bearer_token"  # noqa: S105 - a header's name
Entry = TypeVar("Entry")
ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)


class Assignments:
    """The sso portal service, for the organisation behind each start URL."""

    def __init__(
        self,
        behaviour: Behaviour,
        organisation_of: Callable[[str], Organisation],
        sessions: Sessions,
        vault: Vault,
        throttle: Throttle,
    ) -> None:
        self._behaviour = behaviour
        self._organisation_of = organisation_of
        self._sessions = sessions
        self._vault = vault
        self._throttle = throttle
        self._salt = secrets.token_bytes(8)

    def routes(self) -> Routes:
        """Where the operations are found."""
        return {
            ("GET", "/assignment/accounts", ""): ("ListAccounts", self._guarded(self.accounts)),
            ("GET", "/assignment/roles", ""): ("ListAccountRoles", self._guarded(self.roles)),
            ("GET", "/federation/credentials", ""): (
                "GetRoleCredentials",
                self._guarded(self.credentials),
            ),
            ("POST", "/logout", ""): ("Logout", self._guarded(self.logout)),
        }

    def _guarded(self, operation: Operation) -> Operation:
        """The operation, for callers within the rate and with a good token."""

        def answer(request: Request) -> Answer:
            if not self._throttle.admits():
                raise portal_error("TooManyRequestsException")
            if not self._sessions.good(request.headers.get(TOKEN_HEADER)):
                raise portal_error("UnauthorizedException")
            return operation(request)

        return answer

    def accounts(self, request: Request) -> Answer:
        """ListAccounts."""
        page, token = self._page(request, self._organisation(request).accounts(), "accounts")
        return json_answer({"nextToken": token, "accountList": [_account(each) for each in page]})

    def roles(self, request: Request) -> Answer:
        """ListAccountRoles."""
        account = self._account(request)
        page, token = self._page(request, list(account.roles), f"roles of {account.id}")
        roles = [{"roleName": name, "accountId": account.id} for name in page]
        return json_answer({"nextToken": token, "roleList": roles})

    def credentials(self, request: Request) -> Answer:
        """GetRoleCredentials; `expiration` is in milliseconds since the epoch."""
        account, role = self._account(request), _required(request, "role_name")
        if role not in account.roles:
            known = self._organisation(request).knows_role(role)
            raise portal_error("ForbiddenException" if known else "ResourceNotFoundException")
        made = self._vault.hand_out(account.id, role)
        document = {
            "accessKeyId": made.access_key_id,
            "secretAccessKey": made.secret_access_key,
            "sessionToken": made.session_token,
            "expiration": int(made.expires_at * 1000),
        }
        return json_answer({"roleCredentials": document})

    def logout(self, request: Request) -> Answer:
        """Logout."""
        self._sessions.end(request.headers[TOKEN_HEADER])
        return Answer()

    def _organisation(self, request: Request) -> Organisation:
        """The organisation that the caller has signed in to."""
        return self._organisation_of(self._sessions.start_url(request.headers[TOKEN_HEADER]))

    def _account(self, request: Request) -> Account:
        account_id = _required(request, "account_id")
        account = self._organisation(request).account(account_id)
        if account is None and not ACCOUNT_ID.fullmatch(account_id):
            raise portal_error("InvalidRequestException", "account_id must be 12 digits")
        if account is None:
            raise portal_error("ResourceNotFoundException")
        return account

    def _page(
        self, request: Request, entries: list[Entry], listing: str
    ) -> tuple[list[Entry], str | None]:
        """One page of a listing, and the token of the next."""
        start = self._start(request.query.get("next_token"), listing)
        stop = start + self._size(request.query.get("max_result"))
        return entries[start:stop], self._token(stop, listing) if stop < len(entries) else None

    def _size(self, asked: str | None) -> int:
        largest = max(1, min(self._behaviour.page_size, LARGEST_PAGE))
        if asked is None:
            return largest
        if not re.fullmatch(r"[0-9]{1,3}", asked) or not 1 <= int(asked) <= LARGEST_PAGE:
            raise portal_error("InvalidRequestException", "max_result must be 1 to 100")
        return min(int(asked), largest)

    def _token(self, start: int, listing: str) -> str:
        """Where the next page starts, sealed so that a made-up token is told from a real one."""
        seal = hashlib.blake2s(
            f"{start} {listing}".encode("utf-8", "surrogatepass"), key=self._salt, digest_size=8
        )
        return base64.b64encode(seal.digest() + str(start).encode("ascii")).decode("ascii")

    def _start(self, token: str | None, listing: str) -> int:
        if token is None:
            return 0
        try:
            start = int(base64.b64decode(token, validate=True)[8:])
        except (binascii.Error, ValueError):
            start = -1
        if self._token(start, listing) != token:
            raise portal_error("InvalidRequestException", "Invalid next_token")
        return start


def _required(request: Request, name: str) -> str:
    value = request.query.get(name)
    if not value:
        raise portal_error("InvalidRequestException", f"Missing required parameter: {name}")
    return value


def _account(account: Account) -> dict[str, str]:
    entry = {
        "accountId": account.id,
        "accountName": account.name,
        "emailAddress": account.email,
    }
    return {key: value for key, value in entry.items() if value is not None}
