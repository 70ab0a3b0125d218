"""Kinds of accounts: by words of names, by ids, by tags; the user's own first."""

import pytest

from sso_tui.environments import USUAL, Environment, environment_of
from sso_tui.model import Role
from sso_tui.settings import Settings
from sso_tui.store.settingsformat import settings_in

NUMBER = "000000000012"


def word(name: str, settings: Settings | None = None, number: str = NUMBER) -> str | None:
    found = (settings or Settings()).environment_of(number, name)
    return found.word if found else None


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("payments-prod", "prod"),
        ("[PROD] core", "prod"),
        ("PaymentsProd2", "prod"),
        ("prod01", "prod"),
        ("orders_PRD_eu", "prod"),
        ("preprod", "staging"),
        ("web-staging", "staging"),
        ("QA", "staging"),
        ("mobileDev", "dev"),
        ("sandbox-jane", "sandbox"),
        ("product-catalogue", None),
        ("delivery", None),
        ("[/]", None),
        ("", None),
        ("生产 prod", "prod"),
    ],
)
def test_the_usual_kinds(name: str, wanted: str | None) -> None:
    assert word(name) == wanted


def test_an_alias_counts_too() -> None:
    assert word("acct-7", Settings(aliases={NUMBER: "live shop"})) == "prod"


OWN = f"""
[environments.pci]
colour = "purple"
tags = ["card"]
protected = ["*"]

[environments.prod]
names = ["prod", "shop"]
accounts = ["{NUMBER}"]
protected = ["Admin*", "PowerUser"]
"""


def test_the_users_own_come_first_and_keep_what_they_do_not_say() -> None:
    settings = settings_in(f"{OWN}\n[tags]\n111111111111 = ['card']\n", "config.toml")
    assert [one.word for one in settings.environments] == [
        "pci",
        "prod",
        "staging",
        "dev",
        "sandbox",
    ]
    assert settings.environments[1].colour == "red"
    assert word("anything", settings) == "prod"
    assert word("my shop", settings, "222222222222") == "prod"
    assert word("live", settings, "222222222222") is None
    assert word("payments-prod", settings, "111111111111") == "pci"


@pytest.mark.parametrize(
    ("name", "role", "wanted"),
    [
        ("x-prod", "AdministratorAccess", True),
        ("x-prod", "PowerUser", True),
        ("x-prod", "PowerUserAccess", False),
        ("x-prod", "ReadOnly", False),
        ("x-dev", "AdministratorAccess", False),
    ],
)
def test_protected_roles(name: str, role: str, wanted: bool) -> None:
    settings = settings_in(OWN, "config.toml")
    assert settings.protects(Role("main", "222222222222", role), name) is wanted


def test_nothing_is_protected_without_a_setting() -> None:
    assert not any(one.protected for one in USUAL)
    assert not Settings().protects(Role("main", NUMBER, "AdministratorAccess"), "prod")


def test_the_first_that_fits_holds() -> None:
    kinds = [Environment("a", names=("x",)), Environment("b", names=("x", "y"))]
    assert environment_of(kinds, NUMBER, "y-x", ()) is kinds[0]
    assert environment_of(kinds, NUMBER, "y", ()) is kinds[1]
    assert environment_of(kinds, NUMBER, "z", ()) is None
