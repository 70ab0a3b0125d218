"""What the words of a command line mean, as its command has told.

Python's own parser, whose complaints are errors like all others here.
"""

from argparse import SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from types import SimpleNamespace
from typing import NoReturn

from sso_tui.cli.command import Command, load
from sso_tui.errors import UsageError


class HelpWanted(Exception):
    """A command was asked for its help; the argument is the text."""


class Parser(ArgumentParser):
    """A parser whose complaints are errors like all others.

    Attributes:
        verbatim: the name under which the words after `--` are kept just as they are; empty where
            `--` has its usual meaning, that no option follows.
        example: how it is called, for whoever left out the `--`.
    """

    verbatim: str = ""
    example: str = ""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the words.

        Raises:
            UsageError: always.
        """
        remedy = f"See {self.prog} --help."
        if self.verbatim and message.startswith("unrecognized"):
            remedy = f"A command stands after --, as in: {self.example}"
        raise UsageError(message[:1].upper() + message[1:], remedy)

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002 - what argparse calls has it
        """Leave the help to whoever writes to standard output.

        Raises:
            HelpWanted: always.
        """
        raise HelpWanted(self.format_help())


def parser_of(name: str, command: Command, *, bare: bool = False) -> Parser:
    """The parser for the words after the command's name; `bare` where that is left out."""
    parser = Parser(
        prog="ssotui" if bare else f"ssotui {name}",
        description=command.SUMMARY,
        epilog=f"example:\n  {command.EXAMPLE}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.example = command.EXAMPLE
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


def parse(
    name: str, words: Sequence[str], *, bare: bool = False
) -> tuple[Command, SimpleNamespace]:
    """The command `name`, and what its words mean.

    Args:
        name: of the command.
        words: what stands after the name.
        bare: whether the name was left out, so that complaints leave it out too.

    Raises:
        UsageError: they mean nothing to it.
    """
    command = load(name)
    parser = parser_of(name, command, bare=bare)
    if parser.verbatim:
        at = words.index("--") if "--" in words else len(words)
        parser.set_defaults(**{parser.verbatim: tuple(words[at + 1 :])})
        words = words[:at]
    return command, parser.parse_args(words, SimpleNamespace())
