"""Which profiles hold a long-term key?

Such a key works until somebody deactivates it, for whoever gets hold of it. It may stand in the AWS
credentials file or in the config file; where both have one for a profile, the SDKs take that of the
credentials file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sso_tui.longterm import LongTermKey
from sso_tui.model import Secret
from sso_tui.store.configsection import Value

PREFIX: Final = "AKIA"
"""What the ids of IAM users' keys begin with (IAM User Guide, "IAM identifiers")."""

Settings = Mapping[str, Mapping[str, Value]]
"""The settings of profiles, by their names."""


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A profile with a long-term key.

    Attributes:
        name: the profile's.
        key: the key that the SDKs take.
        other: another one, which the config file holds and the credentials file hides; or None.
        region: the profile's region; None where it has none.
        in_config: whether the config file holds a key for it.
        in_credentials: whether the credentials file does.
    """

    name: str
    key: LongTermKey
    other: LongTermKey | None
    region: str | None
    in_config: bool
    in_credentials: bool


def key_holders(config: Settings, credentials: Settings) -> Iterator[KeyHolder]:
    """The profiles with a long-term key, those of the credentials file first.

    Args:
        config: the profiles of the config file.
        credentials: those of the credentials file, which are merged over them.
    """
    for name in dict.fromkeys((*credentials, *config)):
        files = (credentials.get(name, {}), config.get(name, {}))
        found = [key for key in map(_key, files) if key]
        if found:
            others = [key for key in found if key.access_key_id != found[0].access_key_id]
            region = files[0].get("region", files[1].get("region"))
            yield KeyHolder(
                name,
                found[0],
                others[0] if others else None,
                region if isinstance(region, str) and region else None,
                in_config="aws_access_key_id" in files[1],
                in_credentials="aws_access_key_id" in files[0],
            )


def _key(settings: Mapping[str, Value]) -> LongTermKey | None:
    key, secret = (settings.get(name) for name in ("aws_access_key_id", "aws_secret_access_key"))
    if isinstance(key, str) and key.startswith(PREFIX) and isinstance(secret, str):
        return LongTermKey(key, Secret(secret))
    return None
