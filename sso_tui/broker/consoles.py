"""Which link opens the AWS console as a role?

One that carries a sign-in made from the role's credentials, or the access portal's own, which
carries nothing and works in a browser that is signed in there. What is wrong with a page that was
asked for is said before anything is sent.
"""

from collections.abc import Mapping

from sso_tui.broker.wires import Wires, load
from sso_tui.errors import UsageError
from sso_tui.model import Credentials, Portal, Role, Secret, clean


class Consoles:
    """The ways into the console."""

    def __init__(self, wires: Wires, environ: Mapping[str, str]) -> None:
        """
        Args:
            wires: what speaks to the portals.
            environ: names endpoints, authorities and proxy.
        """
        self._wires = wires
        self._environ = environ

    def page(self, portal: Portal, region: str | None, page: str | None = None) -> str:
        """The address of a page of the console, in the partition of the portal's accounts.

        Args:
            portal: whose accounts.
            region: where the console opens; None for the portal's region.
            page: a service's usual name or short form, or the address of a page of the console's;
                None for its home.

        Raises:
            UsageError: there is no such page, or the region belongs to another partition.
        """
        load()
        from sso_tui.aws import federation
        from sso_tui.aws.hosts import partition_of

        place, partition = region or portal.region, partition_of(portal.region)
        if partition_of(place) != partition:
            raise UsageError(
                f"{clean(place)} is not in {partition}, where these accounts are",
                "Choose another region.",
            )
        return federation.destination_for(place, page)

    def federated(
        self,
        portal: Portal,
        credentials: Credentials,
        *,
        region: str | None,
        page: str,
        duration: int | None = None,
    ) -> Secret:
        """A link that signs in whoever opens it, within 15 minutes.

        Args:
            portal: where the credentials came from.
            credentials: whose console it is.
            region: where the console opens; None for the portal's region.
            page: where it opens, from `page`.
            duration: seconds that the session is to last, of 900 to 43200; None for as long as the
                credentials do.

        Raises:
            PortalError: the sign-in service can't be reached, or refuses.
        """
        load()
        from sso_tui.aws import federation

        return federation.console_link(
            credentials,
            region=region or portal.region,
            destination=page,
            issuer=self._wires.client(portal).portal.start_url,
            duration=duration,
            environ=self._environ,
        )

    def shortcut(self, portal: Portal, role: Role, page: str | None = None) -> str:
        """The access portal's own link to the role's console; it holds no secret.

        Args:
            portal: the role's portal.
            role: the role.
            page: where the console opens, from `page`; None for where the permission set says.

        Raises:
            ConfigError: the portal's start URL names an issuer, which has no pages, or leads to no
                portal.
            PortalError: nothing answered at the start URL, which is a company's own.
        """
        load()
        from sso_tui.aws import federation
        from sso_tui.aws.portals import check, resolve

        check(portal, self._environ)
        start_url = resolve(portal, self._environ).start_url
        return federation.portal_link(start_url, role.account_id, role.wire_name, page)
