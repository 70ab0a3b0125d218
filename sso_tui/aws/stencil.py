"""How is the same request made a thousand times? botocore prepares it once; the rest are copies.

A listing makes one call for each account, and preparing it takes botocore as long as sending it and
reading the answer take together. A stencil is a request that botocore has prepared from marks in
place of values; its copies hold the values where the marks stood, encoded as botocore encodes them.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from botocore import xform_name

from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.neutral import neutral_client
from sso_tui.aws.wire import Response

VARIES: Final = object()
"""Stands for an argument that differs from call to call."""

INVOCATION: Final = "amz-sdk-invocation-id"
"""The header that holds another UUID in each call."""


class Stencil:
    """One operation's request, whose copies differ in the values of some arguments.

    Args:
        region: where the sso service is called.
        endpoints: what its endpoint goes by.
        operation: its name in the service model.
        arguments: the call's, in their order. What is `VARIES` is given each time: a text that the
            service model puts into the query or into a header.

    Raises:
        BotoCoreError: the region's partition has no endpoint of the kind that `endpoints` wants.
    """

    def __init__(
        self,
        region: str,
        endpoints: Endpoints,
        operation: str,
        arguments: Mapping[str, object],
    ) -> None:
        varied = [name for name, value in arguments.items() if value is VARIES]
        marks = {name: f"MARK-{place}-" for place, name in enumerate(varied)}
        names = {mark: name for name, mark in marks.items()}
        seen = _Seen()
        client = neutral_client("sso", region, endpoints, seen)
        getattr(client, xform_name(operation))(**{**arguments, **marks})
        pieces = re.split(f"({'|'.join(names)})", seen.url)
        self._texts, self._fillings = pieces[::2], [names[mark] for mark in pieces[1::2]]
        self._headers = seen.headers
        self._in_headers = {
            header: names[text] for header, text in seen.headers.items() if text in names
        }

    def copy(self, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        """The URL and the headers with these values, by the names of the arguments that vary."""
        encoded = [*(quote(values[name], safe="") for name in self._fillings), ""]
        url = "".join(map("".join, zip(self._texts, encoded, strict=True)))
        headers = self._headers | {INVOCATION: str(uuid4())}
        for header, name in self._in_headers.items():
            headers[header] = values[name].encode().decode("latin-1")  # its bytes, as UTF-8
        return url, headers


class _Seen:
    """Sends nothing, and holds what it was given to send."""

    def __init__(self) -> None:
        self.url = ""
        self.headers: dict[str, str] = {}

    def send(
        self,
        method: str,  # noqa: ARG002
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,  # noqa: ARG002
    ) -> Response:
        self.url, self.headers = url, dict(headers or {})
        return Response(200, {}, b"")
