"""Whose is a long-term key? The one question for which such a key is ever used here.

GetCallerIdentity needs no permission, and can't be denied (AWS STS API Reference). The request is
signed with the key (Signature Version 4), so that its secret part is not sent even there.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.faults import translated
from sso_tui.aws.neutral import address_of, neutral_client
from sso_tui.aws.wire import Response, Wire
from sso_tui.errors import ConfigError, MalformedAnswer, NoAccess, PortalError
from sso_tui.longterm import Caller, LongTermKey
from sso_tui.model import REGION, clean

_ACCOUNT: Final = re.compile(r"<Account>\s*([0-9]{12})\s*</Account>")
_ARN: Final = re.compile(r"<Arn>\s*(arn:[a-z0-9-]+:(?:iam|sts)::[0-9]{12}:[^<\s]+)\s*</Arn>")
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_QUESTION: Final = urlencode({"Action": "GetCallerIdentity", "Version": "2011-06-15"})
_DOING: Final = "ask STS whose key this is"


def host(region: str, environ: Mapping[str, str]) -> str:
    """The host that is asked, for whoever is to allow it.

    Raises:
        ConfigError: `region` is no region's name, or the environment's endpoint can't be used.
    """
    return urlsplit(_address(region, Wire(environ), environ)).netloc


def caller(key: LongTermKey, region: str, environ: Mapping[str, str]) -> Caller:
    """Ask STS whose key it is.

    Args:
        key: the key.
        region: one of the partition that it is for.
        environ: names endpoint, authorities and proxy.

    Raises:
        NoAccess: AWS does not know the key, or not any more.
        PortalError: STS can't be reached, or makes no sense.
        ConfigError: `region` is no region's name, or the environment's endpoint can't be used.
    """
    wire = Wire(environ)
    request = AWSRequest("POST", _address(region, wire, environ), _FORM, _QUESTION)
    signer = Credentials(key.access_key_id, key.secret_access_key.reveal())
    SigV4Auth(signer, "sts", region).add_auth(request)
    try:
        with translated(_DOING):
            headers = dict(request.headers.items())
            answer = wire.send("POST", str(request.url), headers, _QUESTION.encode())
    finally:
        wire.close()
    return _caller(answer, key)


def _address(region: str, wire: Wire, environ: Mapping[str, str]) -> str:
    """Where STS is, by botocore's own rules for partitions, FIPS and IPv6."""
    if not REGION.fullmatch(region):
        raise ConfigError(f"{clean(region)} is no region's name")
    with translated(_DOING):
        client = neutral_client("sts", region, Endpoints.of(environ), wire)
        return address_of(client, "GetCallerIdentity", {})


def _caller(answer: Response, key: LongTermKey) -> Caller:
    text = answer.body.decode("utf-8", "replace")
    if answer.status in (400, 401, 403) and "<Error>" in text:
        raise NoAccess(
            f"AWS does not accept the key that ends in {clean(key.access_key_id[-4:])}",
            "It may be inactive or deleted already; see the user's keys in the IAM console.",
        )
    if answer.status >= 500:
        raise PortalError(f"Can't {_DOING}: the service failed (HTTP {answer.status})")
    account, arn = _ACCOUNT.search(text), _ARN.search(text)
    if answer.status != 200 or not account or not arn:
        raise MalformedAnswer(f"Can't {_DOING}: what answered is not STS (HTTP {answer.status})")
    return Caller(account[1], arn[1])
