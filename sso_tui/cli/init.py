"""`ssotui init`: what makes a shell one that the program can change.

Shells run this at every start, so printing the code loads nothing that only `--install` needs.
"""

from argparse import ArgumentParser

from sso_tui.cli.command import Context
from sso_tui.cli.output import write
from sso_tui.shells.init import init
from sso_tui.shells.names import INIT_SHELLS
from sso_tui.shells.program import program

SUMMARY = "print, or install, a shell's ssotui function and completions"
EXAMPLE = "ssotui init zsh --install"


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("shell", choices=INIT_SHELLS, metavar="SHELL", help=", ".join(INIT_SHELLS))
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--install", action="store_true", help="have the shell load it at its start")
    way.add_argument("--uninstall", action="store_true", help="take that away again, exactly")


def run(context: Context) -> int:
    """Print the code, or change the shell's own file after showing how."""
    words, world = context.words, context.world
    if not (words.install or words.uninstall):
        return write(world, init(words.shell, *program()))
    from sso_tui.cli.installing import install, uninstall

    if words.install:
        install(world, words.shell, program(), ask=not words.yes)
    else:
        uninstall(world, words.shell, ask=not words.yes)
    return 0
