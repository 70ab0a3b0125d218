"""From the words of the command line to a command, and from any failure to one sentence.

This is one of the two roots of the program; nothing that goes wrong below leaves it as a traceback.
"""

from collections.abc import Sequence

from sso_tui import __version__
from sso_tui.cli.command import COMMANDS, HIDDEN, Command, Context, load
from sso_tui.cli.output import complain, write
from sso_tui.errors import Cancelled, SsotuiError, UsageError, unforeseen
from sso_tui.world import World

WITH_VALUE = ("-s", "--sso-session")
"""Global options that take the next word."""

FLAGS = ("--debug", "--yes", "-y")
"""Global options that take none."""


def run(words: Sequence[str], world: World | None = None) -> int:
    """Run the command that `words` name; the result is the exit status."""
    world = world or World()
    try:
        return dispatch_or_help(list(words), world)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except KeyboardInterrupt:
        return complain(world, Cancelled())
    except SsotuiError as error:
        return complain(world, error)
    except Exception as error:  # noqa: BLE001 - the root: nothing above it would say a word
        return complain(world, unforeseen(error))


def dispatch_or_help(words: list[str], world: World) -> int:
    """Run the command, or print its help where that was asked for.

    Most calls have no word at all. The screen comes up sooner where none is parsed.

    Raises:
        SsotuiError: whatever went wrong.
    """
    if not words:
        from sso_tui.cli import use

        return use.run(Context(world, use.UNSAID, bare=True))
    from sso_tui.cli.parser import HelpWanted

    try:
        return dispatch(words, world)
    except HelpWanted as wanted:
        return write(world, str(wanted))


def dispatch(words: list[str], world: World) -> int:
    """Find the command among `words` and run it.

    Raises:
        SsotuiError: whatever went wrong.
    """
    from sso_tui.cli.parser import parse

    before, rest = leading_options(words)
    if rest == ["help"] or (len(rest) == 2 and rest[0] == "help" and rest[1] in COMMANDS):
        rest = [*rest[1:], "--help"]
    if rest and rest[0] in ("-h", "--help"):
        return write(world, overview())
    if rest and rest[0] == "--version":
        return write(world, f"ssotui {__version__}\n")
    if rest and rest[0] in COMMANDS | HIDDEN:
        command, parsed = parse(rest[0], [*before, *rest[1:]])
        return carry_out(command, Context(world, parsed))
    if rest and not rest[0].startswith("-"):
        refuse_slip(rest[0])
    command, parsed = parse("use", [*before, *rest], bare=True)
    return carry_out(command, Context(world, parsed, bare=True))


def carry_out(command: Command, context: Context) -> int:
    """Run a command, with a log where one was asked for."""
    if context.words.debug:
        from sso_tui.cli import debugging

        debugging.start(context.world)
    return command.run(context)


def leading_options(words: list[str]) -> tuple[list[str], list[str]]:
    """The global options in front of the command, and the rest."""
    taken = 0
    while taken < len(words):
        word = words[taken]
        if word in WITH_VALUE:
            taken += 2
        elif word in FLAGS or word.startswith("--sso-session="):
            taken += 1
        else:
            break
    return words[:taken], words[taken:]


def refuse_slip(word: str) -> None:
    """Take a word that is one letter off a command for a slip of the finger.

    Raises:
        UsageError: it is one.
    """
    for name in COMMANDS:
        if one_off(word.lower(), name):
            raise UsageError(
                f"There is no command {word}; did you mean {name}?",
                f"To search for it: ssotui -- {word}",
            )


def one_off(word: str, name: str) -> bool:
    """Whether one letter put in, left out, changed or swapped makes `name` of `word`."""
    if word == name or abs(len(word) - len(name)) > 1:
        return False
    same = next(
        (n for n, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]),
        min(len(word), len(name)),
    )
    tail, wanted = word[same:], name[same:]
    swapped = tail[:2] == wanted[:2][::-1] and tail[2:] == wanted[2:]
    return swapped or tail[1:] == wanted[1:] or tail == wanted[1:] or tail[1:] == wanted


def overview() -> str:
    """What `ssotui --help` prints."""
    from sso_tui.cli.parser import Parser, add_global

    parser = Parser(prog="ssotui", add_help=False, usage="ssotui [QUERY] | ssotui COMMAND …")
    add_global(parser)
    commands = "\n".join(f"  {name:<20}{load(name).SUMMARY}" for name in COMMANDS)
    return (
        "Every AWS account and role behind your sign-in, one keystroke away.\n\n"
        f"{parser.format_help()}  --version             print the version\n\n"
        "Without a command, the accounts and roles come up on the screen, filtered by QUERY.\n"
        f'To export a role into this shell:  eval "$(ssotui)"\n\ncommands:\n{commands}\n\n'
        "ssotui COMMAND --help says more. ssotui demo shows it all without an AWS account.\n"
    )
