"""What does a change of environment variables look like in each shell?

The output is complete lines, the variables to take away first and then those to set, each in the
order given; running it in the shell makes just that change.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sso_tui.errors import UsageError
from sso_tui.shells import quoting


@dataclass(frozen=True, slots=True)
class Format:
    """How one shell sets a variable and takes one away.

    Attributes:
        assignment: a line that sets; `{name}` and `{value}`, already quoted, are filled in.
        removal: a line that takes `{name}` away; empty where the format has none.
        quote: writes a value as one word of the shell.
    """

    assignment: str
    removal: str
    quote: quoting.Quote

    def render(self, values: Mapping[str, str], unset: Sequence[str]) -> str:
        """The lines of the change."""
        lines = [self.removal.format(name=name) for name in unset if self.removal]
        lines += [
            self.assignment.format(name=name, value=self.quote(value))
            for name, value in values.items()
        ]
        return "".join(f"{line}\n" for line in lines)


def _json(values: Mapping[str, str], _unset: Sequence[str]) -> str:
    return json.dumps(dict(values), indent=2) + "\n"


SHELL_FORMATS: Final[Mapping[str, Format]] = {
    "env": Format("export {name}={value}", "unset {name}", quoting.posix),
    "env-no-export": Format("{name}={value}", "unset {name}", quoting.posix),
    "fish": Format("set -gx {name} {value}", "set -eg {name}; or true", quoting.fish),
    "powershell": Format(
        "$Env:{name} = {value}",
        "Remove-Item Env:{name} -ErrorAction Ignore",
        quoting.powershell,
    ),
    "windows-cmd": Format('set "{name}={value}"', 'set "{name}="', quoting.cmd),
    "nu": Format("$env.{name} = {value}", "hide-env --ignore-errors {name}", quoting.nu),
    "dotenv": Format("{name}={value}", "", quoting.dotenv),
}
"""The formats of lines.

fish erases the global variable alone: a universal one is the user's, in every session. Erasing
what is not set fails there, and setting a variable lets an earlier failure stand: hence `or true`.
"""

_RENDERERS: Final[Mapping[str, Callable[[Mapping[str, str], Sequence[str]], str]]] = {
    **{name: shell.render for name, shell in SHELL_FORMATS.items()},
    "json": _json,
}


def render(name: str, values: Mapping[str, str], unset: Sequence[str] = ()) -> str:
    """A change of environment variables, as text.

    Args:
        name: one of `names.VARIABLE_FORMATS`; `json` is an object of the variables that are set.
        values: the variables to set, with their values.
        unset: the variables to take away; `dotenv` and `json` can't say this and leave it out.

    Raises:
        UsageError: there is no such format, or nothing to set and no way to take away.
        SsotuiError: a value can't be written in that format.
    """
    if name not in _RENDERERS:
        raise UsageError(f"There is no format {name!r}", f"One of: {', '.join(_RENDERERS)}.")
    if not values and name in {"dotenv", "json"}:
        raise UsageError(f"The format {name} can't take variables away", "Leave --format out.")
    return _RENDERERS[name](values, unset)
