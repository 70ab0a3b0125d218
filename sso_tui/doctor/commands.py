"""How is a variable taken from the calling shell, in that shell's own language?"""

from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.shells.formats import SHELL_FORMATS
from sso_tui.shells.variables import HANDED_OUT

_TAKING_BACK: Final = {
    "env": 'eval "$(ssotui env --unset)"',
    "fish": "ssotui env --unset | source",
    "powershell": "ssotui env --unset | Out-String | Invoke-Expression",
}
"""What takes a role from the shell, with all that would win over one, where its language can."""

_TOGETHER: Final = {"env": "unset", "env-no-export": "unset", "fish": "set -eg"}
"""What takes any number of variables away."""


def unset(examination: Examination, *names: str) -> str:
    """What takes these variables away."""
    if examination.shell in _TOGETHER:
        return f"{_TOGETHER[examination.shell]} {' '.join(names)}"
    shell = SHELL_FORMATS.get(examination.shell, SHELL_FORMATS["env"])
    return "; ".join(shell.removal.format(name=name) for name in names)


def take_back(examination: Examination) -> str:
    """What takes away whatever the shell holds of a role."""
    held = (name for name in HANDED_OUT if name in examination.world.environ)
    return _TAKING_BACK.get(examination.shell) or unset(examination, *held)
