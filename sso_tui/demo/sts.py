"""STS: who is the holder of these keys? GetCallerIdentity in the query protocol, signature checked.

The caller is found by the access key in the Signature Version 4 credential scope, and must hold
the secret and the session token that belong to it: a value mangled on its way through a shell or a
file is refused, as AWS would refuse it.
"""

import hashlib
import hmac
import re
from html import escape

from sso_tui.demo.organisation import Organisation
from sso_tui.demo.routes import Routes
from sso_tui.demo.vault import RoleCredentials, UserKey, Vault
from sso_tui.demo.wire import Answer, Request, ServiceError, request_id

NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
XML = "text/xml"

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,\s]+)/(?P<scope>[^,\s]+),\s*"
    r"SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)
"""The Authorization header of a request signed with Signature Version 4."""


class Sts:
    """The STS service, for credentials of this vault."""

    def __init__(self, organisation: Organisation, vault: Vault) -> None:
        self._organisation = organisation
        self._vault = vault

    def routes(self) -> Routes:
        """Where the operation is found."""
        return {
            ("POST", "/", "GetCallerIdentity"): ("GetCallerIdentity", self.get_caller_identity),
            ("POST", "/", ""): ("UnknownAction", self.unknown_action),
        }

    def get_caller_identity(self, request: Request) -> Answer:
        """GetCallerIdentity."""
        signed = AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
        if signed is None:
            raise _error(403, "MissingAuthenticationToken", "Request is missing a SigV4 signature")
        holder = self._holder(signed["key"], request.headers.get("x-amz-security-token"))
        if not hmac.compare_digest(signature(request, holder, signed), signed["signature"]):
            raise _error(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided.",
            )
        if isinstance(holder, UserKey):
            return _user(holder)
        return _identity(holder, self._organisation.user)

    def _holder(self, key: str, token: str | None) -> RoleCredentials | UserKey:
        """Whose this key is, where the token that belongs to it came along."""
        if token is None and (user := self._vault.user_key(key)):
            return user
        holder = self._vault.credentials(key)
        if holder is None or holder.session_token != token:
            raise _error(
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid.",
            )
        if self._vault.expired(holder):
            raise _error(
                403, "ExpiredToken", "The security token included in the request is expired"
            )
        return holder

    def unknown_action(self, request: Request) -> Answer:
        """Any other operation: this STS knows one."""
        raise _error(
            400, "InvalidAction", f"Could not find operation {request.parameter('Action')}"
        )


def signature(request: Request, holder: RoleCredentials | UserKey, signed: re.Match[str]) -> str:
    """The Signature Version 4 of this request, as its holder would make it.

    Of a POST without a query, which is all that the query protocol sends ("Create a signed AWS API
    request", IAM User Guide).
    """
    names = signed["headers"].split(";")
    canonical = "\n".join(
        [
            request.method,
            request.path,
            "",
            *(f"{name}:{' '.join(request.headers.get(name, '').split())}" for name in names),
            "",
            signed["headers"],
            hashlib.sha256(request.content).hexdigest(),
        ]
    )
    digest = hashlib.sha256(canonical.encode("latin-1", "replace")).hexdigest()
    moment = request.headers.get("x-amz-date", "")
    text = "\n".join(["AWS4-HMAC-SHA256", moment, signed["scope"], digest])
    key = f"AWS4{holder.secret_access_key}".encode()
    for part in (*signed["scope"].split("/"), text):
        key = hmac.digest(key, part.encode(), "sha256")
    return key.hex()


def _identity(holder: RoleCredentials, user: str) -> Answer:
    unique = hashlib.sha256(f"{holder.account_id} {holder.role}".encode("utf-8", "replace"))
    role = f"AWSReservedSSO_{holder.role}_{unique.hexdigest()[:16]}"
    arn = f"arn:aws:sts::{holder.account_id}:assumed-role/{role}/{user}"
    user_id = f"AROA{unique.hexdigest()[16:33].upper()}:{user}"
    return _caller(arn, user_id, holder.account_id)


def _user(holder: UserKey) -> Answer:
    unique = hashlib.sha256(f"{holder.account_id} {holder.user}".encode("utf-8", "replace"))
    arn = f"arn:aws:iam::{holder.account_id}:user/{holder.user}"
    return _caller(arn, f"AIDA{unique.hexdigest()[:17].upper()}", holder.account_id)


def _caller(arn: str, user_id: str, account_id: str) -> Answer:
    return _xml(
        200,
        "GetCallerIdentityResponse",
        f"<GetCallerIdentityResult><Arn>{escape(arn)}</Arn><UserId>{escape(user_id)}</UserId>"
        f"<Account>{escape(account_id)}</Account></GetCallerIdentityResult>"
        f"<ResponseMetadata><RequestId>{request_id()}</RequestId></ResponseMetadata>",
    )


def _error(status: int, code: str, message: str) -> ServiceError:
    return ServiceError(
        _xml(
            status,
            "ErrorResponse",
            f"<Error><Type>Sender</Type><Code>{code}</Code>"
            f"<Message>{escape(message)}</Message></Error><RequestId>{request_id()}</RequestId>",
        )
    )


def _xml(status: int, root: str, inside: str) -> Answer:
    document = f'<{root} xmlns="{NAMESPACE}">{inside}</{root}>'
    return Answer(status, document.encode("ascii", "xmlcharrefreplace"), XML)
