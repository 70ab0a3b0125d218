"""Where are portals, and where can they be?

Nothing of it is sent to a portal, but for what finds the region behind a start URL.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from sso_tui.broker.wires import load
from sso_tui.model import Portal


class Geography:
    """The places of portals: regions, partitions, endpoints."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """
        Args:
            environ: names endpoints, authorities and proxy.
        """
        self._environ = environ

    def place(self, portal: Portal) -> str:
        """Where a portal is, in a few words; endpoints that are not AWS's own are named."""
        from sso_tui.aws.endpoints import Endpoints

        overrides = Endpoints.of(self._environ).overrides
        hosts = dict.fromkeys(urlsplit(override).hostname or override for override in overrides)
        return f"{portal.region} via {', '.join(hosts)}" if hosts else portal.region

    def partition(self, portal: Portal) -> str:
        """The AWS partition of a portal and all its accounts, such as `aws` or `aws-us-gov`."""
        from sso_tui.aws.hosts import partition_of

        return partition_of(portal.region)

    def regions(self) -> Sequence[str]:
        """The regions that IAM Identity Center is in, which are the ones that people work in."""
        load()
        from sso_tui.aws.portals import known_regions

        return known_regions()

    def region_behind(self, start_url: str) -> str | None:
        """The region of the portal behind a start URL; None where that can't be found out.

        Raises:
            ConfigError: it is no start URL, or leads to no portal of AWS's.
            PortalError: nothing answered at a company's own address.
        """
        load("discovery")
        from sso_tui.aws import discovery

        return discovery.region_of(start_url, self._environ)

    def require_usable(self, portal: Portal) -> None:
        """Refuse a portal that can't be what it claims; nothing is sent.

        Raises:
            ConfigError: its start URL or its region can't be used.
        """
        from sso_tui.aws.portals import check

        check(portal, self._environ)
