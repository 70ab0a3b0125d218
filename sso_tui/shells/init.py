"""What makes a shell one that `ssotui` can change?

A function of the same name, which has the shell run what the picking of a role prints, and hands
every other command through; and completions, which the program is asked for. The code depends on
the shell and the program's place alone.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sso_tui.errors import UsageError
from sso_tui.shells import quoting

QUOTES: Final[Mapping[str, quoting.Quote]] = {
    "bash": quoting.posix,
    "zsh": quoting.posix,
    "fish": quoting.fish,
    "powershell": quoting.powershell,
    "nu": quoting.nu,
}
"""How each shell that there is code for writes a word."""

_SNIPPETS: Final = Path(__file__).with_name("snippets")

_FILES: Final[Mapping[str, str]] = {
    "bash": "bash.sh",
    "zsh": "zsh.sh",
    "fish": "fish.fish",
    "powershell": "powershell.ps1",
    "nu": "nu.nu",
}


def init(shell: str, executable: str, *arguments: str) -> str:
    """The code that gives `shell` its `ssotui` function, and the function its completions.

    The function applies what `ssotui` alone, `ssotui use …` and `ssotui -- QUERY` print, and
    returns their status; where that is not 0 the environment stays as it is.

    Args:
        shell: one of `names.INIT_SHELLS`.
        executable: the absolute path of the program.
        arguments: words that have to follow it, where it is another program that runs this one.

    Raises:
        UsageError: there is no code for that shell, or the path is not absolute.
    """
    if shell not in QUOTES:
        raise UsageError(f"There is no code for the shell {shell!r}", f"One of: {_names()}.")
    if not Path(executable).is_absolute():
        raise UsageError(f"The program's path {executable!r} is not absolute", "")
    words = map(QUOTES[shell], (executable, *arguments))
    snippet = (_SNIPPETS / _FILES[shell]).read_text("utf-8")
    return snippet.replace("@EXECUTABLE@", " ".join(words))


def _names() -> str:
    return ", ".join(QUOTES)
