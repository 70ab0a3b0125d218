"""Does an answer say what it should? Readers for the JSON documents that AWS's services send.

What is missing or of the wrong kind raises `MalformedAnswer`; nothing is ever taken for empty that
was not said to be empty.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from sso_tui.errors import MalformedAnswer
from sso_tui.model import Secret

DOCUMENT: Final = "Document"
"""Under this key a client's result holds the document itself."""

Document = Mapping[str, object]


def document_of(body: bytes) -> Document:
    """The JSON object that a successful answer consists of; an empty one where it has no body.

    Raises:
        MalformedAnswer: it is anything else, a page of HTML for instance.
    """
    if not body:
        return {}
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedAnswer("What answered does not speak the portal's protocol") from None
    if not isinstance(document, dict):
        raise MalformedAnswer("The answer is not of the kind that the portal sends")
    return document


def document_or_none(body: bytes) -> Document | None:
    """The JSON object that explains a failure; None where that is anything else."""
    try:
        return document_of(body)
    except MalformedAnswer:
        return None


def items_of(document: Document, name: str) -> list[object]:
    """The list of that name, which may be empty but not missing."""
    items = document.get(name)
    if not isinstance(items, list):
        raise MalformedAnswer(f"The answer has no {name}")
    return items


def object_of(document: Document, name: str) -> Document:
    """The object of that name."""
    value = document.get(name)
    if not isinstance(value, dict):
        raise MalformedAnswer(f"The answer has no {name}")
    return value


def text_of(document: Document, name: str) -> str:
    """The text of that name, which is not empty and can be sent back."""
    value = document.get(name)
    if not isinstance(value, str) or not value or not _can_be_sent(value):
        raise MalformedAnswer(f"The answer has no {name}")
    return value


def secret_of(document: Document, name: str) -> Secret:
    """The secret of that name."""
    return Secret(text_of(document, name))


def number_of(document: Document, name: str) -> int | None:
    """The whole number of that name; None where there is none."""
    value = document.get(name)
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def next_token_of(document: Document) -> str | None:
    """Where the next page begins; None on the last one."""
    return text_of(document, "nextToken") if document.get("nextToken") else None


def _can_be_sent(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
