"""An organisation to search in, and what its people would type to find a role of theirs.

Everything follows from one seed, so that two runs ask the same questions.
"""

import random
import re
from datetime import UTC, datetime

from sso_tui.catalogue import Catalogue, Entry, order
from sso_tui.model import Account

TEAMS = [
    "payments",
    "billing",
    "checkout",
    "platform",
    "data",
    "analytics",
    "identity",
    "search",
    "mobile",
    "web",
    "core",
    "ledger",
    "fraud",
    "risk",
    "shipping",
    "catalog",
    "inventory",
    "pricing",
    "media",
    "logging",
    "network",
    "security",
    "sandbox",
    "ml",
    "research",
    "marketing",
    "crm",
    "partner",
    "support",
    "compliance",
    "treasury",
    "settlement",
    "onboarding",
    "notifications",
    "archive",
]
PARTS = [
    "api",
    "worker",
    "batch",
    "lake",
    "stream",
    "portal",
    "gateway",
    "store",
    "events",
    "reports",
    "jobs",
    "vault",
    "mesh",
    "edge",
    "pipeline",
    "tools",
    "shared",
    "frontend",
    "backend",
    "models",
]
STAGES = [
    "prod",
    "production",
    "staging",
    "stage",
    "dev",
    "development",
    "test",
    "qa",
    "uat",
    "dr",
    "sandbox",
    "preprod",
]
PLACES = [
    "eu",
    "us",
    "ap",
    "eu-west-1",
    "us-east-1",
    "us-west-2",
    "ap-south-1",
    "emea",
    "apac",
    "global",
]
ROLES = [
    "AdministratorAccess",
    "PowerUserAccess",
    "ReadOnlyAccess",
    "ViewOnlyAccess",
    "Billing",
    "SecurityAudit",
    "DatabaseAdministrator",
    "NetworkAdministrator",
    "SupportUser",
    "SystemAdministrator",
    "DataScientist",
    "DeveloperAccess",
    "deploy-role",
    "incident-response",
    "BreakGlass",
    "AWSServiceCatalogEndUserAccess",
    "platform_engineer",
    "OrgReadOnly",
    "S3FullAccess",
    "CostExplorer",
]
LISTED = datetime(2026, 1, 1, tzinfo=UTC)


def organisation(accounts: int, roles: int = 5, seed: int = 7) -> Catalogue:
    """A catalogue of so many accounts with so many roles each; no two names are the same."""
    dice = random.Random(seed)
    names: dict[str, None] = {}
    while len(names) < accounts:
        names.setdefault(_name(dice))
    entries = (_entry(dice, name, roles) for name in names)
    return Catalogue("corp", tuple(sorted(entries, key=order)), LISTED)


def _name(dice: random.Random) -> str:
    words = [dice.choice(TEAMS), dice.choice(STAGES)]
    if dice.random() < 0.6:
        words.insert(1, dice.choice(PARTS))
    if dice.random() < 0.5:
        words.append(dice.choice(PLACES))
    if dice.random() < 0.3:
        words.append(f"{dice.randrange(1, 40):02d}")
    if dice.random() < 0.15:
        return " ".join(word.capitalize() for word in words)
    return "-".join(words)


def _entry(dice: random.Random, name: str, roles: int) -> Entry:
    slug = name.lower().replace(" ", "-")
    account = Account(f"{dice.randrange(10**12):012d}", name, f"aws-{slug}@corp.example")
    return Entry(account).listed(dice.sample(ROLES, roles), LISTED)


def words(text: str) -> list[str]:
    """The words of a name: `ReadOnlyAccess` has three."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", text)]


def questions(catalogue: Catalogue, kind: str, count: int) -> list[tuple[str, str]]:
    """So many pairs of what was typed and the line `name id role` that was meant."""
    dice = random.Random(f"{kind} {count}")
    lines = list(as_lines(catalogue))
    ask = KINDS[kind]
    return [(ask(dice, *parts), " ".join(parts)) for parts in dice.sample(lines, count)]


def as_lines(catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """Name, id and role of every row, in the order of the catalogue."""
    return [
        (entry.account.name, entry.account.id, role)
        for entry in catalogue.entries
        for role in entry.role_names
    ]


def _some(dice: random.Random, name: str, role: str) -> list[str]:
    """Two or three words of the name, in their order, and a word or two of the role."""
    named, called = words(name), words(role)
    chosen = sorted(dice.sample(range(len(named)), min(len(named), dice.randint(2, 3))))
    return [*(named[place] for place in chosen), *called[: dice.randint(1, 2)]]


def _beginnings(dice: random.Random, name: str, role: str) -> list[str]:
    return [word[: dice.randint(2, 4)] for word in _some(dice, name, role)]


def _tokens(dice: random.Random, name: str, account_id: str, role: str) -> str:
    return " ".join(_beginnings(dice, name, role))


def _run_together(dice: random.Random, name: str, account_id: str, role: str) -> str:
    return "".join(_beginnings(dice, name, role))


def _id_tail(dice: random.Random, name: str, account_id: str, role: str) -> str:
    return account_id[-dice.randint(5, 7) :]


def _dropped_letter(dice: random.Random, name: str, account_id: str, role: str) -> str:
    typed = _some(dice, name, role)
    long = typed.index(max(typed, key=len))
    gone = dice.randrange(1, len(typed[long]))
    typed[long] = typed[long][:gone] + typed[long][gone + 1 :]
    return dice.choice((" ", "")).join(typed)


def _substring(dice: random.Random, name: str, account_id: str, role: str) -> str:
    length = min(len(name), dice.randint(8, 14))
    start = dice.randint(0, len(name) - length)
    return f"{name[start : start + length].lower()} {words(role)[0]}"


KINDS = {
    "tokens": _tokens,
    "run together": _run_together,
    "end of an id": _id_tail,
    "a dropped letter": _dropped_letter,
    "exact substring": _substring,
}
