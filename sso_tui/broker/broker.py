"""The one object that both front ends ask for portals, roles, credentials and links.

What the user hears of though nothing failed goes to `notice`; everything else is an answer or an
error.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sso_tui.broker.aws_files import AwsFiles
from sso_tui.broker.consoles import Consoles
from sso_tui.broker.geography import Geography
from sso_tui.broker.listings import Listings, Wanted
from sso_tui.broker.shells_role import ShellsRole
from sso_tui.broker.sign_ins import SignIn, SignIns
from sso_tui.broker.wires import Wires, load
from sso_tui.catalogue import Catalogue
from sso_tui.errors import ConfigError, NoPortal, SignInNeeded, StorageError, UnknownPortal
from sso_tui.model import Credentials, Portal, Role, clean
from sso_tui.store import profiles
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.credentials import RoleCredentials
from sso_tui.store.places import Places
from sso_tui.store.recents import Recents
from sso_tui.store.settings_file import SettingsFile
from sso_tui.store.tokens import Tokens
from sso_tui.world import Wait, World

if TYPE_CHECKING:
    from sso_tui.broker.decisions import Decision
    from sso_tui.broker.local import Local


class Broker:
    """The portals of one user, on one machine."""

    def __init__(self, world: World, notice: Callable[[str], object] = lambda _: None) -> None:
        """
        Args:
            world: the surroundings.
            notice: see the attribute.

        Raises:
            ConfigError: the settings can't be understood.
        """
        self.notice = notice
        """Told, in sentences that are safe to draw, what the user should hear of."""
        self.places = Places.of(world)
        self._wires = Wires(world)
        tokens = Tokens(self.places, self._tell, world.wait)
        self.sign_ins = SignIns(tokens, self._wires, world.now)
        """Who is signed in where."""
        self.consoles = Consoles(self._wires, world.environ)
        """Links into the AWS console."""
        self.geography = Geography(world.environ)
        """Where portals are."""
        self.files = AwsFiles(world, self.places)
        """The AWS config and credentials files."""
        self._roles = RoleCredentials(self.places)
        cache = CatalogueCache(self.places, self._tell)
        self._listings = Listings(cache, self.sign_ins, self._wires, self._tell)
        self._recents = Recents(self.places, self._tell, world.wait)
        self._settings_file = SettingsFile(self.places, self._tell, world.wait)
        self.settings = self._settings_file.load()
        """What the user has decided."""
        self.world = _with_browser(world, self.settings.browser)
        """The surroundings; the settings' browser stands first in BROWSER."""
        self._shells_role = ShellsRole(world, self._roles)

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.world.now()

    # Portals

    @property
    def config(self) -> profiles.AwsConfig:
        """What the AWS config file says.

        Raises:
            ConfigError: it can't be read; the sentence names the line.
        """
        return self.files.config

    def portals(self) -> tuple[Portal, ...]:
        """Every portal of the AWS config file, in its order.

        Raises:
            NoPortal: there is none.
            ConfigError: the file can't be read, or what is meant for a portal lacks something.
        """
        if found := self.config.portals():
            return found
        path = self.places.aws_config
        for problem in self.config.problems:
            raise ConfigError(f"{self.files.shown(path)}, line {problem.line}: {problem.reason}")
        raise NoPortal(f"No portal is configured in {self.files.shown(path)}")

    def portal(self, key: str | None = None) -> Portal:
        """The portal of that name or start URL; without one, the one used last, else the first.

        Raises:
            UnknownPortal: there is none of that name.
            NoPortal: there is none at all.
            ConfigError: it can't be what it claims.
        """
        portals = {portal.key: portal for portal in self.portals()}
        wanted = key or self.world.get("SSOTUI_SSO_SESSION")
        if wanted is None:
            last = self._recents.last()
            wanted = last.portal if last and last.portal in portals else next(iter(portals))
        if wanted not in portals:
            names = ", ".join(portal.name for portal in portals.values())
            raise UnknownPortal(
                f"No portal is named {clean(wanted)}; the AWS config file has {names}"
            )
        self.geography.require_usable(portals[wanted])
        return portals[wanted]

    def sign_out(self, portal: Portal) -> bool:
        """Sign out of one portal: its token, and the credentials of its roles.

        Returns:
            Whether the portal confirmed it; what lay on this machine is gone in any case.
        """
        with self._best_effort():
            self._roles.forget(portal, tuple(self.cached(portal)))
        return self.sign_ins.end(portal)

    # Accounts and roles

    def cached(self, portal: Portal) -> Catalogue:
        """What was last listed; an empty catalogue where nothing was."""
        return self._listings.known(portal)

    def listing(
        self,
        portal: Portal,
        *,
        wait: Wait,
        wanted: Wanted = lambda: (),
        refresh: bool = False,
    ) -> Iterator[Catalogue]:
        """Every account and role: what is remembered first, then what arrives, the whole last.

        What was read is kept however it ends, and what was read lately is not asked for again.

        Args:
            portal: whose.
            wait: the patience of whoever asks.
            wanted: ids of accounts whose roles are asked for before all others; asked again and
                again. After them come favourites, then accounts that were used lately.
            refresh: whether everything is asked for, however lately it was read.

        Raises:
            SignInNeeded: nobody is signed in.
            PortalError: the portal can't be reached; what was yielded before still holds.
        """
        favourites = [name.rsplit("/", 2)[-2] for name in self.settings.favourites]
        used = self._recents.frecency(self.now())
        recent = [role.account_id for role in sorted(used, key=used.__getitem__, reverse=True)]
        return self._listings.begin(
            portal,
            wait=wait,
            wanted=lambda: tuple(dict.fromkeys((*wanted(), *favourites, *recent))),
            refresh=refresh,
        )

    def local(self, portal: Portal) -> "Local":
        """What this machine knows of a portal."""
        from sso_tui.broker.local import Local
        from sso_tui.search import Marks

        now = self.now()
        held = {role: until for role, until in self._roles.all_cached(portal) if until > now}
        marks = Marks(
            aliases=self.settings.aliases,
            tags=self.settings.tags,
            favourites=frozenset(self.settings.favourites),
            frecency=self._recents.frecency(now),
            active=frozenset(held),
            hidden=frozenset(self.settings.hidden),
        )
        return Local(
            self.sign_ins.known(portal),
            held,
            self.config,
            marks,
            last=self._recents.last(),
            in_shell=self._shells_role.among(self.config.portals()),
        )

    # Credentials, and what is made of them

    def credentials(
        self, portal: Portal, role: Role, *, wait: Wait, refresh: bool = False
    ) -> Credentials:
        """The role's credentials: from the cache while they hold, else from the portal.

        Raises:
            SignInNeeded: nobody is signed in.
            NoAccess: the role is not assigned (any more).
            PortalError: the portal can't be reached.
        """
        cached = None if refresh else self._roles.load(portal, role, self.now())
        if cached is not None and cached.fresh(self.now()):
            return cached
        load("client", "patience")
        from sso_tui.aws.patience import unless

        sign_in = SignIn(self.sign_ins, portal, wait)
        token, client = sign_in.current(), self._wires.client(portal)
        with unless(lambda: wait(0)):
            try:
                found = client.role_credentials(token, role)
            except SignInNeeded:
                found = client.role_credentials(sign_in.renewed(token), role)
        if self.settings.cache_role_credentials:
            with self._best_effort():
                self._roles.save(portal, role, found)
        return found

    # What is kept

    @property
    def settings_file(self) -> str:
        """The settings file as people write its path, safe to draw."""
        return self.files.shown(self.places.settings_file)

    def remember(self, decision: "Decision") -> None:
        """Keep in the settings what the user decided.

        Raises:
            ConfigError: it can't be, or the settings can't be edited.
            StorageError: they can't be written.
        """
        from sso_tui.broker.decisions import keep

        keep(self._settings_file, decision)
        self.settings = self._settings_file.load()

    def used(self, role: Role, action: str) -> None:
        """Take note that something was done with a role, which brings it forward."""
        with self._best_effort():
            self._recents.record(role, self.now(), action)

    def role_before(self) -> Role | None:
        """The role used before the last one; None where there is none."""
        return self._recents.previous()

    @property
    def last_action(self) -> str:
        """The action that was used last; empty where none was."""
        return self._recents.last_action()

    def _tell(self, sentence: str) -> None:
        self.notice(sentence)

    @contextmanager
    def _best_effort(self) -> Iterator[None]:
        """Go on where something can't be kept: what was asked for was still done."""
        try:
            yield
        except StorageError as error:
            self.notice(str(error))


def _with_browser(world: World, browser: str) -> World:
    if not browser:
        return world
    commands = filter(None, (browser, world.get("BROWSER")))
    return replace(world, environ={**world.environ, "BROWSER": os.pathsep.join(commands)})
