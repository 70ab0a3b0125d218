"""Which profiles of the AWS credentials file hold which keys, and how do temporary ones get there?

The file is edited as carefully as the config file; a section in it is named after its profile
alone. Keys that this program put there say whose they are, and the file that holds them can be read
by its owner alone.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sso_tui.effects import Save, Section
from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.store.awsconfig import prepare
from sso_tui.store.configfile import read_config
from sso_tui.store.configsection import IGNORED, OTHER, Value, section_key
from sso_tui.store.configtext import ConfigText
from sso_tui.store.folders import failure
from sso_tui.store.profiles import OWNER
from sso_tui.text import shown_path

PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class KeysFile:
    """The AWS credentials file.

    Attributes:
        path: the file; it need not exist.
        config: the AWS config file. Where that is the same one, the sections that it has for
            profiles are its own.
    """

    path: Path
    config: Path

    def has(self, name: str) -> bool:
        """Whether there is a profile of that name.

        Raises:
            ConfigError: the file can't be read.
        """
        return name in self.profiles()

    def holds_others(self, name: str) -> bool:
        """Whether there is a profile of that name whose keys are not of our making.

        Raises:
            ConfigError: the file can't be read.
        """
        there = self.profiles().get(name)
        return there is not None and OWNER not in there

    def owners(self) -> Mapping[str, str]:
        """Whose each profile's keys are: `ACCOUNT_ID/ROLE`, empty where we did not put them there.

        Raises:
            ConfigError: the file can't be read.
        """
        return {name: str(settings.get(OWNER, "")) for name, settings in self.profiles().items()}

    def profiles(self) -> Mapping[str, Mapping[str, Value]]:
        """Every profile's settings, secret ones among them.

        Raises:
            ConfigError: the file can't be read.
        """
        return self.of(read_config(self.path))

    def lent(self) -> Mapping[str, Value]:
        """What `[DEFAULT]` lends to every profile that has no such setting of its own.

        Raises:
            ConfigError: the file can't be read.
        """
        return read_config(self.path).lent()

    def of(self, text: ConfigText) -> Mapping[str, Mapping[str, Value]]:
        """Every profile's settings in what was read from the file. Only without problems."""
        profiles = text.by_header()
        if os.path.realpath(self.path) != os.path.realpath(self.config):
            return profiles
        return {name: read for name, read in profiles.items() if section_key(name)[0] == OTHER}

    def edit(self, name: str, owner: str, settings: Mapping[str, str], note: str) -> Save:
        """What giving a profile these settings would change; nothing is written yet.

        Args:
            name: the profile's.
            owner: the role whose keys they are, as `ACCOUNT_ID/ROLE`.
            settings: keys and values; those that it has beside them stay.
            note: what is written, for the user.

        Raises:
            ConfigError: the file can't be edited safely, or a word can't be written.
        """
        kind, inner = section_key(name)
        section = Section(kind, inner, (*settings.items(), (OWNER, owner)))
        return prepare(self.path, (section,), note)

    def retire(self, name: str, heading: str, note: str) -> Save:
        """What taking a profile away would change; nothing is written yet.

        Args:
            name: the profile's.
            heading: the comment under which its lines stay to be read; empty where they go.
            note: what is written, for the user.

        Raises:
            ConfigError: the file can't be edited safely.
        """
        key = section_key(name)
        if key[0] == IGNORED:
            raise ConfigError(
                f"The section [{clean(name)}] of {shown_path(self.path)} can't be changed safely, for "
                "it begins with a word that means something else in the AWS config file",
                "Change it by hand in a text editor.",
            )
        return prepare(self.path, (), note, (key,), heading)

    def narrow(self) -> None:
        """Leave the file to its owner alone.

        Raises:
            StorageError: it is another user's.
        """
        try:
            if stat.S_IMODE(self.path.stat().st_mode) & ~PRIVATE:
                self.path.chmod(PRIVATE)
        except FileNotFoundError:
            return
        except OSError as error:
            raise failure(self.path, "kept private", error) from error
