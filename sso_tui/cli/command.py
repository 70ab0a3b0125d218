"""What a command is: a module with these parts, found by its name.

Each module of a command has `SUMMARY` and `EXAMPLE`, a function `arguments` that tells the parser
what it takes, and a function `run`. Only the module of the command that was named is imported.
"""

from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn, Protocol, cast

from sso_tui.errors import UsageError
from sso_tui.world import World

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


@dataclass(frozen=True, slots=True)
class Context:
    """One call of the program.

    Attributes:
        world: the surroundings.
        words: the parsed words of the command.
        bare: True where no command was named.
    """

    world: World
    words: Namespace
    bare: bool = False


class Command(Protocol):
    """The parts of a command's module."""

    SUMMARY: str
    EXAMPLE: str

    def arguments(self, parser: "Parser") -> None:
        """Tell the parser what the command takes."""

    def run(self, context: Context) -> int:
        """Do it; the result is the exit status."""


class HelpWanted(Exception):
    """A command was asked for its help; the argument is the text."""


class Parser(ArgumentParser):
    """A parser whose complaints are errors like all others.

    Attributes:
        verbatim: the name under which the words after `--` are kept just as they are; empty where
            `--` has its usual meaning, that no option follows.
    """

    verbatim: str = ""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words.

        Raises:
            UsageError: always.
        """
        raise UsageError(message[:1].upper() + message[1:], f"See {self.prog} --help.")

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002 - what argparse calls has it
        """Leave the help to whoever writes to standard output.

        Raises:
            HelpWanted: always.
        """
        raise HelpWanted(self.format_help())


def load(name: str) -> Command:
    """The module of the command `name`."""
    return cast(Command, import_module((COMMANDS | HIDDEN)[name]))


def parser_of(name: str, command: Command) -> Parser:
    """The parser for the words after the command's name."""
    parser = Parser(
        prog=f"ssotui {name}",
        description=command.SUMMARY,
        epilog=f"example:\n  {command.EXAMPLE}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_global(parser)
    command.arguments(parser)
    return parser


def add_global(parser: ArgumentParser, *, inner: bool = False) -> None:
    """The options that every command takes.

    Args:
        parser: that of a command, or of a command's command.
        inner: True for the latter, where what stands before it holds.
    """
    parser.add_argument(
        "-s",
        "--sso-session",
        metavar="NAME",
        default=SUPPRESS if inner else None,
        help="the portal, by its [sso-session] or start URL",
    )
    for names, what in (
        (("--yes", "-y"), "agree beforehand: to a change, or to a protected role"),
        (("--debug",), "write a log without secrets, and say where it is"),
    ):
        default = SUPPRESS if inner else False
        parser.add_argument(*names, action="store_true", default=default, help=what)


def parse(name: str, words: Sequence[str]) -> tuple[Command, Namespace]:
    """The command `name`, and what its words mean.

    Raises:
        UsageError: they mean nothing to it.
    """
    command = load(name)
    parser = parser_of(name, command)
    if parser.verbatim:
        at = words.index("--") if "--" in words else len(words)
        parser.set_defaults(**{parser.verbatim: tuple(words[at + 1 :])})
        words = words[:at]
    return command, parser.parse_args(words)
