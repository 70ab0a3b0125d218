"""Perform an effect on this desktop: put a text on the clipboard, open a link in the browser.

What is secret reaches another program through a pipe or a private file, never through its
arguments or its environment; no program started here holds a stream of ours, or can hold us up.
"""

from typing import overload

from sso_tui.desktop.browser import can_open, open_url
from sso_tui.desktop.clipboard import Copied, available, copy
from sso_tui.desktop.headless import headless_reason
from sso_tui.effects import Copy, Open
from sso_tui.world import World

__all__ = ["Copied", "available", "can_open", "copy", "headless_reason", "open_url", "perform"]


@overload
def perform(effect: Copy, world: World, clear_after: int) -> Copied: ...
@overload
def perform(effect: Open, world: World, clear_after: int) -> None: ...


def perform(effect: Copy | Open, world: World, clear_after: int) -> Copied | None:
    """Do to the desktop what `effect` says.

    Args:
        effect: what to do.
        world: whose desktop.
        clear_after: seconds until a sensitive text is taken off the clipboard again; 0 never.

    Raises:
        DesktopError: no clipboard or no browser could be reached.
    """
    if isinstance(effect, Copy):
        return copy(effect.text, world, clear_after if effect.sensitive else 0)
    open_url(effect.url, world, sensitive=effect.sensitive)
    return None
