"""What serves the clipboard, and what opens a link? Nothing is started to find out."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final

from sso_tui.desktop import available, headless_reason
from sso_tui.desktop.browsers import chosen, installed
from sso_tui.desktop.whereabouts import remote
from sso_tui.doctor.examination import Examination
from sso_tui.doctor.finding import Finding, Severity

CLIPBOARD: Final = "clipboard"
BROWSER: Final = "browser"


def look_at_clipboard(examination: Examination) -> Iterator[Finding]:
    """Whether there is none."""
    if available(examination.world):
        return
    if remote(examination.world):
        sentence = (
            "No clipboard reaches your screen over SSH; the terminal may copy by itself (OSC 52)"
        )
    else:
        sentence = "No program here serves the clipboard: install xclip, xsel or wl-clipboard"
    yield Finding(CLIPBOARD, Severity.NOTE, sentence)


def clipboard(examination: Examination) -> str:
    """What serves it."""
    return available(examination.world) or "none"


def look_at_browser(examination: Examination) -> Iterator[Finding]:
    """Why none can come back to this machine, where none can."""
    world = examination.world
    if world.get("BROWSER") and not chosen(world):
        sentence = "BROWSER, or browser in the settings, names no program that can be started here"
        yield Finding(BROWSER, Severity.WARNING, sentence)
    if reason := headless_reason(world):
        sentence = f"Signing in goes by a code to compare, since this runs {reason}"
        yield Finding(BROWSER, Severity.NOTE, sentence)


def browser(examination: Examination) -> str:
    """What opens links."""
    found = chosen(examination.world) + installed(examination.world)
    return PurePath(found[0].words[0]).name if found else "none"
