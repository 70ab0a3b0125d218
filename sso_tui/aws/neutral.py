"""How is a botocore client made that nothing around it can change?

The clients made here read no profile, no file of the user's and no environment variable, sign
nothing, retry nothing, and send through a `Wire` of ours: an endpoint in a profile, a missing
`AWS_PROFILE` or a broken file has no effect on them. Answers are handed on as the JSON documents
that they are, since botocore's own reading of them hides what is malformed.
"""

import json
import logging
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol, cast

import botocore.session
from botocore import UNSIGNED, xform_name
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.client import BaseClient
from botocore.config import Config
from botocore.configprovider import (
    BOTOCORE_DEFAUT_SESSION_VARIABLES,
    ConfigValueStore,
    ConstantProvider,
)
from botocore.loaders import JSONFileLoader, Loader
from botocore.session import Session

import sso_tui
from sso_tui.aws.answers import DOCUMENT, document_of, document_or_none
from sso_tui.aws.endpoints import Endpoints
from sso_tui.aws.wire import Response

SERVICES: Final = ("sso", "sso-oidc", "sts")
"""The services that are called, by botocore's names."""

PREFIXES: Final = ("portal.sso", "oidc", "sts")
"""The same, by the names that their endpoints begin with."""

_NO_DEFAULT: Final = ("config_file", "credentials_file")
"""Settings whose default would lead to a file of the user's."""

_TALKATIVE: Final = ("botocore", "boto3", "urllib3")
"""Loggers of the SDK's, and of what it sends with."""

_MAKING: Final = threading.Lock()
"""A session makes one client at a time; botocore's sessions are not for several threads."""


class Sends(Protocol):
    """What a client sends its requests through: a `Wire`, as a rule."""

    def send(
        self, method: str, url: str, headers: Mapping[str, str] | None, body: bytes | None, /
    ) -> Response:
        """Send a request and read the whole answer."""


class _NarrowFiles(JSONFileLoader):
    """Reads of all services' endpoints those of the services called: the rest takes megabytes."""

    def load_file(self, file_path: str) -> Any:
        path = Path(f"{file_path}.json")
        if path.name != "endpoints.json" or not path.exists():
            return super().load_file(file_path)
        return json.loads(path.read_text("utf-8"), object_pairs_hook=_narrowed)


def _narrowed(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A partition without the services that nobody calls; anything else as it is."""
    found = dict(pairs)
    if "partition" in found and "services" in found:
        every = found["services"]
        found["services"] = {name: every[name] for name in PREFIXES if name in every}
    return found


class _NarrowLoader(Loader):
    """Knows the services called, where botocore's own looks through 400 folders for them."""

    def __init__(self) -> None:
        super().__init__(
            extra_search_paths=[self.BUILTIN_DATA_PATH],
            include_default_search_paths=False,
            file_loader=_NarrowFiles(),
        )

    def list_available_services(self, type_name: str) -> list[str]:  # noqa: ARG002
        return list(SERVICES)


@lru_cache(maxsize=1)
def neutral_session() -> Session:
    """A botocore session in which every setting has its default; one for all clients.

    It keeps what it has read, which is most of a client's making.
    """
    _hush()
    defaults = {
        name: ConstantProvider(None if name in _NO_DEFAULT else default)
        for name, (_key, _variable, default, _convert) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
    }
    defaults["ignore_configured_endpoint_urls"] = ConstantProvider(True)
    session = botocore.session.get_session()
    session.register_component("config_store", ConfigValueStore(mapping=defaults))
    session.register_component("data_loader", _NarrowLoader())
    return session


def _hush() -> None:
    """Have the SDK log nothing, whoever listens: it logs bodies, tokens and all."""
    for name in _TALKATIVE:
        log = logging.getLogger(name)
        log.setLevel(logging.CRITICAL + 1)
        log.propagate = False


@lru_cache(maxsize=1)
def _user_agent() -> str:
    """Botocore's own, put together once instead of at every call, and this program."""
    return f"{neutral_session().user_agent()} md/ssotui#{sso_tui.__version__}"


def neutral_client(service: str, region: str, endpoints: Endpoints, wire: Sends) -> BaseClient:
    """A client of one of `SERVICES` that sends through `wire`.

    Raises:
        BotoCoreError: the region's partition has no endpoint of the kind that `endpoints` wants.
    """
    overrides = {"sso": endpoints.sso, "sso-oidc": endpoints.oidc, "sts": endpoints.sts}
    override = overrides[service]
    config = Config(
        signature_version=UNSIGNED,
        use_fips_endpoint=endpoints.fips and not override,
        use_dualstack_endpoint=endpoints.dual_stack and not override,
        retries={"mode": "standard", "total_max_attempts": 1},
        user_agent=_user_agent(),
    )
    with _MAKING:
        client: BaseClient = cast(Any, neutral_session()).create_client(
            service, region_name=region, endpoint_url=override, config=config
        )
    events: Any = client.meta.events
    events.register("before-send", _Sender(wire))
    events.register("before-parse", _keep_document)
    return client


def address_of(client: BaseClient, operation: str, arguments: Mapping[str, object]) -> str:
    """The URL that this call would be sent to, by the same rules; nothing is sent.

    The client's own `endpoint_url` comes from older rules, which err about FIPS in GovCloud.
    """
    seen: list[str] = []

    def intercept(params: Mapping[str, Any], **_: object) -> tuple[AWSResponse, dict[str, object]]:
        seen.append(str(params["url"]))
        return AWSResponse(seen[0], 200, cast(Any, {}), None), {}

    service = client.meta.service_model.service_id.hyphenize()
    events, event = cast(Any, client.meta.events), f"before-call.{service}.{operation}"
    events.register_first(event, intercept)
    try:
        getattr(client, xform_name(operation))(**arguments)
    finally:
        events.unregister(event, intercept)
    return seen[0]


class _Sender:
    """Sends what botocore has prepared, in place of its own HTTP session."""

    def __init__(self, wire: Sends) -> None:
        self._wire = wire

    def __call__(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        headers = {name: _text(value) for name, value in request.headers.items()}
        body = cast("bytes | None", request.body)
        answer = self._wire.send(str(request.method), str(request.url), headers, body)
        return AWSResponse(
            str(request.url), answer.status, cast(Any, answer.headers), _Read(answer.body)
        )


class _Read:
    """A body that has been read already, as botocore wants to read it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> list[bytes]:
        return [self._body]


def _keep_document(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object
) -> None:
    """Read the answer ourselves, and give botocore an empty one to read."""
    read = document_of if response_dict["status_code"] < 300 else document_or_none
    customized_response_dict[DOCUMENT] = read(response_dict["body"])
    response_dict["body"] = b"{}"


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
