r"""What does a real company's organisation look like? Teams, environments, people, and odd names.

Brightwater is made up. Its account names are legal in AWS (at most 50 characters), or at least
seen in the wild, and its roles are legal permission set names: `[\w+=,.@-]{1,32}`.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, count, islice, product
from unicodedata import normalize

from sso_tui.demo.account import Account

NAME = "Brightwater"
DOMAIN = "brightwater.example"
USER = f"jane.doe@{DOMAIN}"
REGION = "eu-central-1"
"""Where its Identity Center is, as the start page says."""

ADMIN = "AdministratorAccess"
POWER = "PowerUserAccess"
READ = "ReadOnlyAccess"
VIEW = "ViewOnlyAccess"
BILLING = "BillingReadOnly"
DATABASE = "DatabaseAdministrator"
AUDIT = "SecurityAudit"
ON_CALL = "OnCall"
DEPLOY = "Deploy"
NETWORK = "NetworkAdministrator"

ROLES = (ADMIN, POWER, READ, VIEW, BILLING, DATABASE, AUDIT, ON_CALL, DEPLOY, NETWORK)


CORE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("brightwater-management", (BILLING, VIEW)),
    ("log-archive", (AUDIT, VIEW)),
    ("security-audit", (AUDIT, READ, VIEW)),
    ("security-tooling", (AUDIT, POWER)),
    ("network-hub", (NETWORK, READ)),
    ("shared-services", (READ, DEPLOY, ON_CALL)),
    ("identity", (READ,)),
    ("backup-vault", (VIEW,)),
    ("ci-runners", (POWER, DEPLOY, READ)),
    ("finops", (BILLING, VIEW)),
)
"""The landing zone: what every organisation has, whatever it sells."""

PEOPLE = ("jane-doe", "omar-haddad", "mei-lin", "tomasz-nowak", "ines-costa", "arjun-rao")

TEAMS = (
    "payments",
    "data-platform",
    "checkout",
    "orders",
    "search",
    "mobile-api",
    "fraud",
    "logistics",
    "ml-research",
    "web",
    "pricing",
    "notifications",
    "partner-api",
    "observability",
    "customer-support",
    "inventory",
)

ENVIRONMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("prod", (READ, ON_CALL, DEPLOY)),
    ("staging", (POWER, READ, DEPLOY)),
    ("dev", (ADMIN, POWER, READ)),
)

ON_CALL_TEAM = "payments"
"""The user's own team, where a breakglass role exists too."""

DATA_TEAMS = frozenset({"data-platform", "orders", "ml-research", "inventory"})

REGIONS = ("eu-west-1", "us-east-1", "ap-southeast-2", "sa-east-1")

LONGEST_NAME = "customer-support-knowledge-base-migration-sandbox1"

TWIN = "platform-tools"
"""What two accounts are called."""

AWKWARD: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("000000000012", "[PROD] core", (READ, ON_CALL)),
    ("000491827364", "[/] slash-team [dev]", (ADMIN, READ)),
    ("007007007007", 'O\'Brien "lab"', (ADMIN, POWER, READ)),
    ("088112233445", "$(whoami)", (POWER, READ)),
    ("211098765432", "`id`; R&D <beta> 100%", (READ, VIEW)),
    ("305411122233", "rocket 🚀 launch", (ADMIN, DEPLOY)),
    ("417263544455", "family-plan 👨‍👩‍👧‍👦 prod", (READ, "Support.L2+oncall@eu")),
    ("528374655566", TWIN, (POWER, READ)),
    ("639485766677", TWIN, (READ,)),
    ("740596877788", "decommissioned-2023", ()),
    ("851607988899", LONGEST_NAME, (READ, "CustomerSupportKnowledgeBaseEdit")),
    ("962718099900", "Zürich Büro – Prüfung", (VIEW, "audit=yearly,read-only_v2")),
)
"""Ids, names and roles; the names break shells, markup, columns or sorting somewhere."""

PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""A name that can stand in an address as it is."""

STRIDE = 618_033_988_749
"""Coprime to 10^12, so that multiples of it give each account an id of its own, well spread."""


def accounts(number: int, roles: int | None) -> list[Account]:
    """So many accounts: the core, the teams', people's, the odd ones, then as many as it takes.

    With `roles` each has exactly so many. They come in an order that sorts by neither id nor
    name, as the real service's do: by their ids read backwards.
    """
    made = [
        Account(id_, name, _email(name, index), usual if roles is None else _exactly(roles, usual))
        for index, (id_, name, usual) in enumerate(islice(_entries(), number))
    ]
    return sorted(made, key=lambda account: account.id[::-1])


def _email(name: str, index: int) -> str:
    """An account's root address, different for each, as AWS demands."""
    if PLAIN.fullmatch(name) and name != TWIN:
        return f"aws+{name}@{DOMAIN}"
    letters = normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return f"aws+{'-'.join(re.findall(r'[a-z0-9]+', letters))}-{index}@{DOMAIN}"


@cache
def _exactly(number: int, usual: tuple[str, ...]) -> tuple[str, ...]:
    """So many roles: the usual ones first, then others of the company's, then numbered ones."""
    others = (name for name in ROLES if name not in usual)
    numbered = (f"Squad-{index:03}" for index in count(1))
    return tuple(islice(chain(usual, others, numbered), number))


def _entries() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Endlessly many accounts' ids, names and usual roles."""
    teams = _team_accounts()
    ids = (f"{number * STRIDE % 10**12:012}" for number in count(1))
    for name, roles in chain(CORE, islice(teams, 32), _sandboxes()):
        yield next(ids), name, roles
    yield from AWKWARD
    for name, roles in chain(teams, _cells()):
        yield next(ids), name, roles


def _team_accounts() -> Iterator[tuple[str, tuple[str, ...]]]:
    for team, (environment, usual) in product(TEAMS, ENVIRONMENTS):
        yield f"{team}-{environment}", _team_roles(team, usual)


def _team_roles(team: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    if team == ON_CALL_TEAM:
        return (*usual, DATABASE, BILLING, "BreakGlass")
    return (*usual, DATABASE) if team in DATA_TEAMS else usual


def _sandboxes() -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((f"sandbox-{person}", (ADMIN,)) for person in PEOPLE)


def _cells() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Endlessly many: what companies with thousands of accounts have thousands of."""
    places = [
        (f"{team}-{environment}-{region}", usual)
        for region, (environment, usual), team in product(REGIONS, ENVIRONMENTS, TEAMS)
    ]
    for cell in count(1):
        yield from ((f"{place}-{cell:03}", usual) for place, usual in places)
