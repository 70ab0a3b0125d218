"""How do role credentials become a console session? One request, and a link that holds its answer.

The credentials travel in the request's body, so that they stand in no URL; no error repeats what
was sent. The link signs in whoever opens it within 15 minutes: it is a secret
("Enable custom identity broker access to the AWS console", IAM User Guide).
"""

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from sso_tui.aws.answers import document_of, text_of
from sso_tui.aws.consoles import console_of, destination_for, portal_link
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.faults import translated
from sso_tui.aws.wire import Response, Wire
from sso_tui.errors import MalformedAnswer, PortalError
from sso_tui.model import Credentials, Secret

__all__ = ["console_link", "destination_for", "portal_link"]

SHORTEST_SESSION: Final = 900
LONGEST_SESSION: Final = 43_200
"""Seconds that a console session may be asked to last."""

_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_DOING: Final = "open the console"


def console_link(
    credentials: Credentials,
    *,
    region: str,
    destination: str,
    issuer: str,
    duration: int | None = None,
    environ: Mapping[str, str],
) -> Secret:
    """A link that opens the console with these credentials.

    Args:
        credentials: a role's.
        region: one of the partition that they are for.
        destination: where the console opens, from `destination_for`.
        issuer: where the user lands when the session ends: the start URL.
        duration: seconds that the session is to last, of 900 to 43200; None for as long as the
            credentials do. Where it is refused, the link is asked for without it.
        environ: names endpoint, authorities and proxy.

    Raises:
        PortalError: the sign-in service can't be reached, or refuses the credentials.
        UsageError: `region` is no region's name.
        ConfigError: no console of its partition is known.
    """
    endpoint = _endpoint(region, Endpoints.of(environ))
    wire = Wire(environ)
    try:
        answer = _ask(wire, endpoint, credentials, duration)
        if answer.status == 400 and duration is not None:
            answer = _ask(wire, endpoint, credentials, None)
    finally:
        wire.close()
    token = _sign_in_token(answer)
    query = {"Issuer": issuer, "Destination": destination, "SigninToken": token.reveal()}
    encoded = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    return Secret(f"{endpoint}?Action=login&{encoded}")


def _endpoint(region: str, endpoints: Endpoints) -> str:
    console = console_of(region)
    own = (endpoints.fips and console.fips_sign_in) or console.sign_in
    return f"{(endpoints.signin or own).rstrip('/')}/federation"


def _ask(wire: Wire, endpoint: str, credentials: Credentials, duration: int | None) -> Response:
    session = {
        "sessionId": credentials.access_key_id,
        "sessionKey": credentials.secret_access_key.reveal(),
        "sessionToken": credentials.session_token.reveal(),
    }
    form = {"Action": "getSigninToken"}
    if duration is not None:
        seconds = min(max(duration, SHORTEST_SESSION), LONGEST_SESSION)
        form["SessionDuration"] = str(seconds)
    form["Session"] = json.dumps(session, separators=(",", ":"))
    with translated(_DOING):
        return wire.send("POST", endpoint, _FORM, urlencode(form, quote_via=quote).encode("ascii"))


def _sign_in_token(answer: Response) -> Secret:
    """The token in a successful answer; what refuses is 400 and a page of HTML, whatever the reason."""
    if 300 <= answer.status < 400:
        raise MalformedAnswer(f"Can't {_DOING}: what answered is not AWS's sign-in service")
    if answer.status != 200:
        raise PortalError(
            f"Can't {_DOING}: these credentials were refused (HTTP {answer.status})",
            "Get new credentials, then try again.",
        )
    return Secret(text_of(document_of(answer.body), "SigninToken"))
