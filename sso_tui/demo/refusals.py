"""How do the services say no? Each error's name, HTTP status, usual words and wire shape.

sso-oidc and the sso portal word their errors differently: OAuth's `error` in one, Smithy's
`__type` in the other. Both name the exception in `x-amzn-ErrorType` too, which is what SDKs read
first. The shapes are those quoted in public issue logs (boto/boto3#3891, aws/aws-cli#8561,
61418/aws-sso-util#74).
"""

from sso_tui.demo.wire import Answer, ServiceError, json_answer

OIDC_ERRORS = {
    "authorization_pending": (
        "AuthorizationPendingException",
        400,
        "Authorization is still pending",
    ),
    "slow_down": ("SlowDownException", 400, "Polling too often"),
    "expired_token": ("ExpiredTokenException", 400, "The device code has expired"),
    "access_denied": ("AccessDeniedException", 400, "The user refused the request"),
    "invalid_client": ("InvalidClientException", 401, "Invalid client credentials provided"),
    "invalid_grant": ("InvalidGrantException", 400, "Invalid grant provided"),
    "invalid_request": ("InvalidRequestException", 400, "Invalid request"),
    "unauthorized_client": ("UnauthorizedClientException", 400, "Grant type not registered"),
    "unsupported_grant_type": ("UnsupportedGrantTypeException", 400, "Unsupported grant type"),
    "invalid_scope": ("InvalidScopeException", 400, "Invalid scope"),
    "invalid_client_metadata": ("InvalidClientMetadataException", 400, "Invalid client metadata"),
    "invalid_redirect_uri": ("InvalidRedirectUriException", 400, "Invalid redirect URI"),
    "server_error": ("InternalServerException", 500, "Internal server error"),
}
"""sso-oidc: OAuth's error code to exception, HTTP status, usual description."""

PORTAL_ERRORS = {
    "InvalidRequestException": (400, "Invalid request"),
    "UnauthorizedException": (401, "Session token not found or invalid"),
    "ForbiddenException": (403, "No access"),
    "ResourceNotFoundException": (404, "Resource not found"),
    "TooManyRequestsException": (429, "HTTP 429 Unknown Code"),
}
"""sso portal: exception to HTTP status and usual message."""


def oidc_answer(error: str, description: str | None = None) -> Answer:
    """How sso-oidc words this error; KeyError where it has no such error."""
    exception, status, usual = OIDC_ERRORS[error]
    document = {"error": error, "error_description": usual if description is None else description}
    kind = f"{exception}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/"
    return json_answer(document, status, {"x-amzn-ErrorType": kind})


def portal_answer(exception: str, message: str | None = None) -> Answer:
    """How the sso portal words this error; KeyError where it has no such error."""
    status, usual = PORTAL_ERRORS[exception]
    document = {
        "message": usual if message is None else message,
        "__type": f"com.amazonaws.switchboard.portal#{exception}",
    }
    return json_answer(document, status, {"x-amzn-ErrorType": exception})


def named_answer(name: str) -> Answer:
    """The answer to an error of either service, by its wire name; KeyError where unknown."""
    return oidc_answer(name) if name in OIDC_ERRORS else portal_answer(name)


def oidc_error(error: str, description: str | None = None) -> ServiceError:
    """sso-oidc refuses with this error."""
    return ServiceError(oidc_answer(error, description))


def portal_error(exception: str, message: str | None = None) -> ServiceError:
    """The sso portal refuses with this error."""
    return ServiceError(portal_answer(exception, message))
