"""The one object that both front ends ask for portals, roles, credentials and links.

What the user hears of though nothing failed goes to `notice`; everything else is an answer or an
error.
"""

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sso_tui.broker.consoles import Consoles
from sso_tui.broker.sign_ins import SignIn, SignIns
from sso_tui.broker.wires import Wires, load
from sso_tui.catalogue import Catalogue
from sso_tui.errors import ConfigError, SignInNeeded, StorageError, UnknownPortal
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
    from sso_tui.broker.local import Local
    from sso_tui.effects import Remember, Save, Section
    from sso_tui.store.keysfile import KeysFile


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
        self._roles = RoleCredentials(self.places)
        self._cache = CatalogueCache(self.places, self._tell)
        self._recents = Recents(self.places, self._tell, world.wait)
        self._settings_file = SettingsFile(self.places, self._tell, world.wait)
        self.settings = self._settings_file.load()
        """What the user has decided."""
        self.world = _with_browser(world, self.settings.browser)
        """The surroundings; the settings' browser stands first in BROWSER."""

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.world.now()

    # Portals

    @cached_property
    def config(self) -> profiles.AwsConfig:
        """What the AWS config file says.

        Raises:
            ConfigError: it can't be read; the sentence names the line.
        """
        return profiles.read(self.places.aws_config)

    def portals(self) -> tuple[Portal, ...]:
        """Every portal of the AWS config file, in its order.

        Raises:
            ConfigError: the file can't be read, or names none.
        """
        if found := self.config.portals():
            return found
        path = self.places.aws_config
        for problem in self.config.problems:
            raise ConfigError(f"{clean(str(path))}, line {problem.line}: {problem.reason}")
        raise ConfigError(
            f"No portal is configured in {clean(str(path))}",
            "Run aws configure sso-session, or see it all without AWS: ssotui demo",
        )

    def portal(self, key: str | None = None) -> Portal:
        """The portal of that name or start URL; without one, the one used last, else the first.

        Raises:
            UnknownPortal: there is none of that name.
            ConfigError: there is none at all, or it can't be what it claims.
        """
        from sso_tui.aws.portals import check

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
        check(portals[wanted], self.world.environ)
        return portals[wanted]

    def place(self, portal: Portal) -> str:
        """Where a portal is, in a few words; endpoints that are not AWS's own are named."""
        from sso_tui.aws.endpoints import Endpoints

        overrides = Endpoints.of(self.world.environ).overrides
        hosts = dict.fromkeys(urlsplit(override).hostname or override for override in overrides)
        return f"{portal.region} via {', '.join(hosts)}" if hosts else portal.region

    def partition(self, portal: Portal) -> str:
        """The AWS partition of a portal and all its accounts, such as `aws` or `aws-us-gov`."""
        from sso_tui.aws.hosts import partition_of

        return partition_of(portal.region)

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
        return self._cache.load(portal.key) or Catalogue(portal.key)

    def listing(
        self, portal: Portal, *, wait: Wait, wanted: Callable[[], Sequence[str]] = lambda: ()
    ) -> Iterator[Catalogue]:
        """Every account and role: what is remembered first, then what arrives, the whole last.

        Args:
            portal: whose.
            wait: the patience of whoever asks.
            wanted: ids of accounts whose roles are asked for before all others.

        Raises:
            SignInNeeded: nobody is signed in.
            PortalError: the portal can't be reached; what was yielded before still holds.
        """
        known = self.cached(portal)
        yield known
        sign_in = SignIn(self.sign_ins, portal, wait)
        sign_in.current()
        load()
        from sso_tui.aws import directory

        client = self._wires.client(portal)
        for catalogue in directory.listing(
            client, sign_in, known, wait=wait, now=self.now, wanted=wanted
        ):
            if catalogue.complete:
                with self._best_effort():
                    self._cache.save(catalogue)
            yield catalogue

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
        )
        return Local(
            self.sign_ins.known(portal), held, self.config, marks, last=self._recents.last()
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

    def regions(self) -> Sequence[str]:
        """The regions that IAM Identity Center is in, which are the ones that people work in."""
        load()
        from sso_tui.aws.portals import known_regions

        return known_regions()

    # What is kept

    @cached_property
    def keys_file(self) -> "KeysFile":
        """The AWS credentials file."""
        from sso_tui.store.keysfile import KeysFile

        return KeysFile(self.places.aws_credentials)

    @property
    def config_file(self) -> str:
        """The AWS config file as people write its path, safe to draw."""
        path, home = self.places.aws_config, self.world.home
        return clean(f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path))

    def config_edit(
        self, sections: "Sequence[Section]", note: str, remove: Collection[tuple[str, str]] = ()
    ) -> "Save":
        """What giving the AWS config file these sections would change; nothing is written yet.

        Args:
            sections: what it is to have. A setting with an empty value is taken away.
            note: what is written, for the user.
            remove: kind and name of sections to take away.

        Raises:
            ConfigError: it can't be edited safely.
        """
        from sso_tui.store import awsconfig

        return awsconfig.prepare(self.places.aws_config, sections, note, remove)

    def save(self, save: "Save", wait: Wait) -> Path | None:
        """Write what was prepared; the result is the backup of the file before.

        Raises:
            ConfigError: it can't be edited safely, or AWS's own reader would not read what was
                meant; the file is as it was.
            StorageError: it can't be written, or keys in it can't be kept private.
        """
        load()
        from sso_tui.aws import configreader
        from sso_tui.store import awsconfig

        if save.path == self.keys_file.path:
            self.keys_file.narrow()
        backup = awsconfig.save(save, configreader.read, wait, self.places.state_dir)
        self.__dict__.pop("config", None)
        return backup

    def remember(self, decision: "Remember") -> None:
        """Keep in the settings what the user decided about a role."""
        name = f"{decision.role.account_id}/{decision.role.wire_name}"
        if decision.favourite is not None:
            self._settings_file.set_favourite(name, decision.favourite)
        if decision.region is not None:
            self._settings_file.remember_region(name, decision.region)
        self.settings = self._settings_file.load()

    def used(self, role: Role, action: str) -> None:
        """Take note that something was done with a role, which brings it forward."""
        with self._best_effort():
            self._recents.record(role, self.now(), action)

    def role_before(self) -> str | None:
        """The role used before the last one, as `ACCOUNT_ID/ROLE`; None where there is none."""
        role = self._recents.previous()
        return f"{role.account_id}/{role.wire_name}" if role else None

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
