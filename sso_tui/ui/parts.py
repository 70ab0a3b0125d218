"""The portals that are shown, what is listed and known of each, and what is seen of that.

Here it is one portal; `together` has what differs where it is all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sso_tui.broker import Broker
from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue, Progress
from sso_tui.model import Portal
from sso_tui.ui import words
from sso_tui.ui.outcome import Calling
from sso_tui.ui.outline import Target
from sso_tui.ui.widgets.details import Details
from sso_tui.ui.widgets.notice import Remark, joined
from sso_tui.ui.widgets.portal_header import PortalHeader, SignInState
from sso_tui.ui.widgets.role_line import Look


@dataclass(slots=True)
class Part:
    """One portal of those that are shown.

    Attributes:
        portal: the portal.
        catalogue: what is listed, complete or not.
        local: what this machine knows of it.
        remark: what the user should know of it just now.
        compared: the listing that the next complete one is compared with.
    """

    portal: Portal
    catalogue: Catalogue
    local: Local = field(default_factory=Local)
    remark: Remark = field(default_factory=lambda: Remark(""))
    compared: Catalogue | None = None


class Parts:
    """One portal, as it is seen."""

    def __init__(self, portals: Sequence[Portal], broker: Broker, calling: Calling) -> None:
        self.broker = broker
        self.calling = calling
        self.parts = {one.key: Part(one, Catalogue(one.key)) for one in portals}
        """What is shown, by the portals' keys, in the order in which it is drawn."""

    @property
    def first(self) -> Part:
        """The portal that is drawn first."""
        return next(iter(self.parts.values()))

    @property
    def apart(self) -> frozenset[str]:
        """The keys of those that come after all others."""
        return frozenset()

    def part(self, target: Target | None) -> Part:
        """The portal of a line; without one the first."""
        return self.parts.get(target.portal, self.first) if target else self.first

    def asked(self) -> Sequence[Part]:
        """Those that are listed when everything is: what needs a sign-in asks for one."""
        return (self.first,)

    def insists(self, part: Part) -> bool:
        """Whether a portal that nobody is signed in to leaves nothing to look at."""
        return not part.catalogue.entries

    def told_apart(self, portal: Portal) -> str:
        """What a box says of its role's portal: nothing, where there is no other beside it."""
        return ""

    def head(self, header: PortalHeader) -> None:
        """Say which portal it is."""
        portal = self.first.portal
        header.portal_name, header.place = portal.name, self.broker.geography.place(portal)
        header.break_glass = portal.key in self.broker.settings.break_glass

    def sign_in(self) -> SignInState:
        """Whether somebody is signed in."""
        return words.sign_in_state(self.first.local.token, self.broker.now())

    def remark(self) -> Remark:
        """What the user should know just now: what ends soon, and what is amiss."""
        return joined((*self.endings(), self.trouble()))

    def trouble(self) -> Remark:
        """What is amiss."""
        return self.first.remark

    def endings(self) -> Sequence[Remark]:
        """What ends soon: the credentials of the calling shell, and sign-ins."""
        from sso_tui.ui import endings

        now, every = self.broker.now(), self.parts.values()
        in_shell = endings.of_shell(every, self.broker, self.calling, now)
        sign_ins = (endings.of_sign_in(part, self.broker, now) for part in every if not part.remark)
        return [ending for ending in (in_shell, *sign_ins) if ending]

    def progress(self) -> Progress | None:
        """How far the listing has come; None where none is under way."""
        catalogue = self.first.catalogue
        return None if catalogue.complete else catalogue.progress

    def why_empty(self) -> str:
        """What to say where there are no rows at all."""
        keys, known = self.broker.settings.keys, self.first.local.token is not None
        return words.empty(self.first.catalogue, keys, signed_in=known)

    def look(self) -> Look:
        """What is drawn beside the names."""
        return self.look_of(self.first.local)

    def look_of(self, local: Local) -> Look:
        """What is drawn beside the names, for what this machine knows."""
        return words.look(local, self.calling, self.broker.settings, self.broker.now())

    def details(self, target: Target | None) -> Details:
        """What is known of a line."""
        part = self.part(target)
        entry = part.catalogue.entry(target.account_id) if target else None
        if target is None or entry is None:
            return Details()
        facts = words.facts(
            self.broker, part.portal, self.calling, part.local, entry.account, target.role
        )
        return words.details(part.portal, entry, target.role, facts)
