"""What is said in a corner of the screen, and which of it does not hold any more?

Whatever is said says what it is about; what was said of the same thing before goes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.notifications import Notification

from sso_tui.actions.base import Request
from sso_tui.actions.menu import MenuItem
from sso_tui.effects import Copy, Describe, Effect, Open, Prefer, Remember, Save

CLIPBOARD = "the clipboard"
"""What every copy is about: the clipboard has the last one alone."""


@dataclass
class Saying(Notification):
    """A sentence in a corner of the screen.

    Attributes:
        about: what it is about; no two that share something of it are shown at once.
    """

    about: frozenset[str] = frozenset()


def outdated(said: Iterable[Notification], new: Notification) -> list[Notification]:
    """Those of what was said that are about the same thing as what is new."""
    about = new.about if isinstance(new, Saying) else frozenset()
    return [one for one in said if isinstance(one, Saying) and not about.isdisjoint(one.about)]


def of_action(item: MenuItem, request: Request) -> str:
    """What is said of an action is about: what is done, with which role."""
    return f"{item.name} {'/'.join(request.role)}"


def of_effect(effect: Effect) -> str:
    """What is said of an effect is about: what of the machine it changes."""
    match effect:
        case Copy():
            return CLIPBOARD
        case Open():
            return "the browser"
        case Save():
            return f"{effect.note} in {effect.path}"
        case Remember():
            setting = "region" if effect.favourite is None else "favourite"
            return f"{setting} {'/'.join(effect.role)}"
        case Describe():
            kinds = {"alias": effect.alias, "tags": effect.tags, "hidden": effect.hidden}
            return f"{[kind for kind, one in kinds.items() if one is not None]} {effect.account_id}"
        case Prefer():
            return effect.setting
        case _:
            return effect.note
