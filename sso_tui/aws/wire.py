"""How do a request's bytes go out, and how long may the answer take?

Every call that carries a secret passes here. TLS is always verified; no redirect is followed; this
machine is never reached through a proxy; an answer is given up when it takes too long altogether,
however steadily it dribbles in, when it grows too large, or when nobody wants it any more.
"""

import logging
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from urllib3 import HTTPConnectionPool, PoolManager, ProxyManager, Timeout
from urllib3.util import make_headers, parse_url

from sso_tui.aws.hosts import is_loopback
from sso_tui.aws.patience import POOLS, patient
from sso_tui.errors import ConfigError, MalformedAnswer

_LOG: Final = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 5.0
"""How long one address may take to accept a connection."""

CALL_SECONDS: Final = 20.0
"""How long one call may take altogether."""

LARGEST_BODY: Final = 4 * 1024 * 1024
"""Bytes. A page of a hundred accounts is some 20 kB; what is larger is no answer of the portal's."""

CONNECTIONS: Final = 64
"""Connections kept open to one host: more than a listing has in flight."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; header names are compared without regard to case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """Sends requests, over connections that are kept. Threads may share it.

    Args:
        environ: names the trusted authorities (`AWS_CA_BUNDLE`, `SSL_CERT_FILE`) and the proxy
            (`HTTPS_PROXY`, `NO_PROXY`).
        seconds: how long one call may take altogether.
    """

    def __init__(self, environ: Mapping[str, str], seconds: float = CALL_SECONDS) -> None:
        self._environ = environ
        self._seconds = seconds
        self._managers: dict[tuple[bool, str | None], PoolManager] = {}
        self._pools: dict[str, HTTPConnectionPool | PoolManager] = {}
        self._making = threading.Lock()

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Response:
        """Send a request and read the whole answer.

        Raises:
            urllib3.exceptions.HTTPError: nothing, or half an answer, came back in time.
            MalformedAnswer: what came back is larger than any answer of the portal's.
            ConfigError: the environment's authorities or proxy can't be used.
            Cancelled: nobody wants the answer any more.
        """
        started = time.monotonic()
        with patient(self._seconds) as left:
            pool, target = self._pool(url)
            answer = pool.urlopen(
                method,
                target,
                body=body,
                headers=dict(headers or {}),
                redirect=False,
                retries=False,
                assert_same_host=False,
                timeout=Timeout(connect=min(CONNECT_SECONDS, left), read=left),
                preload_content=False,
                decode_content=False,
            )
            try:
                content = _whole(answer.stream())
            except BaseException:
                answer.close()
                raise
        answer.release_conn()
        if _LOG.isEnabledFor(logging.DEBUG):
            took = (time.monotonic() - started) * 1000
            _LOG.debug("%s %s -> %d in %.0f ms", method, _without_query(url), answer.status, took)
        return Response(answer.status, answer.headers, content)

    def close(self) -> None:
        """End the connections that are kept."""
        self._pools.clear()
        for manager in self._managers.values():
            manager.clear()

    def _pool(self, url: str) -> tuple[HTTPConnectionPool | PoolManager, str]:
        """What sends a request there, and what it asks for. A proxy's manager rewrites that itself.

        Finding the pool takes the manager longer than reading an answer; it is the same each time.
        """
        origin, target = _cut(url)
        if origin not in self._pools:
            manager = self._manager(url)
            direct = not isinstance(manager, ProxyManager)
            self._pools[origin] = manager.connection_from_url(url) if direct else manager
        pool = self._pools[origin]
        return (pool, url) if isinstance(pool, PoolManager) else (pool, target)

    def _manager(self, url: str) -> PoolManager:
        secure, proxy = url.lower().startswith("https:"), self._proxy(url)
        with self._making:
            manager = self._managers.get((secure, proxy))
            if manager is None:
                manager = self._new_manager(proxy, secure=secure)
                self._managers[secure, proxy] = manager
            return manager

    def _new_manager(self, proxy: str | None, *, secure: bool) -> PoolManager:
        context = self._context if secure else None
        manager: PoolManager
        if proxy is None:
            manager = PoolManager(maxsize=CONNECTIONS, ssl_context=context)
        else:
            auth = parse_url(proxy).auth
            headers = make_headers(proxy_basic_auth=unquote(auth)) if auth else None
            manager = ProxyManager(
                proxy, maxsize=CONNECTIONS, ssl_context=context, proxy_headers=headers
            )
        manager.pool_classes_by_scheme = POOLS
        return manager

    @cached_property
    def _context(self) -> ssl.SSLContext:
        from botocore.httpsession import get_cert_path

        named = self._environ.get("AWS_CA_BUNDLE") or self._environ.get("SSL_CERT_FILE")
        bundle = Path(named or str(get_cert_path(True)))
        try:
            if bundle.is_dir():
                return ssl.create_default_context(capath=bundle)
            return ssl.create_default_context(cafile=bundle)
        except OSError:  # ssl.SSLError among them: a file that holds no certificate
            raise ConfigError("The file that AWS_CA_BUNDLE names holds no certificates") from None

    def _proxy(self, url: str) -> str | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        proxy = self._variable(f"{parts.scheme}_proxy")
        if not proxy or is_loopback(host):
            return None
        if _goes_direct(host, self._variable("no_proxy")):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"

    def _variable(self, name: str) -> str:
        return self._environ.get(name) or self._environ.get(name.upper()) or ""


def _cut(url: str) -> tuple[str, str]:
    """The scheme and the authority of an address, and the rest of it."""
    scheme, _, rest = url.partition("://")
    end = next((at for at, sign in enumerate(rest) if sign in "/?#"), len(rest))
    target = rest[end:] if rest[end:].startswith("/") else f"/{rest[end:]}"
    return f"{scheme}://{rest[:end]}", target


def _without_query(url: str) -> str:
    """The part of an address that holds nothing of the user's."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _whole(pieces: Iterable[bytes]) -> bytes:
    """The pieces of a body, up to its limit."""
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > LARGEST_BODY:
            raise MalformedAnswer("The answer is far too long")
    return bytes(body)


def _goes_direct(host: str, no_proxy: str) -> bool:
    """Whether `no_proxy` excepts this host: `*`, names, and domains with or without their dot."""
    excepted = [entry.strip().lower().lstrip(".") for entry in no_proxy.split(",")]
    host = host.lower()
    return "*" in excepted or any(
        host == entry or host.endswith(f".{entry}") for entry in excepted if entry
    )
