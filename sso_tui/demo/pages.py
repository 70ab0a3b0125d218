"""What do people see in the browser? The demo's pages, from the templates beside this module.

Every value is escaped once, here, on its way into a template, and the policy sent with each page
lets it load nothing and run nothing: hostile names are text, whatever they hold.
"""

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from sso_tui.demo.wire import HTML, Answer

LOOPBACK = "http://127.0.0.1:*"
"""Where a consent form may lead: CSP's form-action counts the redirects that follow, too."""


def page(
    name: str, title: str, status: int = 200, refresh: str = "", region: str = "", **values: str
) -> Answer:
    """A page.

    Args:
        name: of its template.
        title: of the page.
        status: of the answer.
        refresh: as meta refresh has it; empty for none.
        region: where the portal says it is; empty where it says nothing.
        values: what is filled in, escaped.
    """
    escaped = {key: escape(value) for key, value in values.items()}
    document = _template("layout.html").substitute(
        title=escape(title),
        style=_style(),
        refresh=f'<meta http-equiv="refresh" content="{escape(refresh)}">' if refresh else "",
        region=f'<meta name="region" content="{escape(region)}">' if region else "",
        content=_template(f"{name}.html").substitute(escaped),
    )
    content = document.encode("utf-8", "xmlcharrefreplace")
    headers = {"Content-Security-Policy": _policy(), **SAFE_HEADERS}
    return Answer(status, content, HTML, headers)


SAFE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@cache
def _text(name: str) -> str:
    return files(__package__).joinpath("pages", name).read_text("utf-8")


@cache
def _template(name: str) -> Template:
    return Template(_text(name))


@cache
def _style() -> str:
    return _text("style.css")


@cache
def _policy() -> str:
    digest = hashlib.sha256(_style().encode("utf-8")).digest()
    style = f"style-src 'sha256-{base64.b64encode(digest).decode('ascii')}'"
    return (
        f"default-src 'none'; {style}; img-src data:; form-action 'self' {LOOPBACK}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
