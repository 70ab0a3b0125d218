"""What is a section of an AWS config file, and what does botocore call it?

A header names a kind and a name, which `botocore.configloader` takes from it by `shlex`; below it
stand settings, each a text or one level of a map. Sections know the lines that they stand on.
"""

import re
import shlex
from collections.abc import Mapping
from typing import Final, NamedTuple

Value = str | Mapping[str, str]
"""A setting's value: a text, or a map where indented lines follow an empty value."""

SectionKey = tuple[str, str]
"""Kind and name of a section: the identity that botocore knows it by."""

PROFILE: Final = "profile"
SSO_SESSION: Final = "sso-session"
SERVICES: Final = "services"
OTHER: Final = "other"
"""The kind of a section that botocore keeps without knowing it; its name is the whole header."""
IGNORED: Final = "ignored"
"""The kind of a section whose header names nothing, such as `[profile two words]`."""
INHERITED: Final = "inherited"
"""The kind of `[DEFAULT]`: configparser lends its settings to every other section."""

_NAMED_KINDS: Final = (PROFILE, SSO_SESSION, SERVICES)
_UNNAMED_KINDS: Final = {"DEFAULT": INHERITED, "sso_sessions": IGNORED}
"""Headers that mean something else than a section of that name. botocore keeps its own map of
sso-sessions under the second, which hides the section."""
_PLAIN_HEADER: Final = re.compile(
    r"""(profile|sso-session|services)[^\s'"\\]*[ \t]+([^\s'"\\]+)[ \t]*"""
)
"""A header that `shlex` would split at blanks alone: nearly all are, and this is 50 times faster."""


class Setting(NamedTuple):
    """One key of a section, with what belongs to it.

    Attributes:
        key: in lower case.
        text: the value, its continuation lines joined by line ends.
        first: the index of its first line.
        end: the index after its last line.
    """

    key: str
    text: str
    first: int
    end: int

    @property
    def nested(self) -> bool:
        """Whether the value is a map in indented lines."""
        return self.text.startswith("\n")

    def value(self) -> Value:
        """The value as botocore reads it; raises ValueError for a nested line without `=`."""
        return _nested(self.text) if self.nested else self.text


class SectionText(NamedTuple):
    """One section, where it stands.

    Attributes:
        kind: `profile`, `sso-session`, `services`, `other`, `ignored` or `inherited`.
        name: the name that botocore takes from the header.
        header: what stands between the brackets.
        line: the index of the header's line.
        settings: its own settings by key, in the order of the file.
    """

    kind: str
    name: str
    header: str
    line: int
    settings: dict[str, Setting]

    @property
    def key(self) -> SectionKey:
        """Kind and name."""
        return self.kind, self.name

    @property
    def end(self) -> int:
        """The index after the last line that says something; what follows is blank or comment."""
        return max((setting.end for setting in self.settings.values()), default=self.line + 1)


def section_key(header: str) -> SectionKey:
    """Kind and name of a section, by the text between its brackets.

    As `botocore.configloader.build_profile_map` has it: a known kind is recognised by how the
    header begins, and the header must then be two words to `shlex`.
    """
    if plain := _PLAIN_HEADER.fullmatch(header):
        return plain[1], plain[2]
    if header == "default":
        return PROFILE, header
    kind = next((kind for kind in _NAMED_KINDS if header.startswith(kind)), None)
    if kind is None:
        return _UNNAMED_KINDS.get(header, OTHER), header
    try:
        words = shlex.split(header)
    except ValueError:
        return IGNORED, header
    return (kind, words[1]) if len(words) == 2 else (IGNORED, header)


def _nested(text: str) -> dict[str, str]:
    """A nested map, as `botocore.configloader` reads it: one level, and `=` alone."""
    pairs = (line.split("=", 1) for line in map(str.strip, text.splitlines()) if line)
    return {key.strip(): value.strip() for key, value in pairs}
