"""What does the settings file say, and where does it say something that it can't mean?

Every complaint names the file, the key and, where it can be found, the line. Keys that nobody
knows are none of our business: they may belong to another version.
"""

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.settings import Settings
from sso_tui.store import settingvalues as values
from sso_tui.store.settingenvironments import environments
from sso_tui.store.settingkeys import own_keys
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
        raise ConfigError(clean(f"{source} is not valid TOML: {error}")) from error
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


KNOWN: Final[Mapping[str, Understand]] = {
    "favourites": values.roles,
    "hidden": values.accounts,
    "aliases": values.a_table(values.a_shown_text, by_account=True),
    "tags": values.a_table(values.texts, by_account=True),
    "region": values.a_region,
    "regions": values.a_table(values.a_region),
    "profile_name": values.a_template,
    "cache_role_credentials": values.a_switch,
    "clear_clipboard_after": values.seconds,
    "browser": values.a_command,
    "container": values.a_container,
    "theme": values.a_theme,
    "default_action": values.an_action,
    "keys": own_keys,
    "environments": environments,
    "break_glass": values.texts,
}
"""How the value of each key is understood."""
