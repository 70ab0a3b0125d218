"""Which portals are there beside the first? That of a company that was bought, and one for emergencies.

The second has accounts of its own. The third is another user of the first one's start URL: two
users are two sessions.
"""

import os
from pathlib import Path
from typing import Final

from sso_tui.demo import company
from sso_tui.demo.account import Account
from sso_tui.demo.organisation import Organisation
from sso_tui.demo.portal import Portal

BOUGHT: Final = "tideway"
"""The company that was bought, and the session that leads to its portal."""

EMERGENCIES: Final = "break-glass"
"""The session for emergencies."""

MOST: Final = 3
"""How many portals the demo can have."""

TEAMS: Final = ("booking", "ferries", "harbours", "timetable")

SESSION: Final = """
[sso-session {name}]
sso_start_url = {start_url}
sso_region = {region}
sso_registration_scopes = sso:account:access
"""


def bought_company() -> Organisation:
    """The accounts of the company that was bought."""
    names = [f"{BOUGHT}-{team}-{environment}" for team in TEAMS for environment in ("prod", "test")]
    numbers = (str(900_000_000_000 + (index + 1) * 7_316_554_217) for index in range(len(names)))
    return Organisation(
        Account(number, name, f"aws+{name}@{company.DOMAIN}", (company.ADMIN, company.READ))
        for number, name in zip(numbers, names, strict=True)
    )


def add_portals(home: Path, portal: Portal, number: int) -> None:
    """Write the sessions of so many portals, the first among them, which is there already."""
    sessions = ((BOUGHT, portal.start_url_of(BOUGHT)), (EMERGENCIES, portal.start_url))
    with (home / ".aws" / "config").open("a", encoding="utf-8") as stream:
        for name, start_url in sessions[: number - 1]:
            stream.write(SESSION.format(name=name, start_url=start_url, region=company.REGION))
    if number > len(sessions):
        settings = home / ".config" / "ssotui" / "config.toml"
        settings.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(made, "w", encoding="utf-8") as stream:
            stream.write(f'break_glass = ["{EMERGENCIES}"]\n')
