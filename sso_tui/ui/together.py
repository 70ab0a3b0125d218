"""How all portals are one list: their order, their marks, and what is said of them together.

A portal that nothing is listed of has a line all the same, on which one can sign in to it. That
line is an account without an id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from sso_tui.broker.local import Local
from sso_tui.catalogue import Catalogue, Entry, Progress
from sso_tui.keys import shown
from sso_tui.model import Account, Portal, Role
from sso_tui.moments import ago
from sso_tui.search import Marks
from sso_tui.ui import words
from sso_tui.ui.outline import Target
from sso_tui.ui.parts import Part, Parts
from sso_tui.ui.widgets.details import Details
from sso_tui.ui.widgets.notice import Remark, joined
from sso_tui.ui.widgets.portal_header import PortalHeader, SignInState
from sso_tui.ui.widgets.portal_tag import Tag
from sso_tui.ui.widgets.role_line import Look

NAME: Final = "All portals"
"""What stands where the name of a portal stands otherwise."""


def in_order(portals: Iterable[Portal], break_glass: Sequence[str]) -> tuple[Portal, ...]:
    """The portals as they are drawn: those for emergencies come last."""
    return tuple(sorted(portals, key=lambda portal: portal.key in break_glass))


def with_a_line(catalogue: Catalogue, name: str) -> Catalogue:
    """The catalogue, or where it has no account, one with a line that stands for the portal."""
    return catalogue if catalogue.entries else replace(catalogue, entries=_line_of(name))


@lru_cache(maxsize=64)
def _line_of(name: str) -> tuple[Entry, ...]:
    return (Entry(Account("", name)),)


def marks(known: Sequence[Local], apart: frozenset[str]) -> Marks:
    """What the user's own doing says of all of them; the roles of those `apart` come last."""
    active = frozenset[Role]().union(*(one.marks.active for one in known))
    return known[0].marks._replace(active=active, apart=apart)


class Together(Parts):
    """All portals, as they are seen."""

    @property
    def apart(self) -> frozenset[str]:
        """The portals for emergencies."""
        return frozenset(self.broker.settings.break_glass) & self.parts.keys()

    def asked(self) -> Sequence[Part]:
        """Those that can be asked without anybody signing in."""
        return [part for part in self.parts.values() if self._signed_in(part)]

    def insists(self, part: Part) -> bool:
        """Never: there are the others, and a line to sign in on."""
        return False

    def told_apart(self, portal: Portal) -> str:
        """The portal's name: another one may have the same accounts."""
        return Tag(portal.name).short

    def head(self, header: PortalHeader) -> None:
        """Say that it is all of them; each account's line says its portal."""
        header.portal_name, header.place, header.break_glass = NAME, "", False

    def sign_in(self) -> SignInState:
        """How many are signed in, and which are not."""
        every = self.parts.values()
        out = [part.portal.name for part in every if not self._signed_in(part)]
        if not out:
            return SignInState(f"{len(every)} of {len(every)} signed in", "success")
        said = f"{len(every) - len(out)} of {len(every)} signed in · not {', '.join(out)}"
        return SignInState(said, "warning")

    def trouble(self) -> Remark:
        """What is amiss in each, a line for every portal, as severe as the worst."""
        every = ((part.portal.name, part.remark) for part in self.parts.values())
        return joined(
            remark._replace(text=_of(name, remark.text)) for name, remark in every if remark
        )

    def progress(self) -> Progress | None:
        """How far the listings that are under way have come, taken as one."""
        every = (part.catalogue for part in self.parts.values())
        running = [catalogue.progress for catalogue in every if not catalogue.complete]
        lefts = [one.left for one in running if one.left is not None]
        if not running:
            return None
        return Progress(
            done=sum(one.done for one in running),
            total=sum(one.total for one in running),
            throttled=any(one.throttled for one in running),
            rate=sum(one.rate for one in running),
            left=max(lefts) if len(lefts) == len(running) else None,
            counted=all(one.counted for one in running),
        )

    def why_empty(self) -> str:
        """Nothing: every portal has a line."""
        return ""

    def look(self) -> Look:
        """What is drawn beside the names, which for every account is its portal too."""
        every = self.parts.values()
        held = {role: until for part in every for role, until in part.local.held.items()}
        usual = self.look_of(self.first.local._replace(held=held))
        return usual._replace(tags={part.portal.key: self._tag(part) for part in every})

    def details(self, target: Target | None) -> Details:
        """What is known of a line, and how its portal stands."""
        if target is None:
            return Details()
        part, now = self.part(target), self.broker.now()
        there, at = self._signed_in(part), part.catalogue.listed_at
        sign_in = words.sign_in_state(part.local.token, now).words
        facts = (
            ("sign-in", sign_in if there else f"{sign_in} · {self._key('sign-in')} signs in"),
            ("last list", ago(now - at) if at and not there else ""),
        )
        usual = super().details(target)
        if usual.title:
            return usual._replace(facts=(*usual.facts, *facts))
        where = (("start URL", part.portal.start_url), ("region", part.portal.region))
        return Details(part.portal.name, (*where, *facts), part.remark.text)

    def _key(self, name: str) -> str:
        return shown(name, self.broker.settings.keys)

    def _signed_in(self, part: Part) -> bool:
        token, now = part.local.token, self.broker.now()
        return token is not None and (token.valid(now) or token.renewable(now))

    def _tag(self, part: Part) -> Tag:
        sentence, word = self._without_accounts(part)
        return Tag(
            part.portal.name,
            sentence,
            word,
            signed_out=not self._signed_in(part),
            break_glass=part.portal.key in self.apart,
        )

    def _without_accounts(self, part: Part) -> tuple[str, str]:
        """Why a portal has no account, in a sentence and in a word or two."""
        if not self._signed_in(part):
            return f"nobody is signed in; {self._key('choose')} signs in", "signed out"
        if not part.catalogue.complete:
            return "reading accounts and roles", "loading…"
        if part.remark.severity == "error":
            return f"nothing could be read; {self._key('list-again')} tries again", "failed"
        if part.catalogue.listed_at is None:
            return f"nothing was read yet; {self._key('list-again')} reads it", "not read"
        return "no account is assigned to you here", "none"


def _of(name: str, sentence: str) -> str:
    return sentence if name in sentence else f"{name}: {sentence}"
