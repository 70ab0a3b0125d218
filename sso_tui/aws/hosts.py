"""Which hosts are AWS's own, which are this machine, and which partition is a region in?

The lists are closed: a host that stands on none of them belongs to somebody else.
"""

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from sso_tui.errors import ConfigError

PARTITION_PREFIXES: Final = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "eusc-": "aws-eusc",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
}
"""How the regions of each partition but the commercial one begin (botocore, partitions.json)."""

_PORTAL_HOSTS: Final = frozenset(
    {
        "identitycenter.amazonaws.com",
        "identitycenter.amazonaws.com.cn",
        "identitycenter.amazonaws.eu",
        "identitycenter.us-gov.amazonaws.com",
    }
)

_PORTAL_SUFFIXES: Final = (
    "app.aws",
    "portal.amazonaws.com",
    "portal.amazonaws.com.cn",
    "app.amazonwebservices.com.cn",
    "portal.amazonaws.eu",
    "api.amazonwebservices.eu",
    "awsapps.com",
    "awsapps.cn",
)
"""The domains of access portals, as the AWS CLI (2.35.13 and later) knows them."""

_REGION: Final = r"([a-z]{2,5}(?:-[a-z]+)+-[0-9]+)"

_REGIONAL_PORTALS: Final = tuple(
    re.compile(rf"[^.]+\.{rest}")
    for rest in (
        rf"portal\.{_REGION}\.app\.aws",
        rf"{_REGION}\.portal\.amazonaws\.(?:com|com\.cn|eu)",
        rf"portal\.{_REGION}\.app\.amazonwebservices\.com\.cn",
        rf"portal\.{_REGION}\.api\.amazonwebservices\.eu",
    )
)
"""Portal hosts that say which region they are in; the first label is the instance's."""

_SERVICE_HOSTS: Final = re.compile(
    r"(?:device\.sso|oidc)(?:-fips)?\.[a-z0-9-]+\."
    r"(?:amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws"
    r"|api\.amazonwebservices\.com\.cn|api\.amazonwebservices\.eu)"
)
"""Hosts of sign-in pages that are no portal. The domains above them also hold customers' hosts."""

_UNFIT: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
"""Controls, white space, and the backslash, which browsers read as a slash."""


def partition_of(region: str) -> str:
    """The partition that a region is in, by the region's name."""
    found = (name for prefix, name in PARTITION_PREFIXES.items() if region.startswith(prefix))
    return next(found, "aws")


def is_portal_host(host: str) -> bool:
    """Whether access portals of AWS's own live on this host."""
    host = host.lower().rstrip(".")
    return host in _PORTAL_HOSTS or any(
        host == suffix or host.endswith(f".{suffix}") for suffix in _PORTAL_SUFFIXES
    )


def is_sign_in_host(host: str) -> bool:
    """Whether AWS's pages for signing in live on this host."""
    return is_portal_host(host) or bool(_SERVICE_HOSTS.fullmatch(host.lower()))


def region_in(host: str) -> str | None:
    """The region that a portal's host names; None where it names none."""
    host = host.lower().rstrip(".")
    found = (pattern.fullmatch(host) for pattern in _REGIONAL_PORTALS)
    return next((match[1] for match in found if match), None)


def is_loopback(host: str) -> bool:
    """Whether this is a literal address of this very machine, or `localhost`."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def web_address(url: str, what: str) -> SplitResult:
    """The parts of an https or http URL that is fit to be called or opened.

    Args:
        url: the URL.
        what: what it is, as the beginning of the sentence that refuses it.

    Raises:
        ConfigError: it has another scheme, no host, a user name, a control character or a blank.
    """
    if not url.isascii() or _UNFIT.search(url):
        raise ConfigError(f"{what} holds a character that no web address has")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise ConfigError(f"{what} is no web address") from None
    if parts.scheme not in {"https", "http"} or not host:
        raise ConfigError(f"{what} must begin with https:// and name a host")
    if "@" in parts.netloc:
        raise ConfigError(f"{what} must not hold a user name")
    return parts
