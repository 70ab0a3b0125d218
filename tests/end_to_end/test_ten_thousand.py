"""Ten thousand accounts with five roles each: kept, listed, searched, shown."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from programs import PATIENCE, SSOTUI, surroundings
from pty_terminal import NewLine
from seeing import until
from stage import Stage

from sso_tui.catalogue import Catalogue, Entry
from sso_tui.demo import Account as DemoAccount
from sso_tui.demo import Fault
from sso_tui.model import Account
from sso_tui.store.cache import CatalogueCache

ACCOUNTS = 10_000
ROLES = ("Administrator", "Billing", "Deploy", "Operator", "ReadOnly")
MOST_MEMORY = 400_000_000
"""Bytes that the program may take, where the interpreter and boto3 alone take sixty million."""


@pytest.fixture
def large(signed_in: Stage) -> Stage:
    """A user who has listed that many before, and whose portal does not answer any more."""
    now = datetime.now(UTC)
    entries = tuple(
        Entry(Account(f"{number:012}", f"team-{number:05}", f"t{number}@example.com")).listed(
            ROLES, now
        )
        for number in range(ACCOUNTS)
    )
    broker = signed_in.broker()
    kept = Catalogue(broker.portal().key, entries, complete=True, listed_at=now)
    CatalogueCache(broker.places, lambda _: None).save(kept)
    signed_in.portal.faults.add(Fault("ListAccounts", hang=True))
    return signed_in


@pytest.mark.requirement("REL-33", "REL-08")
def test_a_list_of_them(large: Stage) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "list", "--tsv"],
        env=surroundings(large),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == ACCOUNTS * len(ROLES)
    assert int(done.stderr.splitlines()[-1]) < MOST_MEMORY


MEASURED = """\
import resource, sys
from sso_tui.__main__ import main
status = main()
sys.stderr.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}\\n")
sys.exit(status)
"""


@pytest.mark.requirement("REL-33", "REL-04", "REL-27")
def test_a_screen_of_them_while_the_portal_hangs(large: Stage, line: NewLine) -> None:
    """What is known can be used at once, and leaving waits for no call that is under way."""
    screen = line(surroundings(large), str(SSOTUI))
    screen.until(f"{ACCOUNTS * len(ROLES)}")
    for text in ("team-09876", " ^oper"):
        screen.type(text)
    screen.until("team-09876", "Operator", "000000009876")
    until(lambda: screen.screen() and large.portal.requests[-1].status is None)
    screen.type("\x03")
    assert screen.ended() == 130
    assert large.portal.requests[-1].status is None


@pytest.mark.long
@pytest.mark.requirement("REL-33")
def test_a_listing_of_them(signed_in: Stage) -> None:
    for number in range(ACCOUNTS):
        account = DemoAccount(f"{number:012}", f"team-{number:05}", None, ROLES)
        signed_in.portal.organisation.add(account)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "list", "--tsv"],
        env=surroundings(signed_in),
        capture_output=True,
        text=True,
        timeout=8 * PATIENCE,
    )
    assert done.stdout.count("\n") >= ACCOUNTS * len(ROLES), done.stderr
    assert int(done.stderr.splitlines()[-1]) < MOST_MEMORY
