"""Which profiles hold a long-term key?

Such a key works until somebody deactivates it, for whoever gets hold of it. It may stand in the AWS
credentials file or in the config file; where both have one for a profile, the SDKs take that of the
credentials file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sso_tui.model import LongTermKey, Secret
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
        region: the profile's region; None where it has none.
        in_config: whether the config file holds a key for it.
        in_credentials: whether the credentials file does.
    """

    name: str
    key: LongTermKey
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
        merged = {**config.get(name, {}), **credentials.get(name, {})}
        key, secret, region = (
            merged.get(setting)
            for setting in ("aws_access_key_id", "aws_secret_access_key", "region")
        )
        if isinstance(key, str) and key.startswith(PREFIX) and isinstance(secret, str):
            yield KeyHolder(
                name,
                LongTermKey(key, Secret(secret)),
                region if isinstance(region, str) and region else None,
                in_config="aws_access_key_id" in config.get(name, {}),
                in_credentials="aws_access_key_id" in credentials.get(name, {}),
            )
