"""Which words may be written into an AWS config file?

Only those that botocore reads back exactly, and that no other SDK can take for something else: a
name or value with a line end would be a setting of its own, and ` #` begins a comment for some.
"""

import re
import shlex
from typing import Final

from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.store.configsection import OTHER, PROFILE, SectionKey, section_key

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_COMMENT: Final = re.compile(r"^[#;]|\s[#;]")
_WANTS_QUOTES: Final = re.compile(r"""[\s'"\\]""")


def header_of(key: SectionKey) -> str:
    """What stands between the brackets for a section, as the AWS CLI writes it.

    Args:
        key: kind and name; a section of the kind `other` has its name as header, as profiles in
            the credentials file have.

    Raises:
        ConfigError: no header would be read back as that.
    """
    kind, name = key
    _require_plain(f"The name {clean(name)!r}", name)
    if "[" in name or "]" in name:
        raise ConfigError(f"The name {clean(name)!r} holds a bracket", "Choose another name.")
    word = shlex.quote(name) if _WANTS_QUOTES.search(name) else name
    header = name if kind == OTHER or key == (PROFILE, "default") else f"{kind} {word}"
    if section_key(header) != key:
        raise ConfigError(
            f"No [section] would be read back as {clean(kind)} {clean(name)!r}",
            "Choose another name.",
        )
    return header


def require_setting(key: str, value: str) -> None:
    """Refuse a setting that would not be read back as it is meant.

    Args:
        key: in lower case.
        value: one line; empty for a key that is to be taken away, which may be any.

    Raises:
        ConfigError: it would not.
    """
    if not value:
        return
    if not _KEY.fullmatch(key):
        raise ConfigError(f"{clean(key)!r} can't be the key of a setting", "Choose another key.")
    _require_plain(f"The value of {key}", value)


def can_be_written(key: str, value: str) -> bool:
    """Whether a setting would be read back as it is meant."""
    try:
        require_setting(key, value)
    except ConfigError:
        return False
    return True


def _require_plain(what: str, text: str) -> None:
    if not text:
        reason = "is empty"
    elif text != text.strip():
        reason = "begins or ends with a blank"
    elif not text.isprintable():
        reason = "holds a character that can't be seen"
    elif _COMMENT.search(text):
        reason = "holds what could be taken for a comment"
    else:
        return
    raise ConfigError(f"{what} {reason}", "Choose another one.")
