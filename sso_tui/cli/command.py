"""What a command is: a module with these parts, found by its name.

Each module of a command has `SUMMARY` and `EXAMPLE`, a function `arguments` that tells the parser
what it takes, and a function `run`. Only the module of the command that was named is imported.
"""

from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from sso_tui.world import World

if TYPE_CHECKING:
    from sso_tui.cli.parser import Parser

COMMANDS = {
    "use": "sso_tui.cli.use",
    "env": "sso_tui.cli.env",
    "exec": "sso_tui.cli.exec",
    "console": "sso_tui.cli.console",
    "list": "sso_tui.cli.listing",
    "profile": "sso_tui.cli.profile",
    "credential-process": "sso_tui.cli.credential_process",
    "configure": "sso_tui.cli.configure",
    "login": "sso_tui.cli.login",
    "logout": "sso_tui.cli.logout",
    "status": "sso_tui.cli.status",
    "init": "sso_tui.cli.init",
    "prompt": "sso_tui.cli.prompt",
    "doctor": "sso_tui.cli.doctor",
    "demo": "sso_tui.cli.demo",
}
"""Each command and the module that it is in, in the order of the help."""

HIDDEN = {"complete": "sso_tui.cli.complete"}
"""Commands that shells call, and no help names."""


class Context(NamedTuple):
    """One call of the program.

    Attributes:
        world: the surroundings.
        words: the parsed words of the command.
        bare: True where no command was named.
    """

    world: World
    words: SimpleNamespace
    bare: bool = False


class Command(Protocol):
    """The parts of a command's module."""

    SUMMARY: str
    EXAMPLE: str

    def arguments(self, parser: "Parser") -> None:
        """Tell the parser what the command takes."""

    def run(self, context: Context) -> int:
        """Do it; the result is the exit status."""


def load(name: str) -> Command:
    """The module of the command `name`."""
    return cast(Command, import_module((COMMANDS | HIDDEN)[name]))
