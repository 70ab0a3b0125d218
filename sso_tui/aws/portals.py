"""Is this portal one that a token may be shown to, and where does its start URL really lead?

Importing this costs no botocore. A start URL on a host of AWS's own is taken as it stands; any
other is a company's shorthand, which must redirect, in one hop that is looked at and never
followed, to a portal of AWS's (as the AWS CLI resolves it since 2.35.13).
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, urljoin, urlunsplit

from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.hosts import (
    is_loopback,
    is_portal_host,
    is_sign_in_host,
    partition_of,
    region_in,
    web_address,
)
from sso_tui.errors import ConfigError, MalformedAnswer
from sso_tui.model import Portal, clean

__all__ = ["Endpoints", "check", "needs_resolving", "partition_of", "resolve", "visitable"]

_START_URL = "The start URL (sso_start_url)"
LONG_KNOWN_REGIONS: Final = frozenset(
    {
        "af-south-1",
        "ap-east-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
        "cn-north-1",
        "cn-northwest-1",
        "us-gov-east-1",
        "us-gov-west-1",
    }
)
"""Regions that are not looked up in botocore, which takes longer to load than most commands run."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_SUCH_METHOD = frozenset({405, 501})


def check(portal: Portal, environ: Mapping[str, str]) -> None:
    """Make sure that the portal can be what it claims, before anything is sent to it.

    Raises:
        ConfigError: the start URL or the region can't be used, and why.
    """
    _check_start_url(portal, Endpoints.of(environ))
    _check_region(portal.region)


def _check_start_url(portal: Portal, endpoints: Endpoints) -> SplitResult:
    parts = web_address(portal.start_url, _START_URL)
    local = endpoints.on_loopback and is_loopback(parts.hostname or "")
    if parts.scheme != "https" and not local:
        raise ConfigError(f"{_START_URL} of {portal.name} must begin with https://")
    return parts


def _check_region(region: str) -> None:
    if region in LONG_KNOWN_REGIONS or region in (known := known_regions()):
        return
    import difflib

    near = difflib.get_close_matches(region, known, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    said = clean(region) or "(none)"
    raise ConfigError(f"{said} is no region of IAM Identity Center (sso_region){hint}")


@lru_cache(maxsize=1)
def known_regions() -> tuple[str, ...]:
    """The regions, of all partitions, that IAM Identity Center is in (botocore, endpoints.json)."""
    from sso_tui.aws.neutral import neutral_session

    session = neutral_session()
    partitions = session.get_available_partitions()
    regions = (session.get_available_regions("sso-oidc", partition) for partition in partitions)
    return tuple(sorted({region for found in regions for region in found}))


def needs_resolving(portal: Portal, environ: Mapping[str, str]) -> bool:
    """Whether the start URL is a company's own and has to be asked where it leads."""
    endpoints = Endpoints.of(environ)
    host = _check_start_url(portal, endpoints).hostname or ""
    return not is_portal_host(host) and not (endpoints.on_loopback and is_loopback(host))


def resolve(portal: Portal, environ: Mapping[str, str]) -> Portal:
    """The same portal with the start URL and region that AWS knows it by.

    The configured ones stay the name under which the shared caches know it.

    Raises:
        ConfigError: the start URL leads to no portal of AWS's.
        PortalError: nothing answered at the start URL.
    """
    if not needs_resolving(portal, environ):
        return portal
    target = web_address(_target(portal.start_url, environ), "What the start URL leads to")
    host = (target.hostname or "").lower()
    if target.scheme != "https" or not is_portal_host(host):
        raise ConfigError(f"{_START_URL} of {portal.name} leads to no access portal of AWS's")
    port = f":{target.port}" if target.port not in {None, 443} else ""
    start_url = urlunsplit(("https", host + port, target.path.rstrip("/"), "", ""))
    return replace(portal, start_url=start_url, region=region_in(host) or portal.region)


def _target(start_url: str, environ: Mapping[str, str]) -> str:
    """Where the start URL redirects to. One answer is looked at; its target is not fetched."""
    from sso_tui.aws.faults import translated
    from sso_tui.aws.wire import Wire

    with translated("find out where the start URL leads"):
        wire = Wire(environ)
        answer = wire.send("HEAD", start_url)
        if answer.status in _NO_SUCH_METHOD:
            answer = wire.send("GET", start_url)
    location = answer.headers.get("Location")
    if answer.status not in _REDIRECTS or not location:
        raise ConfigError(f"{_START_URL} leads to no access portal of AWS's")
    return urljoin(start_url, location)


def visitable(url: str, endpoints: Endpoints) -> str:
    """`url`, which a server wants a browser to open, if it is a sign-in page of AWS's.

    Where the endpoints are overridden, their own hosts count too.

    Raises:
        MalformedAnswer: it is anything else.
    """
    try:
        parts = web_address(url, "The sign-in page")
    except ConfigError as unfit:
        raise MalformedAnswer(f"The portal's answer can't be used: {unfit.what}") from None
    host = parts.hostname or ""
    if endpoints.on_loopback and is_loopback(host):
        return url
    overridden = web_address(endpoints.oidc, "").hostname if endpoints.oidc else None
    if parts.scheme != "https" or not (is_sign_in_host(host) or host == overridden):
        raise MalformedAnswer("The portal named a sign-in page that is not AWS's")
    return url
