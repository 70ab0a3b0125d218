"""The names that templates make, and what keeps two roles from sharing one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.actions.profile_name import LONGEST_NAME, free_name, name_for, shared_names
from sso_tui.effects import Section
from sso_tui.model import Account, Role
from sso_tui.settings import require_template
from sso_tui.store.configedit import edited
from sso_tui.store.configtext import parse

NUMBER = "000000000012"
ROLE = Role("main", NUMBER, "ReadOnly")


def name(template: str, account: str = "[PROD] core 🚀", role: str = "ReadOnly") -> str:
    return name_for(template, Account(NUMBER, account), Role("main", NUMBER, role), {})


@pytest.mark.parametrize(
    ("template", "wanted"),
    [
        ("{account}-{role}", "PROD-core-ReadOnly"),
        ("{portal}/{account_id}.{role}", f"main/{NUMBER}.ReadOnly"),
        ("{account:.6}_{role:.4}", "PROD-c_Read"),
        ("aws {{x}} {role}", "aws-x-ReadOnly"),
        ("", f"{NUMBER}-ReadOnly"),
        ("[]", f"{NUMBER}-ReadOnly"),
        ("{account}" * 20, ("PROD-core" * 20)[:LONGEST_NAME]),
    ],
)
def test_a_template_makes_a_name(template: str, wanted: str) -> None:
    assert name(require_template(template)) == wanted


def test_an_alias_stands_for_the_account() -> None:
    assert name_for("{account}", Account(NUMBER, "x"), ROLE, {NUMBER: "my core"}) == "my-core"


@pytest.mark.parametrize(
    "template",
    ["{acount}", "{account", "{}", "{account.id}", "{account[0]}", "{role:d}", "{role!z}"],
)
def test_what_is_no_template(template: str) -> None:
    with pytest.raises(ValueError, match=r"is no template|has no use for|than cut it"):
        require_template(template)


@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=80))
def test_every_name_can_be_written_and_read_back(account: str, role: str) -> None:
    made = name("{account}-{role}", account, role)
    assert re.fullmatch(r"[A-Za-z0-9._@:/+=,-]{1,128}", made)
    data = edited(parse(b""), [Section("profile", made, (("region", "eu-west-1"),))], ())
    assert ("profile", made) in parse(data).readings()


def free(wanted: str, *taken: str, shared: bool = False) -> str:
    return free_name(wanted, ROLE, lambda one: one not in taken, shared=shared)


def test_a_name_that_is_taken_gets_the_account_s_id() -> None:
    assert free("core") == "core"
    assert free("core", shared=True) == free("core", "core") == f"core-{NUMBER}"
    assert free("core", "core", f"core-{NUMBER}") == f"core-{NUMBER}-ReadOnly"
    assert free("core", "core", f"core-{NUMBER}", f"core-{NUMBER}-ReadOnly") == f"core-{NUMBER}-2"
    assert free("default") == f"default-{NUMBER}"


def test_a_long_name_is_cut_for_the_id() -> None:
    found = free("x" * LONGEST_NAME, "x" * LONGEST_NAME)
    assert (len(found), found[-13:]) == (LONGEST_NAME, f"-{NUMBER}")


def test_names_that_several_would_get() -> None:
    assert shared_names(["a", "b", "a", "c", "c"]) == {"a", "c"}
