"""Do requests go to AWS, or elsewhere because the environment or a profile says so?"""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from sso_tui.doctor.commands import unset
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.store.configsection import SERVICES, Value
from sso_tui.store.profiles import Settings

NAME: Final = "endpoints"

_HONOURED: Final = (
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL_SIGNIN",
    "AWS_ENDPOINT_URL_STS",
)
"""Overrides of single services, which hold for this program too."""

_GENERAL: Final = "AWS_ENDPOINT_URL"

_SIGNING_IN: Final = ("sso", "sso_oidc")
"""The services that are sent tokens, as a `[services]` section names them (AWS SDKs and Tools
Reference Guide, "Service-specific endpoints")."""


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
    yield from _of_profiles(examination)


def fine(examination: Examination) -> str:
    """Where requests go."""
    return ", ".join(_by_host(examination.world.environ)) or "AWS's own"


def _of_profiles(examination: Examination) -> Iterator[Finding]:
    """Profiles by which AWS's tools send tokens elsewhere; ssotui does not follow them."""
    profiles = examination.config.profiles
    services: Mapping[str, Mapping[str, Value]] = {}
    if any("services" in profile for profile in profiles.values()):
        readings = examination.config_text.readings()
        services = {name: read for (kind, name), read in readings.items() if kind == SERVICES}
    for name, profile in profiles.items():
        for url in _urls(profile, services.get(profile.get("services", ""), {})):
            shown = examination.profile(name)
            sentence = f"By {shown} AWS's tools send sign-ins to {_host(url)} (endpoint_url)"
            yield Finding(NAME, Severity.WARNING, f"{sentence}; ssotui does not follow it")


def _urls(profile: Settings, services: Mapping[str, Value]) -> Iterator[str]:
    """Where a profile that signs in has tokens sent, each place once."""
    ignored = profile.get("ignore_configured_endpoint_urls", "").lower() == "true"
    if ignored or not (profile.get("sso_session") or profile.get("sso_start_url")):
        return
    general = profile.get("endpoint_url", "")
    blocks = [services.get(service) for service in _SIGNING_IN]
    own = [block.get("endpoint_url", "") for block in blocks if isinstance(block, Mapping)]
    everywhere = [general] if len(own) < len(_SIGNING_IN) else []
    yield from dict.fromkeys(filter(None, (*own, *everywhere)))


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
