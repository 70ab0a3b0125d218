"""What can be set, in the README and in a sample: written from the code, which is thereby complete.

    python tests/settings_reference.py

writes docs/config.toml, and the tables of the README between its marks. A test fails where they are
out of date. Meanings are those of the docstrings, types those of the annotations.
"""

import inspect
import re
import textwrap
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import get_type_hints

from sso_tui.environments import COLOURS, Environment
from sso_tui.keys import KEYS, Place
from sso_tui.settings import (
    CONTAINER_SCHEMES,
    DEFAULT_ACTIONS,
    PERMISSIONS,
    PLACEHOLDERS,
    THEMES,
    Settings,
)

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
SAMPLE = ROOT / "docs" / "config.toml"

WIDTH = 92

SPELLED = {
    "`CONTAINER_SCHEMES`": CONTAINER_SCHEMES,
    "`THEMES`": THEMES,
    "`PERMISSIONS`": PERMISSIONS,
    "`DEFAULT_ACTIONS`": DEFAULT_ACTIONS,
    "`PLACEHOLDERS`": tuple(f"{{{name}}}" for name in PLACEHOLDERS),
    "`COLOURS`": COLOURS,
}
"""What the docstrings call by its name in the code."""

TYPES = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    tuple[str, ...]: "list of texts",
    Mapping[str, str]: "table of texts",
    Mapping[str, tuple[str, ...]]: "table of lists",
    tuple[Environment, ...]: "tables",
}

EXAMPLES = {
    "favourites": '["000000000012/AdministratorAccess"]',
    "hidden": '["000000000034", "sandbox-*"]',
    "region": '"eu-west-1"',
    "browser": '"firefox -P work %s"',
    "break_glass": '["emergency"]',
    "begin_with": '"*"',
    "aliases": ('"000000000012" = "core"',),
    "tags": ('"000000000012" = ["prod", "platform"]',),
    "regions": (
        '"my-sso" = "eu-central-1"',
        '"000000000012" = "us-east-1"',
        '"000000000012/AdministratorAccess" = "us-west-2"',
    ),
    "keys": ('list-again = "f5"', 'up = "ctrl+k"', 'down = "ctrl+j,down"', 'menu.console = "w"'),
}
"""What a setting can look like that is empty by itself."""

HEAD = """\
# Every setting of ssotui, as it is by itself. None is needed: keep what you change, in
# ~/.config/ssotui/config.toml, or wherever SSOTUI_CONFIG says. Lines that begin with a # and no
# blank are examples. Keys that ssotui does not know are left alone, and so are your comments.
"""


def meanings(of: type) -> dict[str, str]:
    """What each attribute is, by its name, as the docstring says it."""
    _, _, listed = inspect.getdoc(of).partition("Attributes:\n")
    found = re.findall(r"^    (\w+): (.*(?:\n     +.*)*)", listed, re.MULTILINE)
    return {name: _spelled(" ".join(text.split())) for name, text in found}


def _spelled(text: str) -> str:
    for name, values in SPELLED.items():
        text = text.replace(name, ", ".join(f"`{value}`" for value in values))
    text = text.replace("the ids of `sso_tui.keys.KEYS`", "the ids that the README lists")
    return text[0].upper() + text[1:]


def defaults(of: type) -> dict[str, object]:
    """The value that each field has by itself."""
    if of is Settings:
        return {
            one.name: one.default if one.default is not MISSING else one.default_factory()
            for one in fields(of)
        }
    return dict(of._field_defaults)


def spelled(value: object) -> str:
    """A value as TOML has it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(spelled, value))}]"
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "empty"
    if isinstance(value, tuple) and value and isinstance(value[0], Environment):
        return ", ".join(f"`{one.word}`" for one in value)
    return f"`{spelled(value)}`"


def settings_table() -> str:
    """Every setting, as Markdown."""
    lines = ["| setting | is | by itself | means |", "|---|---|---|---|"]
    for of, lead in ((Settings, ""), (Environment, "environments.WORD.")):
        meaning, hints = meanings(of), get_type_hints(of)
        for name, value in defaults(of).items():
            told = meaning[name].replace("that the README lists", "of the next table")
            lines.append(f"| `{lead}{name}` | {TYPES[hints[name]]} | {_shown(value)} | {told} |")
    return "\n".join(lines) + "\n"


def keys_table() -> str:
    """Every key that can be another one, by where it holds, as Markdown."""
    lines = ["| where | ids, and the keys that they have by themselves |", "|---|---|"]
    for place in Place:
        ids = (f"`{key.id}` {key.keys}" for key in KEYS.values() if key.place is place)
        lines.append(f"| {place.value} | {' · '.join(ids)} |")
    return "\n".join(lines) + "\n"


def sample() -> str:
    """A settings file that has every key, with the value that it has by itself."""
    meaning, values = meanings(Settings), defaults(Settings)
    tables = [name for name, value in values.items() if _is_table(name, value)]
    plain = [name for name in values if name not in tables]
    parts = [HEAD]
    for name in plain:
        parts.append(f"{_comment(meaning[name])}{name} = {spelled(values[name])}\n")
        if name in EXAMPLES:
            parts[-1] += f"#{name} = {EXAMPLES[name]}\n"
    for name in tables:
        about = _comment(meaning[name])
        if name == "environments":
            parts.append(about + _comment(_of_environments()) + _environments(values[name]))
        else:
            parts.append(f"{about}[{name}]\n" + "".join(f"#{one}\n" for one in EXAMPLES[name]))
    return "\n".join(parts)


def _is_table(name: str, value: object) -> bool:
    return isinstance(value, Mapping) or name == "environments"


def _of_environments() -> str:
    known = meanings(Environment)
    return " ".join(f"{name}: {known[name]}" for name in defaults(Environment))


def _environments(values: tuple[Environment, ...]) -> str:
    return "\n".join(
        f"[environments.{one.word}]\n"
        + "".join(f"{name} = {spelled(getattr(one, name))}\n" for name in defaults(Environment))
        for one in values
    )


def _comment(text: str) -> str:
    lines = textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )
    return "".join(f"{line}\n" for line in lines)


def with_tables(readme: str) -> str:
    """The README with the tables in their places."""
    for name, table in (("settings", settings_table()), ("keys", keys_table())):
        mark, end = f"<!-- {name}: python tests/settings_reference.py -->\n", f"<!-- {name} end -->"
        before, _, rest = readme.partition(mark)
        _, _, after = rest.partition(end)
        readme = f"{before}{mark}{table}{end}{after}"
    return readme


def main() -> None:
    """Write both."""
    SAMPLE.write_text(sample(), encoding="utf-8")
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
