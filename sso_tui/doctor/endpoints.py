"""Do requests go to AWS, or elsewhere because the environment says so?"""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from sso_tui.doctor.commands import unset
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import ConfigError
from sso_tui.model import clean

NAME: Final = "endpoints"

_HONOURED: Final = (
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL_SIGNIN",
    "AWS_ENDPOINT_URL_STS",
)
"""Overrides of single services, which hold for this program too."""

_GENERAL: Final = "AWS_ENDPOINT_URL"


def look(examination: Examination) -> Iterator[Finding]:
    """Every endpoint that is not AWS's own."""
    from sso_tui.aws.endpoints import Endpoints

    environ = examination.world.environ
    if environ.get(_GENERAL):
        sentence = f"AWS's tools send everything, sign-ins too, to {_host(environ[_GENERAL])}"
        reason = f"since {_GENERAL} is set; ssotui does not follow it"
        yield Finding(NAME, Severity.WARNING, f"{sentence}, {reason}", unset(examination, _GENERAL))
    for host, names in _by_host(environ).items():
        sentence = f"{host} stands in for AWS: {', '.join(names)}"
        yield Finding(NAME, Severity.NOTE, sentence, unset(examination, *names))
    try:
        Endpoints.of(environ)
    except ConfigError as error:
        name = next((one for one in reversed(_HONOURED) if error.what.startswith(one)), "")
        yield Finding(NAME, Severity.ERROR, error.what, unset(examination, name) if name else "")


def fine(examination: Examination) -> str:
    """Where requests go."""
    return ", ".join(_by_host(examination.world.environ)) or "AWS's own"


def _by_host(environ: Mapping[str, str]) -> dict[str, list[str]]:
    """The variables that lead to each host."""
    hosts: dict[str, list[str]] = {}
    for name in _HONOURED:
        if url := environ.get(name):
            hosts.setdefault(_host(url), []).append(name)
    return hosts


def _host(url: str) -> str:
    """The host of an address, without what else it may hold."""
    try:
        return clean(urlsplit(url).hostname or "a host that can't be told")
    except ValueError:
        return "a host that can't be told"
