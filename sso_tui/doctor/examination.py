"""What do the checks look at? The surroundings, read once, with nothing changed by the looking.

A file that can't be read or understood counts as empty here; the one check whose business it is
says so. What checks say of names passes through here too, since it may be shown to anybody.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sso_tui.broker import Broker
from sso_tui.broker.aws_files import AwsFiles
from sso_tui.doctor.public import Public
from sso_tui.errors import ConfigError, StorageError, UnknownPortal
from sso_tui.model import Portal, clean
from sso_tui.shells.detect import calling_shell
from sso_tui.store.configfile import LARGEST
from sso_tui.store.configsection import PROFILE, SectionText
from sso_tui.store.configtext import ConfigText, file_encoding, parse
from sso_tui.store.files import read_bounded
from sso_tui.store.folders import failure
from sso_tui.store.places import Places
from sso_tui.store.profiles import AwsConfig, Settings, understand
from sso_tui.world import World


@dataclass(frozen=True)
class Examination:
    """One look at everything.

    Attributes:
        surroundings: the surroundings, as they are.
        full: whether names of profiles and start URLs may be told.
        session: the one portal to look at, by its key; None for all.
        ask_sts: whether STS may be asked whose a long-term key is.
    """

    surroundings: World
    full: bool = False
    session: str | None = None
    ask_sts: bool = False

    @cached_property
    def places(self) -> Places:
        """Where everything is kept."""
        return Places.of(self.surroundings)

    @cached_property
    def public(self) -> Public:
        """What makes a sentence fit to be shown to anybody."""
        return Public(self.surroundings.home, self.full)

    @cached_property
    def settings_problem(self) -> ConfigError | None:
        """Why the settings can't be understood; None where they can."""
        try:
            Broker(self.surroundings)
        except ConfigError as error:
            return error
        return None

    @cached_property
    def world(self) -> World:
        """The surroundings, with the settings' browser where they name one."""
        return self.surroundings if self.settings_problem else Broker(self.surroundings).world

    @cached_property
    def shell(self) -> str:
        """The format of the calling shell, such as `env` or `fish`."""
        return calling_shell(self.surroundings)

    # The AWS config file

    @cached_property
    def config_text(self) -> ConfigText:
        """The AWS config file, with whatever is wrong in it.

        Raises:
            StorageError: it can't be read.
        """
        return _text(self.places.aws_config)

    @cached_property
    def parses(self) -> bool:
        """Whether the AWS config file can be read and understood."""
        try:
            return not self.config_text.problems
        except StorageError:
            return False

    @cached_property
    def config(self) -> AwsConfig:
        """What the AWS config file says; nothing where it can't be understood."""
        return understand(self.config_text) if self.parses else AwsConfig()

    @cached_property
    def lines(self) -> dict[str, int]:
        """The line of each profile of the AWS config file, counted from 1."""
        if not self.config.profiles:
            return {}
        in_force = self.config_text.in_force()
        return {name: one.line + 1 for (kind, name), one in in_force.items() if kind == PROFILE}

    @cached_property
    def keys_text(self) -> ConfigText:
        """The AWS credentials file, with whatever is wrong in it.

        Raises:
            StorageError: it can't be read.
        """
        return _text(self.places.aws_credentials)

    @cached_property
    def keys(self) -> dict[str, Settings] | None:
        """The profiles of the credentials file; None where it can't be understood."""
        try:
            text = self.keys_text
        except StorageError:
            return None
        if text.problems:
            return None
        return {
            name: {key: value for key, value in values.items() if isinstance(value, str)}
            for name, values in AwsFiles(self.surroundings, self.places).keys.of(text).items()
        }

    @cached_property
    def portals(self) -> tuple[Portal, ...]:
        """The portals to look at.

        Raises:
            UnknownPortal: there is none of the name that was asked for.
        """
        found = self.config.portals()
        if self.session is None:
            return found
        wanted = tuple(one for one in found if one.key == self.session)
        if not wanted:
            raise UnknownPortal(f"No portal is named {clean(self.session)}")
        return wanted

    # Words

    def path(self, path: Path) -> str:
        """The path as a user writes it."""
        return self.public.path(path)

    def word(self, path: Path) -> str:
        """The path as one word of a command."""
        return self.public.word(path)

    def profile(self, name: str) -> str:
        """A profile of the AWS config file by its line, and by its name where that may be told."""
        where = f"on line {self.lines[name]}" if name in self.lines else ""
        return (
            f"the profile {clean(name)} {where}".rstrip() if self.full else f"the profile {where}"
        )

    def section(self, section: SectionText) -> str:
        """A section of the AWS config file, likewise."""
        header = f" [{clean(section.header)}]" if self.full else ""
        return f"the section{header} on line {section.line + 1}"

    def portal(self, portal: Portal) -> str:
        """A portal by its session, or by the profile that carries its start URL."""
        if self.full or not portal.legacy:
            return portal.name
        names = (
            name
            for name, profile in self.config.profiles.items()
            if profile.get("sso_start_url") == portal.start_url and "sso_session" not in profile
        )
        return f"the portal of {self.profile(next(names))}"


def _text(path: Path) -> ConfigText:
    """The config file, with whatever is wrong in it; what is no regular file counts as empty."""
    try:
        data = read_bounded(path, LARGEST) if path.is_file() else None
    except OSError as error:  # a folder above it can't be looked into
        raise failure(path, "read", error) from error
    return parse(data or b"", file_encoding())
