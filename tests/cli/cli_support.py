"""What the tests of the commands share: a small company, and what an error looks like."""

import io
import re
from collections.abc import Iterable, Mapping

from stage import Ran, Stage

from sso_tui.cli.run import run
from sso_tui.demo import Account
from sso_tui.world import World

CORE = "000000000012"
PAYMENTS = "798373876239"
TWINS = ("528374655566", "639485766677")
EMPTY = "740596877788"
ADMIN = f"{CORE}/AdministratorAccess"

COMPANY = (
    Account(CORE, "[PROD] core", "core@example.com", ("AdministratorAccess", "ReadOnlyAccess")),
    Account(PAYMENTS, "payments-prod", "pay@example.com", ("Deploy", "ReadOnlyAccess")),
    Account(TWINS[0], "tools", "tools@example.com", ("PowerUserAccess", "ReadOnlyAccess")),
    Account(TWINS[1], "tools", "tools2@example.com", ("ReadOnlyAccess",)),
    Account(EMPTY, "decommissioned", "gone@example.com", ()),
)

SECOND_SESSION = """
[sso-session second]
sso_start_url = {start_url}
sso_region = eu-central-1
"""


class Keyboard(io.StringIO):
    """A stream behind which somebody sits."""

    def isatty(self) -> bool:
        return True


def run_at_a_terminal(stage: Stage, *words: str, **variables: str) -> Ran:
    """The command with somebody at the keyboard, and standard output captured all the same."""
    plain = stage.world(**variables)
    world = World(plain.environ, Keyboard(), io.StringIO(), Keyboard(), plain.now, plain.wait)
    status = run(words, world)
    return Ran(status, world.stdout.getvalue(), world.stderr.getvalue())  # type: ignore[attr-defined]


def one_sentence(ran: Ran, status: int) -> str:
    """The one line of an error; fails where there is more, less, or anything on standard output."""
    assert ran.status == status, ran
    assert ran.out == ""
    assert re.fullmatch(r"ssotui: [^\n]+[.?)\w/-]\n", ran.err), ran.err
    assert "Traceback" not in ran.err
    assert "unexpected" not in ran.err, ran.err
    return ran.err.strip()


def add_session(stage: Stage) -> None:
    """A second sign-in to the same portal, under a name of its own."""
    with stage.config.open("a") as config:
        config.write(SECOND_SESSION.format(start_url=stage.portal.start_url))


def sign_in_to(stage: Stage, name: str) -> None:
    before, stage.portal.auto_approve_after = stage.portal.auto_approve_after, 0
    assert stage.run("login", "-s", name).status == 0
    stage.portal.auto_approve_after = before


def calls(stage: Stage, operation: str) -> int:
    """How often the portal was asked for that."""
    return sum(request.operation == operation for request in stage.portal.requests)


def tokens_of(stage: Stage) -> list[str]:
    folder = stage.home / ".aws" / "sso" / "cache"
    return sorted(one.name for one in folder.glob("*.json")) if folder.exists() else []


def values_in(text: str, pattern: str) -> Mapping[str, str]:
    """What the lines of some shell's assignments set, by a pattern with a name and a value."""
    found: Iterable[tuple[str, str]] = re.findall(pattern, text, re.MULTILINE)
    return dict(found)
