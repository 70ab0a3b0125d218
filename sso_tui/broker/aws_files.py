"""The AWS config and credentials files of one user: what they say, and how they are changed.

A change is prepared, shown and agreed to, and only then saved; AWS's own reader judges it before it
takes effect.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sso_tui.broker.wires import load
from sso_tui.store import profiles
from sso_tui.store.places import Places
from sso_tui.text import shown_path
from sso_tui.world import Wait, World

if TYPE_CHECKING:
    from sso_tui.effects import Save, Section
    from sso_tui.longterm import Caller
    from sso_tui.store.keysfile import KeysFile
    from sso_tui.store.longterm import KeyHolder

FALLBACK_REGION = "us-east-1"
"""Where STS is asked for a key whose profile has no region, as the AWS CLI does."""


class AwsFiles:
    """Both files; they need not exist."""

    def __init__(self, world: World, places: Places) -> None:
        self._world = world
        self._places = places

    @cached_property
    def keys(self) -> "KeysFile":
        """The AWS credentials file."""
        from sso_tui.store.keysfile import KeysFile

        return KeysFile(self._places.aws_credentials, self._places.aws_config)

    @cached_property
    def config(self) -> profiles.AwsConfig:
        """What the AWS config file says.

        Raises:
            ConfigError: it can't be read; the sentence names the line.
        """
        return profiles.read(self._places.aws_config)

    def shown(self, path: Path) -> str:
        """A file's path as people write it, safe to draw."""
        return shown_path(path, self._world.home)

    @property
    def config_file(self) -> str:
        """The AWS config file as people write its path, safe to draw."""
        return self.shown(self._places.aws_config)

    def edit(
        self,
        sections: "Sequence[Section]",
        note: str,
        remove: Collection[tuple[str, str]] = (),
        heading: str = "",
    ) -> "Save":
        """What giving the AWS config file these sections would change; nothing is written yet.

        Args:
            sections: what it is to have. A setting with an empty value is taken away.
            note: what is written, for the user.
            remove: kind and name of sections to take away.
            heading: the comment under which the lines that go stay to be read; empty where they go.

        Raises:
            ConfigError: it can't be edited safely.
        """
        from sso_tui.store import awsconfig

        return awsconfig.prepare(self._places.aws_config, sections, note, remove, heading)

    def save(self, save: "Save", wait: Wait) -> Path | None:
        """Write what was prepared for either file; the result is the backup of the file before.

        Raises:
            ConfigError: it can't be edited safely, or AWS's own reader would not read what was
                meant; the file is as it was.
            StorageError: it can't be written, or keys in it can't be kept private.
        """
        load("configreader")
        from sso_tui.aws import configreader
        from sso_tui.store import awsconfig

        if save.path == self.keys.path:
            self.keys.narrow()
        backup = awsconfig.save(save, configreader.read, wait, self._places.state_dir)
        self.__dict__.pop("config", None)
        return backup

    def key_holders(self) -> "Iterator[KeyHolder]":
        """The profiles with a long-term key, in whichever file.

        Raises:
            ConfigError: a file can't be read.
        """
        from sso_tui.store.longterm import key_holders

        return key_holders(self.config.profiles, self.keys.profiles())

    def sts_host(self, holder: "KeyHolder") -> str:
        """The host that `caller` asks, for whoever is to allow it.

        Raises:
            ConfigError: the profile's region is none, or the environment's endpoint can't be used.
        """
        load("sts")
        from sso_tui.aws import sts

        return sts.host(holder.region or FALLBACK_REGION, self._world.environ)

    def caller(self, holder: "KeyHolder") -> "Caller":
        """Whose a long-term key is, asked of STS. Only by express wish of the user's.

        Raises:
            NoAccess: AWS does not know the key, or not any more.
            PortalError: STS can't be reached, or makes no sense.
            ConfigError: as for `sts_host`.
        """
        load("sts")
        from sso_tui.aws import sts

        return sts.caller(holder.key, holder.region or FALLBACK_REGION, self._world.environ)
