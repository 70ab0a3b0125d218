"""Where is the AWS console, and where does one sign in to it? One answer for each partition.

A destination is only ever an https page of the partition's own console.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qs, quote, urlsplit, urlunsplit

from sso_tui.aws.hosts import partition_of, web_address
from sso_tui.aws.services import GLOBAL_SERVICES, PATHS
from sso_tui.errors import ConfigError, UsageError
from sso_tui.model import REGION, clean


@dataclass(frozen=True, slots=True)
class Console:
    """The console of one partition.

    Attributes:
        sign_in: the federation endpoint's origin.
        domain: the console's domain; regions stand before it.
        home_region: the region whose console has no region before the domain; empty where all do.
        fips_sign_in: the origin for FIPS, where there is another.
    """

    sign_in: str
    domain: str
    home_region: str = ""
    fips_sign_in: str = ""

    def host(self, region: str) -> str:
        """The console's host in that region."""
        return self.domain if region == self.home_region else f"{region}.{self.domain}"


CONSOLES: Final = {
    "aws": Console("https://signin.aws.amazon.com", "console.aws.amazon.com"),
    "aws-us-gov": Console(
        "https://signin.amazonaws-us-gov.com",
        "console.amazonaws-us-gov.com",
        "us-gov-west-1",
        "https://signin-fips.amazonaws-us-gov.com",
    ),
    "aws-cn": Console("https://signin.amazonaws.cn", "console.amazonaws.cn", "cn-north-1"),
    "aws-eusc": Console(
        "https://eusc-de-east-1.signin.amazonaws-eusc.eu", "console.amazonaws-eusc.eu"
    ),
}
"""By partition (botocore, the `signin` service's endpoint rules; AWS General Reference)."""

_SERVICE: Final = re.compile(r"[A-Za-z0-9-]+(/[A-Za-z0-9-]+)*")

_MULTI_SESSION: Final = re.compile(r"[0-9]{12}-[a-z0-9]{8}\.")
"""What stands before a console's host while several sessions are open in one browser; it names the
account and role that were open then."""


def console_of(region: str) -> Console:
    """The console of the partition that this region is in.

    Raises:
        UsageError: it is no region's name.
        ConfigError: no console of its partition is known.
    """
    if not REGION.fullmatch(region):
        raise UsageError(f"{clean(region) or '(nothing)'} is not the name of an AWS region")
    console = CONSOLES.get(partition_of(region))
    if console is None:
        raise ConfigError(f"No console is known for the partition of {region}", remedy="")
    return console


def destination_for(region: str, service: str | None = None) -> str:
    """The console's page for a service.

    Args:
        region: where it opens.
        service: a service's usual name or short form (`s3`, `cfn`), or the URL of a page of the
            console's; None for its home.

    Raises:
        UsageError: there is no such page in the console of the region's partition.
        ConfigError: no console of its partition is known.
    """
    console = console_of(region)
    if service and "://" in service:
        return _checked(service, console, region)
    if service and not _SERVICE.fullmatch(service):
        raise UsageError(f"{clean(service)} is not the name of a service")
    path = PATHS.get(service.lower(), service) if service else "console"
    query = "" if service and service.lower() in GLOBAL_SERVICES else f"?region={region}"
    return f"https://{console.host(region)}/{path}/home{query}"


def _checked(url: str, console: Console, region: str) -> str:
    """The URL of a console's page, without the session it was copied from, with a region."""
    try:
        parts = web_address(url, "The destination")
    except ConfigError as unfit:
        raise UsageError(unfit.what) from None
    host = _MULTI_SESSION.sub("", parts.hostname or "", count=1)
    own = host == console.domain or host.endswith(f".{console.domain}")
    if parts.scheme != "https" or parts.port not in {None, 443} or not own:
        raise UsageError(f"The destination is no page of the console ({console.domain})")
    return urlunsplit(("https", host, parts.path, _with_region(parts, region), parts.fragment))


def _with_region(parts: SplitResult, region: str) -> str:
    if "region" in parse_qs(parts.query, keep_blank_values=True):
        return parts.query
    return "&".join(part for part in (parts.query, f"region={region}") if part)


def portal_link(
    start_url: str, account_id: str, role_name: str, destination: str | None = None
) -> str:
    """The access portal's own link to a role's console; it holds no credentials.

    It works in a browser that is signed in to the portal ("Creating shortcut links", IAM Identity
    Center user guide).

    Args:
        start_url: the portal's, resolved where it is a company's own.
        account_id: twelve digits.
        role_name: the permission set's wire name.
        destination: where the console opens; None for its home.

    Raises:
        ConfigError: the start URL names an issuer, which has no pages.
    """
    host = urlsplit(start_url).hostname or ""
    if host.startswith("identitycenter."):
        raise ConfigError("This start URL names no access portal to link to", remedy="")
    query = {"account_id": account_id, "role_name": role_name, "destination": destination or ""}
    encoded = "&".join(f"{key}={quote(value, safe='')}" for key, value in query.items() if value)
    return f"{start_url.rstrip('/#')}/#/console?{encoded}"
