"""`ssotui doctor`: what is wrong on this machine, and what mends it.

Nobody is signed in or asked anything, nothing is renewed, and nothing is changed without --fix.
"""

from argparse import ArgumentParser

from sso_tui.cli import diagnosis
from sso_tui.cli.command import Context
from sso_tui.cli.output import write
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.examining import examine
from sso_tui.doctor.finding import Severity

SUMMARY = "say what is wrong with the AWS config, sign-ins, files and shell, and what mends it"
EXAMPLE = "ssotui doctor --fix"

SICK = 1
"""The exit status where an error is left."""


def arguments(parser: ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--json", action="store_true", help="an object, in ASCII")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without harm")
    parser.add_argument(
        "--full", action="store_true", help="name profiles too; else it can be shown to anybody"
    )
    parser.add_argument(
        "--sts", action="store_true", help="ask AWS's STS whose the long-term keys are"
    )
    parser.epilog = f"{parser.epilog}\n\nThe exit status is 1 where an error is left, else 0."


def run(context: Context) -> int:
    """Look at everything, and say what was found."""
    words, world = context.words, context.world
    examination = Examination(world, full=words.full, session=words.sso_session, ask_sts=words.sts)
    results = list(examine(examination, fix=words.fix))
    text = diagnosis.as_json(results) if words.json else diagnosis.as_text(results, world)
    status = write(world, text)
    sick = any(result.severity is Severity.ERROR for result in results)
    return status or (SICK if sick else 0)
