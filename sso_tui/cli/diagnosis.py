"""How does a diagnosis look? A line for each check, and what it found below it.

Signs say at a glance what words say as well; colours, on a terminal that wants them, add nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sso_tui.cli.output import painted, wants_colour
from sso_tui.doctor.examining import Outcome, Result
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.world import World

_SIGNS: Final = {None: "✓", Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
_PLAIN_SIGNS: Final = {None: "+", Severity.ERROR: "x", Severity.WARNING: "!", Severity.NOTE: "-"}
"""What stands for each severity; the second where the terminal does not have the first."""

_COLOURS: Final = {None: 32, Severity.ERROR: 31, Severity.WARNING: 33, Severity.NOTE: 36}
"""Green, red, yellow, cyan (ECMA-48, SGR)."""


def as_json(results: Sequence[Result]) -> str:
    """An object with the findings and the checks, escaped to ASCII."""
    content = {
        "findings": [_object(one) for result in results for one in result.outcomes],
        "checks": [
            {"name": one.check.name, "title": one.check.title, "ok": one.ok} for one in results
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def _object(one: Outcome) -> dict[str, Any]:
    finding = one.finding
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "sentence": finding.sentence,
        "command": finding.command,
        "fixable": finding.fix is not None,
        "fixed": bool(one.mended),
    }


def as_text(results: Sequence[Result], world: World) -> str:
    """For a person."""
    return "".join(f"{line}\n" for line in _Page(results, world).lines())


class _Page:
    """A diagnosis for one terminal, or for a file."""

    def __init__(self, results: Sequence[Result], world: World) -> None:
        self._results = results
        self._signs = _SIGNS if _can_show(world, "".join(_SIGNS.values())) else _PLAIN_SIGNS
        self._coloured = wants_colour(world, world.stdout)
        self._width = max(len(result.check.title) for result in results)

    def lines(self) -> Iterator[str]:
        for result in self._results:
            words = result.summary or _counts(
                one.finding for one in result.outcomes if not one.mended
            )
            title = f"{result.check.title:<{self._width}}  {words}".rstrip()
            yield f"{self._sign(result.severity)} {title}"
            for outcome in result.outcomes:
                yield from self._outcome(outcome)
        yield ""
        yield self._conclusion()

    def _outcome(self, outcome: Outcome) -> Iterator[str]:
        finding = outcome.finding
        if outcome.mended:
            yield f"    {self._painted(None, 'mended ')}  {outcome.mended}"
            return
        yield f"    {self._painted(finding.severity, f'{finding.severity:<7}')}  {finding.sentence}"
        if finding.command:
            yield f"             {finding.command}"

    def _conclusion(self) -> str:
        every = [one for result in self._results for one in result.outcomes]
        left = [one.finding for one in every if not one.mended]
        mended = f"{len(every) - len(left)} mended" if len(every) > len(left) else ""
        words = ", ".join(filter(None, (mended, _counts(left)))) or "Nothing is wrong"
        fixable = sum(one.fix is not None for one in left)
        hint = f"; ssotui doctor --fix mends {fixable} of them" if fixable else ""
        return f"{words}{hint}."

    def _sign(self, severity: Severity | None) -> str:
        return self._painted(severity, self._signs[severity])

    def _painted(self, severity: Severity | None, text: str) -> str:
        return painted(text, _COLOURS[severity]) if self._coloured else text


def _counts(findings: Iterable[Finding]) -> str:
    """How many there are of each severity."""
    found = Counter(one.severity for one in findings)
    return ", ".join(
        f"{found[one]} {one}{'' if found[one] == 1 else 's'}" for one in Severity if found[one]
    )


def _can_show(world: World, text: str) -> bool:
    try:
        text.encode(world.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
