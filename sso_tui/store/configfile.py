"""How does an AWS config file get from the disk into the program?

What is no regular file counts as absent, as for botocore (`AWS_CONFIG_FILE=/dev/null` is an old
custom). What can't be understood as a whole is refused, with the line.
"""

from pathlib import Path
from typing import Final

from sso_tui.errors import ConfigError, StorageError
from sso_tui.model import clean
from sso_tui.store.configtext import ConfigText, file_encoding, parse
from sso_tui.store.files import read_bounded
from sso_tui.text import shown_path

LARGEST: Final = 16 << 20
"""Bytes of a config file that are read. Ten thousand profiles take some 2 MiB."""


def read_config(path: Path) -> ConfigText:
    """Read a config file; one that does not exist is empty.

    Raises:
        ConfigError: botocore would refuse it, or it can't be read.
    """
    try:
        data = read_bounded(path, LARGEST) if path.is_file() else None
    except (StorageError, OSError) as error:
        remedy = "Check the permissions of the file and of its folder."
        raise ConfigError(_sentence(path, error), remedy) from error
    return understood(data or b"", path)


def understood(data: bytes, path: Path) -> ConfigText:
    """The content of a config file, read.

    Args:
        data: the content.
        path: where it stands, for the error.

    Raises:
        ConfigError: botocore would refuse it; names the line.
    """
    text = parse(data, file_encoding())
    if text.problems:
        raise ConfigError(f"{shown_path(path)} can't be read: {clean(str(text.problems[0]))}")
    return text


def _sentence(path: Path, error: StorageError | OSError) -> str:
    if isinstance(error, StorageError):
        return error.what
    return f"{shown_path(path)} can't be read: {error.strerror or error}"
