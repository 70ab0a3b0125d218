"""What is to be done to the machine, as data.

An action prepares one of these and a front end has it performed. The note is for the user's eyes
and holds no secret; what is secret is of the `Secret` type.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sso_tui.model import Role, Secret

_SECRET_LINE: Final = re.compile(
    r"(?<=^.)(.*?(?:secret_(?:access_)?key\w*|(?:session|security)_token)\W?\s*[=:]\s*)\S.*",
    re.IGNORECASE,
)
"""A line of a diff whose value is a secret, by whatever name or in whatever comment (AWS SDKs and
Tools Reference Guide, "AWS access keys")."""

_SECRET: Final = re.compile(
    r"(?<![A-Za-z0-9/+])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])(?=[A-Za-z/+]*[0-9])"
    r"[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])"
)
"""What has the looks of a secret key, 40 characters of base64, whatever stands before it: a comment,
or a name with a slip in it. A hash in hexadecimal digits has no capitals."""

_KEY_ID: Final = re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{12}(?=[A-Z0-9]{4}\b)")
"""What of the id of an access key is nobody's to see who looks over a shoulder: all but its end."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Put a text on the clipboard.

    Attributes:
        text: what to put there.
        note: what the text is, such as "exports of 000000000001/ReadOnly".
        sensitive: True where the clipboard should be cleared again after a while.
    """

    text: Secret
    note: str
    sensitive: bool = True


@dataclass(frozen=True, slots=True)
class Open:
    """Open a link in the browser.

    Attributes:
        url: the link; a console link is as good as a password until it is redeemed.
        note: what it leads to.
        sensitive: True where the link signs in whoever holds it.
    """

    url: Secret
    note: str
    sensitive: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A section that the AWS config file is to have.

    Attributes:
        kind: `profile` or `sso-session`; `other` for a profile of the credentials file.
        name: the name without quotes, such as `default` or `payments prod`.
        settings: keys and values, in the order in which missing ones are added.
    """

    kind: str
    name: str
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Save:
    """Write sections into the AWS config or credentials file, and leave every other byte alone.

    Attributes:
        path: the file, as the user names it.
        sections: what it is to have.
        before: the file as it was when the change was prepared; None where there was none.
        after: the file as it will be.
        note: what is written.
        heading: the comment under which the lines that go stay as comments; empty where they go.
    """

    path: Path
    sections: tuple[Section, ...]
    before: bytes | None
    after: bytes
    note: str
    heading: str = ""

    @property
    def diff(self) -> tuple[str, ...]:
        """The change as lines of a unified diff, without line ends; empty where nothing changes.

        A secret key, and all but the end of a key's id, is nobody's to see, and shows as `…`.
        """
        # what most commands that have an effect at all can do without
        from sso_tui.difference import unified

        old, new = map(_lines, (self.before or b"", self.after))
        return tuple(map(_without_secrets, unified(old, new, str(self.path))))


def _lines(data: bytes) -> list[str]:
    """The lines as readers of the file take them; `str.splitlines` ends one at U+2028 too."""
    return [line.decode("utf-8", "surrogateescape") for line in data.splitlines()]


def _without_secrets(line: str) -> str:
    return _KEY_ID.sub("…", _SECRET.sub("…", _SECRET_LINE.sub(r"\1…", line)))


@dataclass(frozen=True, slots=True)
class Handoff:
    """Give the calling shell code to run.

    Attributes:
        code: the code, complete, with a line end after each line.
        note: what the shell has afterwards.
    """

    code: Secret
    note: str


@dataclass(frozen=True, slots=True)
class Run:
    """Run a program in this terminal, with these variables set and those gone.

    Attributes:
        command: the program and its arguments.
        set: environment variables to set; some are secret.
        unset: environment variables to take away.
        note: what runs.
    """

    command: tuple[str, ...]
    set: Mapping[str, Secret]
    unset: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep in the settings what the user decided about a role.

    Attributes:
        role: the role.
        note: what is remembered.
        favourite: whether it is a favourite from now on; None to leave that be.
        in_portal: whether it becomes one in its own portal alone.
        region: its region for commands from now on, empty for none of its own; None to leave that
            be.
    """

    role: Role
    note: str
    favourite: bool | None = None
    in_portal: bool = False
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Describe:
    """Keep in the settings what the user decided about an account.

    Attributes:
        account_id: twelve digits.
        note: what is kept.
        alias: the user's own name for it, empty for none; None to leave that be.
        tags: words to find it by, maybe none; None to leave those be.
        hidden: whether it is hidden from now on; None to leave that be.
    """

    account_id: str
    note: str
    alias: str | None = None
    tags: tuple[str, ...] | None = None
    hidden: bool | None = None


@dataclass(frozen=True, slots=True)
class Prefer:
    """Keep a setting of one word.

    Attributes:
        setting: `theme` or `terminal_clipboard`.
        word: its value from now on.
        note: what is kept.
    """

    setting: str
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Nothing is left to do but to say so."""

    note: str


Effect = Copy | Open | Save | Handoff | Run | Remember | Describe | Prefer | Tell
