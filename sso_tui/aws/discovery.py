"""Which region is the portal behind a start URL in?

Its host may say so, or the host that a company's own address redirects to; else the start page
does, in a `<meta name="region">`. What a page says is believed only once the sign-in service of that
region takes the start URL for one of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.faults import Refused, translated
from sso_tui.aws.hosts import is_portal_host, region_in
from sso_tui.aws.oidc import Oidc
from sso_tui.aws.portals import check, known_regions, resolve
from sso_tui.aws.wire import Response, Wire
from sso_tui.errors import ConfigError, MalformedAnswer, PortalError
from sso_tui.model import Portal

_META: Final = re.compile(
    rb"""<meta\s+(?:name=["']region["']\s+content=["']([a-z0-9-]{5,24})["']"""
    rb"""|content=["']([a-z0-9-]{5,24})["']\s+name=["']region["'])"""
)
"""How the start page names its region, in either order of the attributes."""


def region_of(start_url: str, environ: Mapping[str, str]) -> str | None:
    """The region of the portal behind a start URL; None where that can't be found out.

    Args:
        start_url: as the user typed it.
        environ: names endpoints, authorities and proxy.

    Raises:
        ConfigError: it is no start URL, or leads to no portal of AWS's.
        PortalError: nothing answered at a company's own address.
    """
    portal = resolve(Portal(start_url, start_url, ""), environ)
    region = portal.region or region_in(urlsplit(portal.start_url).hostname or "")
    if region:
        return region
    said = _said_by_page(portal.start_url, environ)
    if said in known_regions() and _accepts(replace(portal, region=said), environ):
        return said
    return None


def _said_by_page(start_url: str, environ: Mapping[str, str]) -> str:
    """The region that the start page names, if it does; a page that does not answer names none."""
    wire = Wire(environ)
    try:
        with translated("read the start page"):
            answer = wire.send("GET", start_url)
            if target := _moved(start_url, answer):
                answer = wire.send("GET", target)
    except (PortalError, MalformedAnswer):
        return ""
    finally:
        wire.close()
    found = _META.search(answer.body) if answer.status == 200 else None
    return (found[1] or found[2]).decode("ascii") if found else ""


def _moved(start_url: str, answer: Response) -> str:
    """Where the page has moved to, one hop and on hosts of AWS's alone; empty where it has not."""
    location = answer.headers.get("Location")
    if not (300 <= answer.status < 400 and location):
        return ""
    target = urljoin(start_url, location)
    parts = urlsplit(target)
    return target if parts.scheme == "https" and is_portal_host(parts.hostname or "") else ""


def _accepts(portal: Portal, environ: Mapping[str, str]) -> bool:
    """Whether the sign-in service of the portal's region knows its start URL."""
    wire = Wire(environ)
    try:
        check(portal, environ)
        oidc = Oidc(portal, Endpoints.of(environ), wire)
        oidc.start_device(oidc.register_for_device())
    except (Refused, PortalError, ConfigError):
        return False
    finally:
        wire.close()
    return True
