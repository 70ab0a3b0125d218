"""What has the user decided, and where is a new decision kept?

The settings file belongs to the user: an edit changes one value, keeps every comment and the
file's mode, owner and link, and is read back before it is written. Where the file can't be
written, favourites are kept in the state folder, and count as if they stood in the file.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sso_tui.errors import ConfigError, StorageError
from sso_tui.model import clean
from sso_tui.settings import Settings
from sso_tui.store.files import lock, read_bounded, rewrite
from sso_tui.store.folders import own_folder
from sso_tui.store.jsonfile import read_object, write_object
from sso_tui.store.places import Places
from sso_tui.text import shown_path
from sso_tui.world import Wait

if TYPE_CHECKING:
    from sso_tui.store.settingedits import Edit

LARGEST: Final = 1 << 20
"""Bytes that are read at most; a thousand favourites take some 40 kB."""


class SettingsFile:
    """The settings file, and what stands in for it where it can't be written.

    Args:
        places: where they are.
        notice: told, in sentences that are safe to draw, what the user should hear of.
        wait: the patience for another process.
    """

    def __init__(self, places: Places, notice: Callable[[str], None], wait: Wait) -> None:
        self.places = places
        self.notice = notice
        self.wait = wait

    def load(self) -> Settings:
        """The settings; the ones that come with the program where there is no file.

        Raises:
            ConfigError: the file can't be read or understood; names the key and the line.
        """
        settings = self._meant(self._text())
        return replace(settings, favourites=self._with_stand_ins(settings.favourites))

    def set_favourite(self, role: str, on: bool) -> None:
        """Make the role a favourite, or no longer one.

        Args:
            role: the role, by one of its spellings.
            on: whether it is to be one.

        Raises:
            ConfigError: the file can't be understood, and so not be edited.
            StorageError: neither the file nor its stand-in could be written.
        """
        from sso_tui.store.settingedits import favourite

        try:
            self.change(favourite(role, on))
        except StorageError as error:
            self._stand_in(role, on)
            where = self._stand_in_path
            self.notice(clean(f"{error.what}, so the favourite is kept in {where}."))
        else:
            self._drop_stand_in(role)

    def change(self, edit: "Edit") -> None:
        """Change one value, where it is not as it should be yet.

        Raises:
            ConfigError: the file can't be understood, or can't be edited without a change to
                what else it says.
            StorageError: the file could not be written.
        """
        from sso_tui.store.settingedits import edited

        path = self.places.settings_file
        with lock(self.places.locks / "settings", self.wait):
            before = self._text()
            if edit.done(self._meant(before)):
                return
            after = edited(before, edit, shown_path(path))
            if not edit.done(self._meant(after)):
                raise ConfigError(
                    clean(f"{shown_path(path)} can't be edited without changing its meaning")
                )
            rewrite(path, after.encode())

    def _meant(self, text: str) -> Settings:
        """The settings that a text spells; what understands them is loaded for those who have any."""
        if not text.strip():
            return Settings()
        from sso_tui.store.settingsformat import settings_in

        return settings_in(text, shown_path(self.places.settings_file))

    def _text(self) -> str:
        path = self.places.settings_file
        if path == Path(os.devnull):
            return ""
        try:
            return (read_bounded(path, LARGEST) or b"").decode()
        except StorageError as error:
            raise ConfigError(error.what) from error
        except UnicodeDecodeError as error:
            raise ConfigError(
                clean(f"{shown_path(path)} is not UTF-8 at byte {error.start}")
            ) from error

    @property
    def _stand_in_path(self) -> Path:
        return self.places.state_dir / "favourites.json"

    def _with_stand_ins(self, favourites: tuple[str, ...]) -> tuple[str, ...]:
        stand_ins = _stand_ins_in(read_object(self._stand_in_path))
        both = dict.fromkeys((*favourites, *stand_ins))
        return tuple(one for one in both if stand_ins.get(one, True))

    def _stand_in(self, role: str, on: bool) -> None:
        own_folder(self.places.state_dir)
        stand_ins = _stand_ins_in(read_object(self._stand_in_path))
        write_object(self._stand_in_path, stand_ins | {role: on})

    def _drop_stand_in(self, role: str) -> None:
        stand_ins = _stand_ins_in(read_object(self._stand_in_path))
        if stand_ins.pop(role, None) is not None:
            write_object(self._stand_in_path, stand_ins)


def _stand_ins_in(content: dict[str, Any]) -> dict[str, bool]:
    """Which roles were made favourites (true) or unmade (false) where the file could not be."""
    return {role: on for role, on in content.items() if isinstance(on, bool)}
