"""The pictures in the repository are those that are drawn, and the README shows what there is."""

import re
from pathlib import Path

import screenshots

ROOT = Path(__file__).parent.parent


def test_the_pictures_are_those_that_are_drawn() -> None:
    assert {path.name for path in screenshots.TARGET.iterdir()} == screenshots.names()


def test_every_picture_of_the_readme_is_there() -> None:
    named = re.findall(r"screenshots/([\w.-]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert {name for name in named if name.endswith(".svg")} <= screenshots.names()
    assert any(name.endswith("-light.svg") for name in named)
