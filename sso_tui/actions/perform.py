"""Have an effect done to the machine, whichever front end asks.

What needs the terminal itself, handing lines to the calling shell or running a program in it, is
left to the front end.
"""

from typing import assert_never

from sso_tui import desktop
from sso_tui.broker import Broker
from sso_tui.effects import Copy, Describe, Effect, Handoff, Open, Prefer, Remember, Run, Save, Tell
from sso_tui.model import clean
from sso_tui.world import Wait


def perform(effect: Effect, broker: Broker, wait: Wait) -> str:
    """Do what `effect` says; the result is the sentence that says that it is done.

    Raises:
        SsotuiError: it could not be done.
    """
    match effect:
        case Copy():
            copied = desktop.perform(effect, broker.world, broker.settings.clear_clipboard_after)
            gone = f"; cleared in {copied.cleared_after} s" if copied.cleared_after else ""
            return f"Copied the {effect.note}{gone}"
        case Open():
            desktop.perform(effect, broker.world, 0)
            return f"Opened the {effect.note}"
        case Save():
            backup = broker.files.save(effect, wait)
            before = f"; the file before is {broker.files.shown(backup)}" if backup else ""
            return f"Wrote the {effect.note}{before}{_next(effect)}"
        case Remember() | Describe() | Prefer():
            broker.remember(effect)
            return effect.note
        case Handoff() | Run() | Tell():
            return effect.note
    assert_never(effect)


def _next(change: Save) -> str:
    """What is left to do where profiles got a new session: nobody is signed in under its name."""
    names = [clean(section.name) for section in change.sections if section.kind == "sso-session"]
    if len(names) == len(change.sections):
        return ""
    return "".join(f"; sign in to its new session with: ssotui login -s {name}" for name in names)
