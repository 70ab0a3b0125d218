"""What the tests of the broker share: a user of a tiny company, and whose clock has gone on."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from stage import Stage, at_once

from sso_tui.broker import Broker
from sso_tui.demo import Account, Organisation
from sso_tui.demo import Portal as DemoPortal
from sso_tui.model import Role, Token

CORE = "000000000012"
ADMIN = Role("demo", CORE, "Admin")
LEGACY = """
[profile old]
sso_start_url = {url}
sso_region = eu-central-1
sso_account_id = 000000000012
sso_role_name = Admin

[profile older]
sso_start_url = {url}
sso_region = eu-central-1

[sso-session zulu]
sso_start_url = {url}
sso_region = us-east-1

[sso-session alpha]
sso_start_url = {url}
sso_region = us-east-1
"""


@contextmanager
def user_of_a_tiny_company(folder: Path) -> Iterator[Stage]:
    """One account, two roles."""
    home = folder / "home"
    home.mkdir()
    company = Organisation([Account(CORE, "core", None, ("Admin", "Read"))])
    with DemoPortal(organisation=company) as portal:
        yield Stage(portal, home)


def calls(stage: Stage, operation: str) -> int:
    return sum(request.operation == operation for request in stage.portal.requests)


def refreshes(stage: Stage) -> int:
    return sum(
        request.operation == "CreateToken" and request.body["grantType"] == "refresh_token"
        for request in stage.portal.requests
    )


def broker_at(
    stage: Stage, shift: timedelta, notice: Callable[[str], object] = lambda _: None
) -> Broker:
    """The broker of a user whose clock, and whose portal's, has gone on."""
    stage.portal.shift_clock(shift.total_seconds())
    world = stage.world()
    now = world.now
    return Broker(dataclasses.replace(world, now=lambda: now() + shift), notice)


def token_path(stage: Stage, name: str = "demo") -> Path:
    broker = stage.broker()
    return broker.sign_ins.tokens.path(broker.portal(name))


def valid(broker: Broker, name: str = "demo") -> Token:
    return broker.sign_ins.valid(broker.portal(name), at_once)
