"""Where do requests go, if not to AWS? The endpoints that the environment sets for single services.

An override is honoured over https or to this very machine and nowhere else. The general
`AWS_ENDPOINT_URL`, and whatever the AWS config file says, never redirect a token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from sso_tui.aws.hosts import is_loopback, web_address
from sso_tui.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The overridden endpoints, each a URL or None where AWS's own holds.

    Attributes:
        sso: the portal's (`AWS_ENDPOINT_URL_SSO`).
        oidc: the sign-in's (`AWS_ENDPOINT_URL_SSO_OIDC`).
        signin: console federation's (`AWS_ENDPOINT_URL_SIGNIN`).
        sts: the Security Token Service's (`AWS_ENDPOINT_URL_STS`).
        fips: whether FIPS endpoints are wanted (`AWS_USE_FIPS_ENDPOINT`).
        dual_stack: whether endpoints that speak IPv6 too are wanted (`AWS_USE_DUALSTACK_ENDPOINT`).
    """

    sso: str | None = None
    oidc: str | None = None
    signin: str | None = None
    sts: str | None = None
    fips: bool = False
    dual_stack: bool = False

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Self:
        """The endpoints that this environment asks for.

        Raises:
            ConfigError: an override is no https URL and does not lead to a loopback address.
        """
        return cls(
            sso=_override(environ, "AWS_ENDPOINT_URL_SSO"),
            oidc=_override(environ, "AWS_ENDPOINT_URL_SSO_OIDC"),
            signin=_override(environ, "AWS_ENDPOINT_URL_SIGNIN"),
            sts=_override(environ, "AWS_ENDPOINT_URL_STS"),
            fips=_is_true(environ, "AWS_USE_FIPS_ENDPOINT"),
            dual_stack=_is_true(environ, "AWS_USE_DUALSTACK_ENDPOINT"),
        )

    @property
    def overrides(self) -> tuple[str, ...]:
        """The overriding URLs, each once: what the user should know about."""
        urls = (self.sso, self.oidc, self.signin, self.sts)
        return tuple(dict.fromkeys(url for url in urls if url))

    @property
    def on_loopback(self) -> bool:
        """Whether signing in and listing both stay on this machine."""
        return all(url and is_loopback(_host(url)) for url in (self.sso, self.oidc))


def _override(environ: Mapping[str, str], name: str) -> str | None:
    url = environ.get(name)
    if not url:
        return None
    parts = web_address(url, name)
    if parts.query or parts.fragment:
        raise ConfigError(f"{name} must not hold a query or a fragment")
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise ConfigError(f"{name} must use https, or lead to a loopback address")
    return url


def _is_true(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "").strip().lower() == "true"


def _host(url: str) -> str:
    return web_address(url, "The endpoint").hostname or ""
