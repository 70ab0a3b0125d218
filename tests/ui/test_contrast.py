"""What is written can be read, in both themes of the program's own."""

import pytest
from textual.color import Color

from sso_tui.ui.theme import THEMES

LEAST = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text."""

TEXT = (
    "foreground", "foreground-muted", "primary", "secondary", "accent", "warning", "error", "success",
    "text-primary", "text-warning", "text-error", "text-success", "text-accent",
    "footer-key-foreground", "footer-description-foreground",
)  # fmt: skip
UNDER = ("background", "surface", "panel", "block-cursor-background")
TINTED = ("error", "warning", "success", "primary", "secondary")


def luminance(colour: Color) -> float:
    """WCAG's relative luminance."""
    parts = (part / 255 for part in colour.rgb)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: Color, under: Color) -> float:
    """WCAG's contrast ratio; a text that is let through by half is mixed with what is under it."""
    darker, lighter = sorted(map(luminance, (under + text, under)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=THEMES, ids=[theme.name for theme in THEMES])
def colours(request: pytest.FixtureRequest) -> dict[str, Color]:
    every = request.param.to_color_system().generate()
    named = (*TEXT, *UNDER, *(f"text-{name}" for name in TINTED), "block-cursor-foreground")
    return {name: Color.parse(every[name]) for name in named}


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)


@pytest.mark.parametrize("under", UNDER)
def test_texts_can_be_read(colours: dict[str, Color], under: str) -> None:
    faint = {name: round(contrast(colours[name], colours[under]), 2) for name in TEXT}
    assert {name: ratio for name, ratio in faint.items() if ratio < LEAST} == {}


@pytest.mark.parametrize("name", TINTED)
def test_badges_can_be_read(colours: dict[str, Color], name: str) -> None:
    under = colours["background"] + colours[name].with_alpha(0.2)
    assert contrast(colours[f"text-{name}"], under) >= LEAST


def test_the_header_of_a_portal_for_emergencies_can_be_read(colours: dict[str, Color]) -> None:
    under = colours["background"] + colours["error"].with_alpha(0.2)
    for name in ("foreground", *(f"text-{name}" for name in TINTED)):
        assert contrast(colours[name], under) >= LEAST, name
    assert contrast(colours["background"], colours["error"]) >= LEAST
