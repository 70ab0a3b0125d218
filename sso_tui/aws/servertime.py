"""What time is it at the portal? A request that carries nothing, for the `Date` of its answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.faults import translated
from sso_tui.aws.neutral import address_of, neutral_client
from sso_tui.aws.wire import Wire
from sso_tui.errors import MalformedAnswer

_SAMPLE = {"clientName": "ssotui", "clientType": "public"}
"""What the sign-in service's address is found out with; it is not sent."""


def server_time(region: str, environ: Mapping[str, str], seconds: float) -> datetime:
    """The time by the sign-in service of a region, in whole seconds.

    Any answer will do, a refusal too: each carries the time (RFC 9110 section 6.6.1).

    Args:
        region: a region of IAM Identity Center.
        environ: names endpoints, authorities and proxy.
        seconds: how long the call may take altogether.

    Raises:
        ConfigError: there is no such service in the region, or the environment can't be used.
        PortalError: it can't be reached in that time, or its answer does not say.
    """
    with translated("reach the sign-in service"):
        wire = Wire(environ, seconds)
        client = neutral_client("sso-oidc", region, Endpoints.of(environ), wire)
        parts = urlsplit(address_of(client, "RegisterClient", _SAMPLE))
        try:
            answer = wire.send("GET", urlunsplit((parts.scheme, parts.netloc, "/", "", "")))
        finally:
            wire.close()
    return _moment(answer.headers.get("Date"))


def _moment(text: str | None) -> datetime:
    try:
        moment = parsedate_to_datetime(text or "")
    except ValueError:
        raise MalformedAnswer("The answer does not say what time it is") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
