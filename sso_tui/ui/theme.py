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
    error="#fa8198",
    success="#9ece6a",
    foreground="#c8d3f5",
    background="#16161e",
    surface="#1a1b26",
    panel="#24283b",
    dark=True,
    variables={
        "foreground-muted": "#97a1c8",
        "block-cursor-background": "#2a3860",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#ff9e64",
        "footer-background": "#1a1b26",
        "footer-description-foreground": "#a9b1d6",
        "input-selection-background": "#33467c",
        "scrollbar": "#343a55",
        "scrollbar-hover": "#454d70",
        "scrollbar-active": "#7aa2f7",
        "scrollbar-background": "#16161e",
        "scrollbar-background-hover": "#16161e",
        "scrollbar-background-active": "#16161e",
        "scrollbar-corner-color": "#16161e",
    },
)

LIGHT = Theme(
    name="ssotui-light",
    primary="#2750a8",
    secondary="#6a3cab",
    accent="#964b00",
    warning="#755200",
    error="#ac2442",
    success="#3a6317",
    foreground="#262b40",
    background="#f4f5fa",
    surface="#ffffff",
    panel="#e4e7f2",
    dark=False,
    variables={
        "foreground-muted": "#565c7a",
        "block-cursor-background": "#d3defc",
        "block-cursor-foreground": "#10142a",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#964b00",
        "footer-background": "#ffffff",
        "footer-description-foreground": "#4a5170",
        "input-selection-background": "#c8d6fb",
        "scrollbar": "#c3c8da",
        "scrollbar-hover": "#a9b0c8",
        "scrollbar-active": "#2750a8",
        "scrollbar-background": "#f4f5fa",
        "scrollbar-background-hover": "#f4f5fa",
        "scrollbar-background-active": "#f4f5fa",
        "scrollbar-corner-color": "#f4f5fa",
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
