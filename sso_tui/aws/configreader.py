"""What does botocore itself make of an AWS config file?

This is what an edited file is judged by: after each write botocore must read back exactly what was
meant. The answer has the shape in which the editor thinks, by kind and name of the section.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.text import shown_path

Value = str | Mapping[str, str]
"""A setting's value: a text, or a map where indented lines follow an empty value."""

_KINDS: Final = {"profiles": "profile", "sso_sessions": "sso-session", "services": "services"}
"""The maps that botocore sorts sections into, and the word that such a section begins with."""


def read(path: Path) -> Mapping[tuple[str, str], Mapping[str, Value]]:
    """Read a config file with botocore.

    Args:
        path: the file; one that does not exist is empty.

    Returns:
        Each section's settings by kind and name: `profile`, `sso-session`, `services`, and `other`
        for sections that mean nothing to botocore.

    Raises:
        ConfigError: botocore refuses the file, as it does with a single bad line.
    """
    from botocore.configloader import load_config
    from botocore.exceptions import ConfigNotFound, ConfigParseError

    try:
        loaded = load_config(str(path))
    except ConfigNotFound:
        return {}
    except ConfigParseError as error:
        reason = clean(str(error.kwargs.get("error", error)))
        raise ConfigError(f"botocore can't read {shown_path(path)}: {reason}") from error
    sorted_out = {map_name: loaded.pop(map_name) for map_name in _KINDS}
    sections = {("other", name): settings for name, settings in loaded.items()}
    for map_name, kind in _KINDS.items():
        sections |= {(kind, name): settings for name, settings in sorted_out[map_name].items()}
    return sections
