"""Which profiles of the AWS credentials file hold which keys, and how do temporary ones get there?

The file is edited as carefully as the config file; a section in it is named after its profile
alone. Keys that this program put there say whose they are, and the file that holds them can be read
by its owner alone.
"""

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sso_tui.effects import Save, Section
from sso_tui.store.awsconfig import prepare
from sso_tui.store.configfile import read_config
from sso_tui.store.configsection import OTHER, PROFILE, SectionKey, Value
from sso_tui.store.folders import failure
from sso_tui.store.profiles import OWNER

PRIVATE: Final = 0o600


@dataclass(frozen=True, slots=True)
class KeysFile:
    """The AWS credentials file.

    Attributes:
        path: the file; it need not exist.
    """

    path: Path

    def has(self, name: str) -> bool:
        """Whether there is a profile of that name.

        Raises:
            ConfigError: the file can't be read.
        """
        return self._section(name) is not None

    def holds_others(self, name: str) -> bool:
        """Whether there is a profile of that name whose keys are not of our making.

        Raises:
            ConfigError: the file can't be read.
        """
        there = self._section(name)
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
        return {name: read for (_, name), read in read_config(self.path).readings().items()}

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
        kind, header = _key_of(name)
        section = Section(kind, header, (*settings.items(), (OWNER, owner)))
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
        return prepare(self.path, (), note, (_key_of(name),), heading)

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

    def _section(self, name: str) -> Mapping[str, Value] | None:
        return read_config(self.path).readings().get(_key_of(name))


def _key_of(name: str) -> SectionKey:
    """Kind and name of a profile's section, as the reader of config files has them."""
    return (PROFILE if name == "default" else OTHER), name
