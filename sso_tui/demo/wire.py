"""What does one HTTP/1.1 message look like here? Requests as parsed, answers as sent.

Only what SDKs and browsers send on loopback is spoken: bodies with a Content-Length, connections
that stay open. Anything else is answered with a plain refusal and the connection ends.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote

JSON = "application/json"
HTML = "text/html; charset=utf-8"
FORM = "application/x-www-form-urlencoded"


@dataclass(slots=True, eq=False)
class Request:
    """One request, as logged: `status` stays None until its answer is about to be sent."""

    method: str
    target: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    content: bytes
    body: dict[str, Any]
    received_at: float
    operation: str = ""
    status: int | None = None

    def parameter(self, name: str) -> str | None:
        """A parameter of the query string, or else of a form."""
        value = self.query.get(name, self.body.get(name))
        return value if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, content and the headers beyond the usual ones."""

    status: int = 200
    content: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class ServiceError(Exception):
    """A service refuses a request, and `answer` is how it says so on the wire."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def json_answer(
    document: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """A JSON answer in ASCII, so that any text, lone surrogates included, can be sent."""
    return Answer(status, json.dumps(document).encode("ascii"), JSON, headers or {})


def redirect(location: str) -> Answer:
    """Send the browser to `location`."""
    return Answer(302, b"", HTML, {"Location": location, "Cache-Control": "no-store"})


def parse_head(head: bytes) -> tuple[str, str, dict[str, str]]:
    """Method, target and lower-case headers of a request's head (RFC 9112 §2, §3, §5).

    Raises ValueError where the head is not one.
    """
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, version = first.split(" ")
    if not version.startswith("HTTP/1.") or not target.startswith("/"):
        raise ValueError(first)
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError(line)
        headers[name.lower()] = value.strip()
    return method, target, headers


def request_of(
    method: str, target: str, headers: dict[str, str], content: bytes, received_at: float
) -> Request:
    """Put the parts of a request together, its query and body parsed."""
    path, _, query = target.partition("?")
    return Request(
        method=method,
        target=target,
        path=unquote(path),
        query=_fields(query),
        headers=headers,
        content=content,
        body=_body(content, headers.get("content-type", "")),
        received_at=received_at,
    )


def _fields(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True)) if text else {}


def _body(content: bytes, content_type: str) -> dict[str, Any]:
    """The body as named values; what is no form and no JSON object has none."""
    if not content:
        return {}
    if content_type.startswith(FORM):
        return _fields(content.decode("utf-8", "replace"))
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def head_of(answer: Answer, date: str, *, keep_open: bool) -> bytes:
    """An answer's head; its Content-Length is the whole content's, whatever part is sent."""
    lines = {
        "Date": date,
        "Content-Type": answer.content_type,
        "Content-Length": str(len(answer.content)),
        "x-amzn-RequestId": request_id(),
        "Connection": "keep-alive" if keep_open else "close",
        **answer.headers,
    }
    first = f"HTTP/1.1 {answer.status} {_reason(answer.status)}\r\n"
    rest = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{first}{rest}\r\n".encode("latin-1", "replace")


def request_id() -> str:
    """A new request id, in the form of a UUID."""
    digits = secrets.token_hex(16)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
