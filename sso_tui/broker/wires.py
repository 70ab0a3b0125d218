"""What speaks to each portal, made when it is first needed.

botocore is imported here and not before; clients are shared between threads.
"""

from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING

from sso_tui.model import Portal
from sso_tui.world import World

if TYPE_CHECKING:
    from sso_tui.aws.client import PortalClient

_LOADING = Lock()


def load(*names: str) -> None:
    """Import what speaks to AWS, one thread at a time: these modules of it, or all.

    Python lets go of its locks where two threads import modules that import one another, and then
    one of them sees a module that is half made. Whoever is about to import from `aws` in a thread
    comes through here first.
    """
    with _LOADING:
        for name in names or ("configreader", "directory", "federation", "signin"):
            import_module(f"sso_tui.aws.{name}")


class Wires:
    """The clients of the portals that were spoken to."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._lock = Lock()
        self._clients: dict[Portal, PortalClient] = {}

    def client(self, portal: Portal) -> "PortalClient":
        """What signs in, lists accounts and roles, and gets credentials.

        Raises:
            ConfigError: the portal can't be what it claims.
            PortalError: its start URL could not be asked where it leads.
        """
        load("client")
        from sso_tui.aws.client import PortalClient
        from sso_tui.aws.portals import check, resolve

        environ = self._world.environ
        with self._lock:
            if portal not in self._clients:
                check(portal, environ)
                self._clients[portal] = PortalClient(resolve(portal, environ), environ)
            return self._clients[portal]
