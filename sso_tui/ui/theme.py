"""The program's own colours, dark and light.

Widgets name only roles such as `$primary` and `$foreground-muted`, so that any of Textual's themes fits.
"""

from typing import Any

from textual.app import App
from textual.theme import Theme

DARK = Theme(
    name="ssotui",
    primary="#7aa2f7",
    secondary="#bb9af7",
    accent="#ff9e64",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#c8d3f5",
    background="#16161e",
    surface="#1a1b26",
    panel="#24283b",
    dark=True,
    variables={
        "block-cursor-background": "#33467c",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#ff9e64",
        "footer-background": "#1a1b26",
        "footer-description-foreground": "#a9b1d6",
        "input-selection-background": "#33467c",
    },
)

LIGHT = Theme(
    name="ssotui-light",
    primary="#2e5cb8",
    secondary="#7847bd",
    accent="#b15c00",
    warning="#8c6200",
    error="#c0304e",
    success="#46741c",
    foreground="#262b40",
    background="#f4f5fa",
    surface="#ffffff",
    panel="#e4e7f2",
    dark=False,
    variables={
        "block-cursor-background": "#c8d6fb",
        "block-cursor-foreground": "#10142a",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#b15c00",
        "footer-background": "#ffffff",
        "footer-description-foreground": "#4a5170",
        "input-selection-background": "#c8d6fb",
    },
)

THEMES = (DARK, LIGHT)


def put_on(app: App[Any], wanted: str) -> None:
    """Begin with the wanted theme, or with the program's own; `THEMES` are registered.

    Nothing is styled yet. So in a dark app a dark theme of the program's own needs no more than
    its colours known, where another theme has all that there is to style read anew.
    """
    known = wanted if wanted in app.available_themes else DARK.name
    if known == DARK.name and app.current_theme.dark:
        app.set_reactive(App.theme, known)
        app.stylesheet.set_variables(app.get_css_variables())
    else:
        app.theme = known
