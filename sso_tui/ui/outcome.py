"""How a screen session ended: what is left to do once the terminal is the shell's again."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sso_tui.effects import Handoff, Run


class Outcome(NamedTuple):
    """The result of the whole app.

    Attributes:
        effect: lines for the calling shell, or a program to run in this terminal; None for nothing.
        status: the exit status when there is nothing to do: 0, or 130 where the user left.
    """

    effect: "Handoff | Run | None" = None
    status: int = 0


class Calling(NamedTuple):
    """Who started the program.

    Attributes:
        listens: True where a shell waits for lines on standard output.
        shell: the format of its lines, such as `env` or `fish`.
        role: the role that it has, as `ACCOUNT_ID/ROLE`; empty for none.
        region: the region that was asked for; None for the one that the settings know.
    """

    listens: bool = False
    shell: str = "env"
    role: str = ""
    region: str | None = None
