"""The company that the demo shows: real-looking, the same every time, and built when first asked."""

import re

import pytest

from sso_tui.demo import Organisation, Portal


def test_sixty_accounts_of_a_real_looking_company() -> None:
    accounts = Organisation.generate().accounts()
    names = [account.name or "" for account in accounts]
    ids = [account.id for account in accounts]
    assert len(accounts) == len(set(ids)) == 60
    assert all(re.fullmatch(r"[0-9]{12}", account_id) for account_id in ids)
    assert len({account.email for account in accounts}) == 60
    assert all((account.email or "").isascii() for account in accounts)
    assert {"payments-prod", "payments-staging", "log-archive", "sandbox-jane-doe"} < set(names)
    assert sum(account_id.startswith("00") for account_id in ids) >= 3
    assert names != sorted(names)
    assert ids != sorted(ids)
    assert max(len(name) for name in names) == 50
    assert names.count("platform-tools") == 2
    assert [account.roles for account in accounts].count(()) == 1
    assert max(len(account.roles) for account in accounts) == 6
    for odd in ("[PROD] core", 'O\'Brien "lab"', "$(whoami)", "rocket 🚀 launch"):
        assert odd in names
    assert any("\u200d" in name for name in names)


def test_it_is_the_same_company_every_time() -> None:
    assert Organisation.generate().accounts() == Organisation.generate().accounts()


@pytest.mark.parametrize("roles", [None, 1, 5, 13])
def test_it_scales(roles: int | None) -> None:
    accounts = Organisation.generate(10_000, roles).accounts()
    assert len({account.id for account in accounts}) == 10_000
    assert len({account.email for account in accounts}) == 10_000
    assert all(len(account.name or "") <= 50 for account in accounts)
    every = {role for account in accounts for role in account.roles}
    assert all(re.fullmatch(r"[\w+=,.@-]{1,32}", role, re.ASCII) for role in every)
    assert all(len(set(account.roles)) == len(account.roles) for account in accounts)
    if roles is not None:
        assert {len(account.roles) for account in accounts} == {roles}


def test_nothing_is_built_before_it_is_asked_for() -> None:
    with Portal(organisation=Organisation.generate(10_000, 5)) as portal:
        assert not portal.organisation.built
        portal.organisation.account("000000000012")
        assert portal.organisation.built


def test_changes_to_accounts_that_are_not_there() -> None:
    organisation = Organisation([])
    for change in (organisation.grant, organisation.revoke):
        with pytest.raises(KeyError):
            change("000000000000", "OnCall")
    with pytest.raises(KeyError):
        organisation.remove("000000000000")
