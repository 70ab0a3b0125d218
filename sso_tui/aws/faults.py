"""What went wrong on the wire, in our own words? The one place that knows botocore's exceptions.

Answers are told apart by their HTTP status first, since error types go missing and vary. What is
said holds server text only after it was made safe to draw, and never a URL or anything sent.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ssl import SSLCertVerificationError
from typing import Any, Final, cast

import urllib3.exceptions as http
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointVariantError,
    InvalidRegionError,
    UnknownEndpointError,
)

from sso_tui.aws.answers import DOCUMENT, Document
from sso_tui.errors import (
    ConfigError,
    MalformedAnswer,
    NoAccess,
    PortalError,
    SignInFailed,
    SignInNeeded,
    SsotuiError,
    Throttled,
)
from sso_tui.model import clean

LONGEST_REASON: Final = 200
"""Characters of a server's own words that are repeated."""

LONGEST_RETRY_AFTER: Final = 60.0
"""Seconds. What a server asks for beyond that is a mistake, and would look like a hang."""

OAUTH_ERRORS: Final = {
    "AuthorizationPendingException": "authorization_pending",
    "SlowDownException": "slow_down",
    "ExpiredTokenException": "expired_token",
    "AccessDeniedException": "access_denied",
    "InvalidClientException": "invalid_client",
    "InvalidGrantException": "invalid_grant",
    "InvalidRequestException": "invalid_request",
    "UnauthorizedClientException": "unauthorized_client",
    "UnsupportedGrantTypeException": "unsupported_grant_type",
    "InvalidScopeException": "invalid_scope",
    "InvalidClientMetadataException": "invalid_client_metadata",
    "InvalidRedirectUriException": "invalid_redirect_uri",
}
"""The errors of sso-oidc and OAuth's words for them (service model sso-oidc)."""

_SIGN_IN_OPERATIONS: Final = {"RegisterClient", "StartDeviceAuthorization", "CreateToken"}


class Refused(SignInFailed):
    """The sign-in service said no.

    Attributes:
        error: OAuth's word for it: `authorization_pending`, `invalid_grant`, `invalid_client`…
            (RFC 6749 section 5.2, RFC 8628 section 3.5).
    """

    def __init__(self, error: str, what: str) -> None:
        super().__init__(what)
        self.error = error


class Slower(Throttled):
    """The portal wants fewer requests.

    Attributes:
        retry_after: seconds until it wants another; None where it did not say.
    """

    def __init__(self, what: str, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.retry_after = retry_after


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Exceptions of botocore and urllib3 raised in here come out as errors of ours.

    Args:
        doing: what is being attempted, as in "can't list the accounts".

    Raises:
        SsotuiError: whatever the services or the network had to say.
    """
    try:
        yield
    except SsotuiError:
        raise
    except ClientError as error:
        raise _client_refusal(error, doing) from None
    except http.HTTPError as error:
        raise PortalError(f"Can't {doing}: {_network(error)}") from None
    except TimeoutError:  # before a connection was there that could time out
        raise PortalError(f"Can't {doing}: no answer came in time") from None
    except (EndpointVariantError, UnknownEndpointError, InvalidRegionError):
        raise ConfigError(f"Can't {doing}: AWS has no such endpoint in this region") from None
    except BotoCoreError as error:
        raise PortalError(f"Can't {doing}: {type(error).__name__}") from None


def _client_refusal(error: ClientError, doing: str) -> SsotuiError:
    """The error of ours for an answer that botocore took for a failure."""
    metadata: Mapping[str, Any] = error.response["ResponseMetadata"]
    status, headers = int(metadata["HTTPStatusCode"]), metadata["HTTPHeaders"]
    document: Document | None = cast(Any, error.response).get(DOCUMENT)
    signs_in = error.operation_name in _SIGN_IN_OPERATIONS
    if signs_in and document is not None and 400 <= status < 500 and status not in (407, 429):
        return _refused(error, status, document, doing)
    return refusal(status, headers, document, doing)


def refusal(
    status: int, headers: Mapping[str, str], document: Document | None, doing: str
) -> SsotuiError:
    """The error of ours for an answer of the portal's whose status is 300 or more.

    Args:
        status: the HTTP status.
        headers: by lower-case names.
        document: what the answer says; None where that is no JSON object.
        doing: what was attempted, as in "can't list the accounts".
    """
    if status == 429:
        return Slower(f"Can't {doing}: too many requests", retry_after(headers))
    if status >= 500:
        return PortalError(f"Can't {doing}: the service failed (HTTP {status})")
    if document is None or status < 400 or status == 407:
        return MalformedAnswer(f"Can't {doing}: what answered is not the portal (HTTP {status})")
    match status:
        case 401:
            return SignInNeeded(f"Can't {doing}: the sign-in is no longer valid")
        case 403 | 404:
            return NoAccess(_sentence(doing, document, "message"))
        case _:
            return PortalError(_sentence(doing, document, "message"), remedy="")


def _refused(error: ClientError, status: int, document: Document, doing: str) -> Refused:
    said = document.get("error")
    code = str(error.response.get("Error", {}).get("Code"))
    oauth = said if isinstance(said, str) else OAUTH_ERRORS.get(code, "")
    if not oauth and status == 401:
        oauth = "invalid_client"
    return Refused(oauth, _sentence(doing, document, "error_description", "error"))


def _sentence(doing: str, document: Document, *names: str) -> str:
    """What failed, and the server's words for it, if it has any."""
    said = (document.get(name) for name in names)
    words = next((clean(text) for text in said if isinstance(text, str) and text), "")
    return f"Can't {doing}: {words[:LONGEST_REASON].rstrip('.')}" if words else f"Can't {doing}"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """How many seconds an answer wants us to stay away; None where it does not say.

    Args:
        headers: by lower-case names. `x-amz-retry-after` is in milliseconds, `retry-after` in
            seconds (RFC 9110 section 10.2.3; its other form, a date, is not used by AWS).
    """
    milliseconds = _seconds(headers.get("x-amz-retry-after"))
    if milliseconds is not None:
        return min(milliseconds / 1000, LONGEST_RETRY_AFTER)
    seconds = _seconds(headers.get("retry-after"))
    return None if seconds is None else min(seconds, LONGEST_RETRY_AFTER)


def _seconds(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None


def _network(error: http.HTTPError) -> str:
    """What a failure of the network was; urllib3's own words hold the URL."""
    if any(isinstance(cause, SSLCertVerificationError) for cause in error.args):
        return "the server's certificate could not be verified"
    cause = next((kind for kind in _NETWORK if isinstance(error, kind)), None)
    return _NETWORK[cause] if cause else "the connection failed"


_NETWORK: Final = {
    http.NameResolutionError: "the host's name could not be resolved",
    http.ProxyError: "the proxy did not let us through",
    http.SSLError: "no secure connection could be made",
    http.NewConnectionError: "the host could not be reached",
    http.ConnectTimeoutError: "the host could not be reached in time",
    http.TimeoutError: "no answer came in time",
    http.IncompleteRead: "the answer was cut short",
    http.ProtocolError: "the connection was closed",
    http.LocationValueError: "the address can't be called",
    http.URLSchemeUnknown: "the proxy's address can't be used",
}
"""Failures of the network, the particular before the general."""
