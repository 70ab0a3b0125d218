"""The reference of the settings says what the code does, and the sample is read as what it says."""

import re
import tomllib
from dataclasses import dataclass, fields

import pytest
from settings_reference import EXAMPLES, README, SAMPLE, meanings, sample, with_tables

from sso_tui.environments import Environment
from sso_tui.keys import KEYS
from sso_tui.settings import Settings
from sso_tui.store.settingsformat import KNOWN, settings_in

NAMES = {one.name for one in fields(Settings)}


def test_readme_and_sample_are_up_to_date() -> None:
    """If not: python tests/settings_reference.py."""
    assert SAMPLE.read_text(encoding="utf-8") == sample()
    readme = README.read_text(encoding="utf-8")
    assert readme == with_tables(readme)


def test_every_setting_has_a_meaning_and_can_be_read() -> None:
    assert set(meanings(Settings)) == NAMES == set(KNOWN)
    assert {"word", *meanings(Environment)} == set(Environment._fields) | {"word"}


def test_the_sample_has_every_key_with_the_value_that_it_has_by_itself() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == NAMES
    assert settings_in(text, "config.toml") == Settings()


def test_each_example_of_the_sample_is_understood() -> None:
    text = re.sub("^#(?=[^ \\n])", "", SAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    plain = [name for name, example in EXAMPLES.items() if isinstance(example, str)]
    for name in plain:  # the example stands below the value that it takes the place of
        text = re.sub(rf"^{name} = .*\n(?={name} = )", "", text, flags=re.MULTILINE)
    found = settings_in(text, "config.toml")
    assert all(getattr(found, name) != getattr(Settings(), name) for name in EXAMPLES)


def test_the_readme_names_every_setting_and_every_key() -> None:
    readme = README.read_text(encoding="utf-8")
    assert all(f"\n| `{name}` | " in readme for name in NAMES)
    assert all(f"`{key.id}` {key.keys}" in readme for key in KEYS.values())


def test_a_setting_without_a_meaning_is_seen() -> None:
    @dataclass
    class Odd:
        """Two settings.

        Attributes:
            one: what it is,
                over two lines.
        """

        one: str = ""
        two: str = ""

    assert meanings(Odd) == {"one": "What it is, over two lines."}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_wrong_value_anywhere_in_the_sample_names_its_own_line(name: str) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if re.match(rf"\[?{name}\b", line))
    if lines[at].startswith("["):
        at += 1
        lines.insert(at, "names = 1.5" if name == "environments" else '"000000000012" = 1.5')
    else:
        lines[at] = f"{name} = 1.5"
    if name == "environments":
        del lines[at + 2]
    with pytest.raises(Exception, match=rf"config.toml, line {at + 1}: {name}.*(1.5|not the id)"):
        settings_in("\n".join(lines), "config.toml")
