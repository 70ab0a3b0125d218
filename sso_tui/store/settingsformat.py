"""What does the settings file say, and where does it say something that it can't mean?

Every complaint names the file, the key and, where it can be found, the line. Keys that nobody
knows are none of our business: they may belong to another version.
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.settings import Settings
from sso_tui.store import settingenvironments
from sso_tui.store import settingvalues as values
from sso_tui.store.settinglines import line_of, named
from sso_tui.store.settingvalues import Understand, Wrong


def settings_in(text: str, source: str) -> Settings:
    """The settings that a TOML text spells.

    Args:
        text: the content of the settings file.
        source: what to call the file in a complaint.

    Raises:
        ConfigError: it is no TOML, or a value is not what its key wants.
    """
    try:
        content = tomllib.loads(text.removeprefix("\ufeff") + "\n")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        hint = "; a text stands in quotes" if "Invalid value" in str(error) else ""
        raise ConfigError(clean(f"{source} is not valid TOML: {error}{hint}")) from error
    found: dict[str, Any] = {}
    for key, understand in KNOWN.items():
        if key in content:
            try:
                found[key] = understand(content[key])
            except Wrong as wrong:
                path = (key, *wrong.inner)
                line = line_of(text, path)
                where = f"{source}, line {line}" if line else source
                raise ConfigError(clean(f"{where}: {named(path)} {wrong}")) from None
    return Settings(**found)


def _own_keys(value: object) -> Mapping[str, str]:
    """Keys of the user's own; what knows them all is loaded for those who have any."""
    from sso_tui.store.settingkeys import own_keys

    return own_keys(value)


KNOWN: Final[Mapping[str, Understand]] = {
    "favourites": values.roles,
    "hidden": values.accounts_or_patterns,
    "aliases": values.a_table(values.a_shown_text, by_account=True),
    "tags": values.a_table(values.texts, by_account=True),
    "region": values.a_region,
    "regions": values.a_table(values.a_region),
    "profile_name": values.a_template,
    "cache_role_credentials": values.a_switch,
    "clear_clipboard_after": values.seconds,
    "terminal_clipboard": values.a_permission,
    "browser": values.a_command,
    "container": values.a_container,
    "theme": values.a_theme,
    "default_action": values.an_action,
    "keys": _own_keys,
    "environments": settingenvironments.environments,
    "break_glass": values.texts,
    "begin_with": values.a_text,
}
"""How the value of each key is understood."""


def unknown(text: str) -> Iterator[tuple[int | None, str]]:
    """Each key that nobody knows: its line, and the key that may be meant, or an empty text.

    Args:
        text: a settings file that can be understood.
    """
    from difflib import get_close_matches

    content = tomllib.loads(text.removeprefix("\ufeff"))
    kinds = content.get("environments", {}).items()
    inner = [("environments", word, key) for word, one in kinds for key in one]
    for path in [(key,) for key in content] + inner:
        known = KNOWN if len(path) == 1 else settingenvironments.KNOWN
        if path[-1] not in known:
            near = get_close_matches(path[-1], known, 1)
            yield line_of(text, path), near[0] if near else ""
