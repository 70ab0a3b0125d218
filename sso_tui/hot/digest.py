"""What did the long way leave here, so that neither configuration nor commands need to be read?

The digest holds what the settings and the AWS config file say, as far as it is needed. It counts
while both are as they were, and so is the program. There is one for each way in which the
environment can lead to other files or other endpoints.
"""

import os
import sys

from sso_tui import __version__
from sso_tui.hot.disk import LARGEST_LIST, digest_of, parsed, read, stamp
from sso_tui.hot.doubt import NotHot, doubt_unless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

LAYOUT = 3
"""Goes up when what a digest holds changes."""

LEADING = (
    "HOME",
    "XDG_CONFIG_HOME",
    "AWS_CONFIG_FILE",
    "SSOTUI_CONFIG",
    "AWS_ENDPOINT_URL_SSO",
    "AWS_ENDPOINT_URL_SSO_OIDC",
    "AWS_ENDPOINT_URL_SIGNIN",
    "AWS_ENDPOINT_URL_STS",
    "LC_ALL",
    "LC_CTYPE",
    "LANG",
)
"""Variables that decide which files are read, how, and which portals can be used."""


def code_stamp() -> list[object]:
    """Which program this is: another one may take other words, or read files in another way."""
    return [LAYOUT, __version__, stamp(os.path.join(os.path.dirname(__file__), "..", "cli"))]


def home(environ: "Mapping[str, str]") -> str:
    """The user's home folder.

    Raises:
        NotHot: there is none, or it takes the system's list of users to find it.
    """
    found = environ.get("HOME", "")
    doubt_unless(found.startswith("/"))
    return found


def cache_folder(environ: "Mapping[str, str]") -> str:
    """The program's folder for what may be deleted at any time."""
    chosen = environ.get("XDG_CACHE_HOME", "")
    if not chosen.startswith("/"):
        chosen = home(environ) + ("/Library/Caches" if sys.platform == "darwin" else "/.cache")
    return f"{chosen}/ssotui"


def digest_path(environ: "Mapping[str, str]") -> str:
    """Where the digest for this environment is kept."""
    values = [environ.get(name, "") for name in LEADING]
    key = digest_of("\0".join(values))
    return f"{cache_folder(environ)}/hot-{key[:16]}.json"


def load(environ: "Mapping[str, str]") -> "dict[str, Any]":
    """The digest for this environment.

    Raises:
        NotHot: there is none, or it is out of date.
    """
    content = _of_this_program(digest_path(environ))
    for path, before in content["files"]:
        doubt_unless(stamp(path) == before)
    return content


def load_grammar(environ: "Mapping[str, str]") -> "dict[str, Any]":
    """Which words the commands take.

    Raises:
        NotHot: nobody has left it yet, or it is another program's.
    """
    return _of_this_program(grammar_path(environ))


def grammar_path(environ: "Mapping[str, str]") -> str:
    """Where it is kept which words the commands take."""
    return f"{cache_folder(environ)}/grammar.json"


def roles_of_profiles(environ: "Mapping[str, str]") -> "dict[str, Any]":
    """The role of each profile, as the portal's key, the account and the role's name."""
    text = read(profiles_path(digest_path(environ)), LARGEST_LIST, own=True)
    return parsed(text) if text is not None else {}


def profiles_path(digest: str) -> str:
    """Where the profiles are that belong to the digest: thousands of them take a while to read."""
    return digest.removesuffix(".json") + "-profiles.json"


def _of_this_program(path: str) -> "dict[str, Any]":
    text = read(path, LARGEST_LIST, own=True)
    if text is None:
        raise NotHot
    content = parsed(text)
    doubt_unless(content["code"] == code_stamp())
    return content
