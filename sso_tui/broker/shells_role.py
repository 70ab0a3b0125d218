"""Of which portal is the role that the calling shell has?

The shell knows its account and its name, which two portals can have alike. What tells them apart is
the id of the key in the shell: it is in the file of the portal that it came from, ended or not.
"""

from collections.abc import Iterable

from sso_tui.model import Portal, Role
from sso_tui.store.credentials import RoleCredentials
from sso_tui.world import World


class ShellsRole:
    """The role that the calling shell has.

    Args:
        world: the shell's variables.
        roles: the credentials at hand.
    """

    def __init__(self, world: World, roles: RoleCredentials) -> None:
        account_id, _, self._name = (world.get("SSOTUI_ROLE") or "").partition("/")
        self._account_id = account_id
        self._key = world.get("AWS_ACCESS_KEY_ID")
        self._roles = roles
        self._found: Role | None = None

    def among(self, portals: Iterable[Portal]) -> Role | None:
        """The role, of the portal that it is of; None where the shell has none, or that is not known.

        What was found once holds on: the key in the shell stays, while the file gets the next one.
        """
        if self._found is None and self._name and self._key:
            self._found = next(filter(None, map(self._of, portals)), None)
        return self._found

    def _of(self, portal: Portal) -> Role | None:
        role = Role(portal.key, self._account_id, self._name)
        return role if self._roles.key_of(portal, role) == self._key else None
