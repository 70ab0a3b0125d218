"""Which `[sso-session]` does a profile name?

That of its portal. A portal that was only ever configured in a profile, by its start URL, has none:
one is added with the same change, unless another session leads to the same place already.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final
from urllib.parse import urlsplit

from sso_tui.actions.profile_name import slug
from sso_tui.broker import Broker
from sso_tui.effects import Section
from sso_tui.model import ACCESS_SCOPE, Portal

_SHARED_LABELS: Final = frozenset({"start", "identitycenter"})
"""First labels of hosts that many portals share; what follows in the path tells them apart."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a profile names.

    Attributes:
        name: the session's.
        missing: the section that has to be added for it; empty where it is there.
        region: the `region` that its section has, though that is no setting of a session; a
            profile with another is refused (botocore, `SSOProvider`). Empty where it has none.
    """

    name: str
    missing: tuple[Section, ...] = ()
    region: str = ""


def session_of(broker: Broker, portal: Portal) -> Session:
    """The session by which programs sign in to a portal."""
    if portal.session_name is not None:
        return _there(broker, portal.session_name)
    for other in broker.config.portals():
        if not other.legacy and (other.start_url, other.region) == (
            portal.start_url,
            portal.region,
        ):
            return _there(broker, other.key)
    names = session_names(portal.start_url)
    name = next(one for one in names if one not in broker.config.sessions)
    settings = (
        ("sso_start_url", portal.start_url),
        ("sso_region", portal.region),
        ("sso_registration_scopes", ACCESS_SCOPE),
    )
    return Session(name, (Section("sso-session", name, settings),))


def _there(broker: Broker, name: str) -> Session:
    return Session(name, region=broker.config.sessions.get(name, {}).get("region", ""))


def session_names(start_url: str) -> Iterator[str]:
    """Names for a start URL's session: the instance's id or the company's alias first."""
    parts = urlsplit(start_url)
    label = slug((parts.hostname or "").partition(".")[0])
    last = slug(parts.path.rstrip("/").rpartition("/")[2])
    found = label if label not in _SHARED_LABELS else last
    stem = found if any(map(str.isalpha, found)) else "sso"
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))
