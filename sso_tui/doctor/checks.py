"""Which checks are there, and in which order?

A new check is a module with two functions and one line here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sso_tui.doctor import (
    clock,
    config,
    desktop,
    endpoints,
    environment,
    files,
    keys,
    leftovers,
    portals,
    profiles,
    settings,
    shell,
    sign_ins,
)
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding


@dataclass(frozen=True, slots=True)
class Check:
    """One group of questions.

    Attributes:
        name: what programs know it by.
        title: what people read.
        look: finds what is wrong; a SsotuiError that it raises counts as a finding.
        fine: a few words on what is there, where nothing is wrong.
    """

    name: str
    title: str
    look: Callable[[Examination], Iterator[Finding]]
    fine: Callable[[Examination], str]


CHECKS: Final = (
    Check(config.NAME, "AWS config file", config.look, config.fine),
    Check(profiles.NAME, "Profiles", profiles.look, profiles.fine),
    Check(keys.NAME, "Long-term keys", keys.look, keys.fine),
    Check(portals.NAME, "Portals", portals.look, portals.fine),
    Check(endpoints.NAME, "Endpoints", endpoints.look, endpoints.fine),
    Check(clock.NAME, "Network, clock", clock.look, clock.fine),
    Check(sign_ins.NAME, "Sign-ins", sign_ins.look, sign_ins.fine),
    Check(environment.NAME, "Environment", environment.look, environment.fine),
    Check(files.NAME, "Files", files.look, files.fine),
    Check(leftovers.NAME, "Leftovers", leftovers.look, leftovers.fine),
    Check(settings.NAME, "Settings", settings.look, settings.fine),
    Check(shell.NAME, "Shell", shell.look, shell.fine),
    Check(desktop.CLIPBOARD, "Clipboard", desktop.look_at_clipboard, desktop.clipboard),
    Check(desktop.BROWSER, "Browser", desktop.look_at_browser, desktop.browser),
)
"""Every check, in the order in which their findings are best mended."""
