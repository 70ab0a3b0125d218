"""Is this link one that a browser may be given?

Only https, http to a loopback address, and the schemes of Firefox's container extensions around
one of these; nothing that a program could take for an option or a shell for more than a word.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sso_tui.errors import DesktopError

CONTAINER_SCHEMES: Final = frozenset({"ext+container", "ext+granted-containers"})
"""Schemes of the extensions that open a link in a Firefox container."""

_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
"""A scheme and the characters that a URI may have (RFC 3986, sections 2 and 3.1)."""


def checked(url: str) -> str:
    """`url` itself, fit to be opened.

    Raises:
        DesktopError: it is not; the message does not repeat it.
    """
    if not _URI.fullmatch(url) or not _allowed(url):
        raise DesktopError("That link is none that a browser should open", "Nothing was opened.")
    return url


def for_container(url: str) -> bool:
    """Whether the link is for one of Firefox's container extensions."""
    return url.partition(":")[0] in CONTAINER_SCHEMES


def _allowed(url: str) -> bool:
    if for_container(url):
        inner = parse_qs(url.partition(":")[2]).get("url", [""])
        return len(inner) == 1 and _web(inner[0])
    return _web(url)


def _web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _loopback(host)))


def _loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
