"""What do all the checks find, and what becomes of it?

Whatever a check says passes through here once, and leaves fit to be shown to anybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sso_tui.doctor import checks
from sso_tui.doctor.checks import Check
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import SsotuiError


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding, and what became of it.

    Attributes:
        finding: the finding.
        mended: what was done about it; empty where nothing was.
    """

    finding: Finding
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one check.

    Attributes:
        check: the check.
        outcomes: what it found, the worst first.
        summary: a few words on what is there; empty where something is wrong.
    """

    check: Check
    outcomes: tuple[Outcome, ...]
    summary: str = ""

    @property
    def severity(self) -> Severity | None:
        """How bad the worst is that is left; None where nothing is."""
        left = {one.finding.severity for one in self.outcomes if not one.mended}
        return next((severity for severity in Severity if severity in left), None)

    @property
    def ok(self) -> bool:
        """Whether nothing has to be done."""
        return self.severity in (None, Severity.NOTE)


def examine(examination: Examination, *, fix: bool = False) -> Iterator[Result]:
    """Carry out every check; one that fails does not keep the others from it.

    Args:
        examination: what is looked at.
        fix: whether what can be mended without harm is.

    Raises:
        UnknownPortal: there is no portal of the name that was asked for.
    """
    if examination.session is not None:
        _ = examination.portals
    for check in checks.CHECKS:
        yield _result(check, examination, fix=fix)


def _result(check: Check, examination: Examination, *, fix: bool) -> Result:
    order = list(Severity)
    found = sorted(_found(check, examination), key=lambda one: order.index(one.severity))
    result = Result(check, tuple(_outcome(one, examination, fix=fix) for one in found))
    if result.ok:
        return replace(result, summary=_summary(check, examination))
    return result


def _found(check: Check, examination: Examination) -> list[Finding]:
    """What the check finds, fit to be shown to anybody."""
    found: list[Finding] = []
    public = examination.public
    try:
        found.extend(check.look(examination))
    except SsotuiError as error:
        found.append(Finding(check.name, Severity.ERROR, error.what))
    return [
        replace(one, sentence=public.text(one.sentence), command=public.text(one.command))
        for one in found
    ]


def _outcome(finding: Finding, examination: Examination, *, fix: bool) -> Outcome:
    if not (fix and finding.fix):
        return Outcome(finding)
    try:
        return Outcome(finding, examination.public.text(finding.fix()))
    except SsotuiError as error:
        sentence = f"{finding.sentence}; {examination.public.text(error.what)}"
        return Outcome(replace(finding, sentence=sentence))


def _summary(check: Check, examination: Examination) -> str:
    try:
        return examination.public.text(check.fine(examination))
    except SsotuiError as error:
        return examination.public.text(error.what)
