"""What may anybody see? Sentences without a home folder, an e-mail address, or what drives a terminal.

People paste what a doctor says where others ask for it.
"""

import re
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from sso_tui.text import made_safe

_EMAIL: Final = re.compile(r"[^\s@'\"/:=,;]+@[^\s@'\"/:=,;]+\.[^\s@'\"/:=,;]+")
"""What looks like an e-mail address, in whatever stands around one."""


@dataclass(frozen=True)
class Public:
    """What makes a text fit to be shown to anybody.

    Attributes:
        home: the home folder, which is written `~`.
        full: whether e-mail addresses may be told.
    """

    home: Path
    full: bool

    def text(self, text: str) -> str:
        """The text on one line, safe to draw, without what is nobody's business."""
        if self._home_in_text:
            text = self._home_in_text.sub("~", text)
        text = made_safe(text)
        return text if self.full else _EMAIL.sub("(e-mail)", text)

    def path(self, path: Path) -> str:
        """The path as a user writes it, with `~` for the home folder."""
        inside = self._inside(path)
        return made_safe(str(path) if inside is None else f"~/{inside}" if inside else "~")

    def word(self, path: Path) -> str:
        """The path as one word of a POSIX shell's command."""
        inside = self._inside(path)
        if inside is None:
            return shlex.quote(str(path))
        return f"~/{shlex.quote(inside)}" if inside else "~"

    def _inside(self, path: Path) -> str | None:
        """The path from the home folder on; None where it lies elsewhere."""
        if self._home_in_text is None or not path.is_relative_to(self.home):
            return None
        inside = path.relative_to(self.home).as_posix()
        return "" if inside == "." else inside

    @cached_property
    def _home_in_text(self) -> re.Pattern[str] | None:
        """The home folder where it stands in a text; None where there is none to speak of."""
        home = str(self.home).rstrip("/")
        return re.compile(re.escape(home) + r"(?![\w.-])") if home.startswith("/") else None
