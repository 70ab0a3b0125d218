"""What the tests of the doctor's checks share: one check, carried out on a stage."""

from pathlib import Path

import pytest
from stage import Stage

from sso_tui.doctor.checks import CHECKS, Check
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def check(name: str) -> Check:
    return next(one for one in CHECKS if one.name == name)


def found(stage: Stage, name: str, *, full: bool = False, **variables: str) -> list[Finding]:
    """What one check finds."""
    return list(check(name).look(Examination(stage.world(**variables), full)))


def told(stage: Stage, name: str, **variables: str) -> list[tuple[Severity, str]]:
    return [(one.severity, one.sentence) for one in found(stage, name, **variables)]


def only(stage: Stage, name: str, **variables: str) -> Finding:
    """The one thing that a check finds."""
    (finding,) = found(stage, name, **variables)
    return finding


def write(path: Path, text: str, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(text)
    path.chmod(mode)
    return path


def add(stage: Stage, text: str) -> int:
    """Add to the AWS config file; the line of the first that is added."""
    before = stage.config.read_text()
    stage.config.write_text(f"{before}{text}")
    return before.count("\n") + 1


def called_from(monkeypatch: pytest.MonkeyPatch, *ancestors: str) -> None:
    """Have the program be run by these processes, nearest first."""
    monkeypatch.setattr("sso_tui.shells.detect._ancestors", lambda: iter(ancestors))
