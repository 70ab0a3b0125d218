"""Can the user's settings be understood, and is each of them known?"""

import re
from collections.abc import Iterator
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import ConfigError
from sso_tui.store.files import read_bounded
from sso_tui.store.settingsformat import unknown

NAME: Final = "settings"

_WHERE: Final = re.compile(r".*?, line [0-9]+: [a-z_]+")
"""The file, the line and the key at the top; what follows may name accounts."""


def look(examination: Examination) -> Iterator[Finding]:
    """What is wrong in the settings file, if anything is, and which keys have no effect."""
    problem = examination.settings_problem
    if problem is None:
        yield from _unknown(examination)
        return
    sentence = f"{_told(problem, full=examination.full)}; no command runs until it is corrected"
    yield Finding(NAME, Severity.ERROR, sentence)


def _told(problem: ConfigError, *, full: bool) -> str:
    where = _WHERE.match(problem.what)
    if full or where is None:
        return problem.what
    return f"{where[0]} is not what it must be (--full says how)"


def _unknown(examination: Examination) -> Iterator[Finding]:
    path = examination.places.settings_file
    text = (read_bounded(path) or b"").decode() if path.is_file() else ""
    for line, near in unknown(text):
        where = f"{examination.path(path)}, line {line}" if line else examination.path(path)
        meant = f"; did you mean {near}?" if near else ", and leaves it alone"
        yield Finding(NAME, Severity.NOTE, f"{where}: ssotui does not know this key{meant}")


def fine(examination: Examination) -> str:
    """Where they are."""
    path = examination.places.settings_file
    return examination.path(path) if path.is_file() else "as they come with the program"
