"""The only writer to standard output, and the sentences on standard error.

Standard output carries what was asked for, whole or not at all: it is written once, at the end.
"""

import os
import sys
from typing import TextIO

from sso_tui.errors import SsotuiError
from sso_tui.text import made_safe
from sso_tui.world import World

BROKEN_PIPE = 141
"""128 + SIGPIPE: the reader of a pipe went away, as in `ssotui list | head -1`."""


def write(world: World, text: str) -> int:
    """Write all of `text` to standard output; `?` stands for what its encoding does not have.

    Returns:
        The exit status: 0, or 141 where nobody reads any more.

    Raises:
        SsotuiError: it can't be written, as on a full disk.
    """
    try:
        world.stdout.write(_encodable(text, world.stdout.encoding))
        world.stdout.flush()
    except BrokenPipeError:
        _abandon(world)
        return BROKEN_PIPE
    except (OSError, ValueError) as error:
        _abandon(world)
        reason = getattr(error, "strerror", None) or "it is closed"
        raise SsotuiError(f"Standard output can't be written: {reason}") from None
    return 0


def say(world: World, text: str) -> None:
    """Say a sentence on standard error; where nobody listens, that is that."""
    try:
        world.stderr.write(f"{text}\n")
        world.stderr.flush()
    except (OSError, ValueError):
        return


def wants_colour(world: World, stream: TextIO) -> bool:
    """Whether what goes to this stream may be coloured: a terminal's, and nobody says otherwise.

    See no-color.org for NO_COLOR.
    """
    return stream.isatty() and not world.get("NO_COLOR") and world.get("TERM") != "dumb"


def painted(text: str, colour: int) -> str:
    """The text in a colour.

    Args:
        text: without controls.
        colour: the number of a colour of letters, such as 31 for red (ECMA-48, SGR).
    """
    return f"\x1b[{colour}m{text}\x1b[0m"


def complain(world: World, error: SsotuiError) -> int:
    """Say in one line what went wrong, why, and what to do next; return the exit status."""
    if error.exit_status != 130:
        say(world, f"ssotui: {made_safe(' '.join(str(error).split()))}")
    return error.exit_status


def _encodable(text: str, encoding: str | None) -> str:
    return text.encode(encoding, "replace").decode(encoding) if encoding else text


def _abandon(world: World) -> None:
    """Keep the interpreter from flushing into a stream that is gone, and complaining about it."""
    if world.stdout is sys.stdout:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
