"""What does the browser see when it comes back? One static page, which repeats nothing it was sent.

It claims no success: whether the sign-in worked is only known once the code has been exchanged.
"""

from http import HTTPStatus
from typing import Final

Page = bytes
"""A whole HTTP/1.1 answer."""

_HEADERS: Final = (
    "Cache-Control: no-store",
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Connection: close",
)

_HTML: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>ssotui</title>
<style>
:root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif }
body { max-width: 32rem; margin: 20vh auto; padding: 0 1rem; text-align: center }
</style>
<h1>Back to the terminal</h1>
<p>ssotui carries on there. You can close this page.</p>
</html>
"""


def _page(status: HTTPStatus, kind: str, text: str) -> Page:
    body = text.encode("utf-8")
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {kind}; charset=utf-8",
        f"Content-Length: {len(body)}",
        *_HEADERS,
    ]
    return "\r\n".join([*head, "", ""]).encode("ascii") + body


BACK: Final = _page(HTTPStatus.OK, "text/html", _HTML)
"""The page for the one request that was waited for."""


def refusal(status: int) -> Page:
    """The page for any other request."""
    known = HTTPStatus(status)
    return _page(known, "text/plain", f"{known.phrase}\n")
