"""Does this machine's clock agree with the portal's, and does the portal answer at all?

Nothing but the end of a sign-in and of credentials is judged by the clock, and that is wrong where
the clock is. One request goes to each region, all at once, and holds nothing of the user's.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Thread
from time import monotonic
from typing import Final

from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import ConfigError, SsotuiError
from sso_tui.moments import left

NAME: Final = "clock"

PATIENCE: Final = 3.0
"""Seconds for all regions together."""

_SCHEDULING: Final = 0.5
"""Seconds for a call whose time is up to say what it waited for."""

MOST: Final = timedelta(minutes=5)
"""What a clock may be off. AWS refuses signed requests beyond that (AWS General Reference,
"Signature Version 4", of the request's time stamp)."""

_HALF_A_MINUTE: Final = timedelta(seconds=30)
"""What makes of whole minutes the nearest ones; the answer takes its time to come, and its own time
has whole seconds."""

_SET_CLOCK: Final = {"darwin": "sudo sntp -sS time.apple.com"}
"""What sets the clock by the network's; on Linux that is systemd's affair."""


@dataclass(slots=True)
class _Answer:
    """What came of asking a region: how far its clock is ahead of ours, or what went wrong."""

    ahead: timedelta | None = None
    error: SsotuiError | None = None


def look(examination: Examination) -> Iterator[Finding]:
    """Every region that does not answer, or whose time is another."""
    for region, answer in _asked(examination).items():
        if answer.ahead is None:
            portals = (one for one in examination.portals if one.region == region)
            names = ", ".join(map(examination.portal, portals))
            yield _silence(f"{region} (for {names})", answer.error)
        elif abs(answer.ahead) > MOST:
            word = "behind" if answer.ahead > timedelta() else "ahead of"
            off = left(abs(answer.ahead) + _HALF_A_MINUTE)
            sentence = f"This machine's clock is {off} {word} that of {region}"
            command = _SET_CLOCK.get(sys.platform, "sudo timedatectl set-ntp true")
            reason = "so it is misjudged when sign-ins end"
            yield Finding(NAME, Severity.ERROR, f"{sentence}, {reason}", command)


def _silence(where: str, error: SsotuiError | None) -> Finding:
    """What keeps a region from answering: the surroundings for good, or the network for now."""
    if isinstance(error, ConfigError):
        return Finding(NAME, Severity.ERROR, f"{where}: {error.what}")
    reason = error.what if error else "no answer came in time"
    return Finding(NAME, Severity.WARNING, f"{where}: {reason}; check the network and the proxy")


def fine(examination: Examination) -> str:
    """That it agrees, if anybody was asked."""
    return "agrees with the portals'" if _regions(examination) else "nobody to ask"


def _asked(examination: Examination) -> dict[str, _Answer]:
    """What each region answers, in time or not.

    A thread that still waits for its answer is left to itself: looking up a host's name is
    nothing that can be ended.
    """
    answers = {region: _Answer() for region in _regions(examination)}
    if not answers:
        return answers
    from sso_tui.broker.wires import load

    load()
    threads = [
        Thread(target=partial(_ask, examination, region, answer), daemon=True)
        for region, answer in answers.items()
    ]
    for thread in threads:
        thread.start()
    until = monotonic() + PATIENCE + _SCHEDULING
    for thread in threads:
        thread.join(max(until - monotonic(), 0))
    return answers


def _ask(examination: Examination, region: str, answer: _Answer) -> None:
    from sso_tui.aws.servertime import server_time

    now = examination.world.now
    before = now()
    try:
        there = server_time(region, examination.world.environ, PATIENCE)
    except SsotuiError as error:
        answer.error = error
        return
    answer.ahead = there - _between(before, now())


def _between(before: datetime, after: datetime) -> datetime:
    return before + (after - before) / 2


def _regions(examination: Examination) -> tuple[str, ...]:
    """The regions of the portals that may be spoken to."""
    from sso_tui.aws.portals import check

    regions: dict[str, None] = {}
    for portal in examination.portals:
        try:
            check(portal, examination.world.environ)
        except ConfigError:
            continue
        regions[portal.region] = None
    return tuple(regions)
