"""How does a change to a file look on the screen? As a diff, its lines in the theme's colours."""

from typing import Final

from textual.content import Content

from sso_tui.effects import Save
from sso_tui.model import clean

COLOURS: Final = {"+": "$text-success", "-": "$text-error", "@": "$foreground-muted"}
"""The theme's colour for a line of a diff, by its first character."""


def diff_content(save: Save) -> Content:
    """The change without the file's name, which stands in the frame; empty where nothing changes."""
    return Content("\n").join(map(_coloured, save.diff[2:]))


def _coloured(line: str) -> Content:
    text = clean(line.expandtabs(4))
    return Content.styled(text, COLOURS.get(line[:1], "$foreground"))
