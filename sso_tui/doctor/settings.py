"""Can the user's settings be understood?"""

from collections.abc import Iterator
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity

NAME: Final = "settings"


def look(examination: Examination) -> Iterator[Finding]:
    """What is wrong in the settings file, if anything is."""
    problem = examination.settings_problem
    if problem is not None:
        yield Finding(
            NAME, Severity.ERROR, f"{problem.what}; no command runs until it is corrected"
        )


def fine(examination: Examination) -> str:
    """Where they are."""
    path = examination.places.settings_file
    return examination.path(path) if path.is_file() else "as they come with the program"
