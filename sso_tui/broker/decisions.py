"""What becomes of what the user decided about roles, accounts, portals and looks?"""

from dataclasses import dataclass
from typing import assert_never

from sso_tui.effects import Describe, Prefer, Remember
from sso_tui.store import settingedits as edits
from sso_tui.store.settings_file import SettingsFile


@dataclass(frozen=True, slots=True)
class PortalRegion:
    """A region for commands in a portal, by its key."""

    portal: str
    region: str


Decision = Remember | Describe | Prefer | PortalRegion


def keep(file: SettingsFile, decision: Decision) -> None:
    """Keep it in the settings file.

    Raises:
        ConfigError: it can't be, or the file can't be edited.
        StorageError: the file can't be written.
    """
    match decision:
        case Remember():
            _keep_role(file, decision)
        case Describe():
            _keep_account(file, decision)
        case PortalRegion(portal, region):
            file.change(edits.region(portal, region))
        case Prefer(setting, word):
            file.change(edits.word(setting, word))
        case _:
            assert_never(decision)


def _keep_role(file: SettingsFile, decision: Remember) -> None:
    name, in_portal = decision.role.spellings
    if decision.favourite:
        file.set_favourite(in_portal if decision.in_portal else name, True)
    elif decision.favourite is not None:
        known = file.load().favourites
        for spelling in filter(known.__contains__, decision.role.spellings):
            file.set_favourite(spelling, False)
    if decision.region is not None:
        file.change(edits.region(name, decision.region))


def _keep_account(file: SettingsFile, decision: Describe) -> None:
    if decision.alias is not None:
        file.change(edits.alias(decision.account_id, decision.alias))
    if decision.tags is not None:
        file.change(edits.tags(decision.account_id, decision.tags))
    if decision.hidden is not None:
        file.change(edits.hidden(decision.account_id, decision.hidden))
