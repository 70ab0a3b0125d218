"""What makes a shell one that `ssotui` can change?

A function of the same name, which has the shell run what the picking of a role prints, and hands
every other command through. The code depends on the shell and the program's place alone.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sso_tui.errors import UsageError
from sso_tui.shells import quoting

_SNIPPETS: Final = Path(__file__).with_name("snippets")

_SHELLS: Final[Mapping[str, tuple[str, quoting.Quote]]] = {
    "bash": ("bash.sh", quoting.posix),
    "zsh": ("zsh.sh", quoting.posix),
    "fish": ("fish.fish", quoting.fish),
    "powershell": ("powershell.ps1", quoting.powershell),
    "nu": ("nu.nu", quoting.nu),
}

INIT_SHELLS: Final = tuple(_SHELLS)
"""The shells that `init` has code for."""


def init(shell: str, executable: str) -> str:
    """The code that gives `shell` its `ssotui` function.

    The function applies what `ssotui` alone, `ssotui use …` and `ssotui -- QUERY` print, and
    returns their status; where that is not 0 the environment stays as it is.

    Args:
        shell: one of `INIT_SHELLS`.
        executable: the absolute path of the program.

    Raises:
        UsageError: there is no code for that shell, or the path is not absolute.
    """
    if shell not in _SHELLS:
        raise UsageError(f"There is no code for the shell {shell!r}", f"One of: {_names()}.")
    if not Path(executable).is_absolute():
        raise UsageError(f"The program's path {executable!r} is not absolute", "")
    name, quote = _SHELLS[shell]
    snippet = (_SNIPPETS / name).read_text("utf-8")
    return snippet.replace("@EXECUTABLE@", quote(executable))


def _names() -> str:
    return ", ".join(INIT_SHELLS)
