"""`ssotui list`: what it prints for people and for scripts, and what it says beside that."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cli_support import (
    COMPANY,
    CORE,
    EMPTY,
    PAYMENTS,
    TWINS,
    calls,
    one_sentence,
    run_at_a_terminal,
)
from stage import Stage

from sso_tui.catalogue import Progress
from sso_tui.cli.signing_in import slowly
from sso_tui.demo import Account, Organisation
from sso_tui.demo.faults import Fault
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.places import Places

HOSTILE = "two\nlines\tand \x1b]52;c;eA==\x07 tab \ud800 \u202egnp $(touch pwned) é 漢 \x85 \u2028"


@pytest.fixture
def hostile(stranger: Stage) -> Stage:
    stranger.portal.organisation.add(Account("222222222222", HOSTILE, HOSTILE, ("Odd\nRole\t1",)))
    stranger.sign_in()
    return stranger


def test_the_table_has_a_line_for_each_role_and_for_an_account_without_one(user: Stage) -> None:
    ran = user.run("list")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"{CORE}  [PROD] core     AdministratorAccess",
        f"{CORE}  [PROD] core     ReadOnlyAccess",
        f"{EMPTY}  decommissioned  -",
        f"{PAYMENTS}  payments-prod   Deploy",
        f"{PAYMENTS}  payments-prod   ReadOnlyAccess",
        f"{TWINS[0]}  tools           PowerUserAccess",
        f"{TWINS[0]}  tools           ReadOnlyAccess",
        f"{TWINS[1]}  tools           ReadOnlyAccess",
    ]


def hide(stage: Stage, *account_ids: str) -> None:
    settings = Places.of(stage.world()).settings_file
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"hidden = {json.dumps(account_ids)}\n")


def test_what_is_hidden_is_listed_by_asking_for_it_alone(user: Stage) -> None:
    hide(user, PAYMENTS, EMPTY)
    assert [line[:12] for line in user.run("list").out.splitlines()] == [
        CORE,
        CORE,
        TWINS[0],
        TWINS[0],
        TWINS[1],
    ]
    assert user.run("list", "payments").out == ""
    asked = user.run("list", "is:hidden", "--json")
    assert [(one["account_id"], one["role"]) for one in json.loads(asked.out)] == [
        (EMPTY, None),
        (PAYMENTS, "Deploy"),
        (PAYMENTS, "ReadOnlyAccess"),
    ]


@pytest.mark.parametrize("account", ["payments-prod", PAYMENTS])
def test_an_exact_name_of_what_is_hidden_works(user: Stage, account: str) -> None:
    hide(user, PAYMENTS)
    ran = user.run("env", f"{account}/Deploy", "--format", "env")
    assert ran.status == 0
    assert f"SSOTUI_ROLE={PAYMENTS}/Deploy" in ran.out.replace("'", "")


def test_what_failed_and_is_hidden_fails_nobody(user: Stage) -> None:
    user.portal.faults.add(
        Fault("ListAccountRoles", when=lambda request: request.query["account_id"] == PAYMENTS,
              error="ForbiddenException")
    )  # fmt: skip
    hide(user, PAYMENTS)
    ran = user.run("list", "--refresh")
    assert (ran.status, ran.err) == (0, "")
    asked = user.run("list", "is:hidden")
    assert PAYMENTS in asked.err
    assert asked.status == 6


@pytest.mark.requirement("SEC-32")
def test_tsv_has_five_fields_and_no_header(user: Stage) -> None:
    lines = user.run("list", "--tsv").out.splitlines()
    assert lines[0].split("\t") == [
        "demo",
        CORE,
        "[PROD] core",
        "core@example.com",
        "AdministratorAccess",
    ]
    assert lines[2].split("\t") == ["demo", EMPTY, "decommissioned", "gone@example.com", ""]
    assert len(lines) == 8


def test_json_has_ids_as_text_and_null_where_there_is_no_role(user: Stage) -> None:
    ran = user.run("list", "--json")
    found = json.loads(ran.out)
    assert ran.out.isascii()
    assert [set(one) for one in found] == [
        {"portal", "account_id", "account_name", "email", "role"}
    ] * 8
    assert found[0] == {
        "portal": "demo",
        "account_id": "000000000012",
        "account_name": "[PROD] core",
        "email": "core@example.com",
        "role": "AdministratorAccess",
    }
    assert found[2]["role"] is None


@pytest.mark.requirement("SEC-30", "SEC-32", "REL-37")
def test_a_hostile_name_stays_on_its_line(hostile: Stage) -> None:
    for words in (("list",), ("list", "--tsv")):
        out = hostile.run(*words).out
        line = next(line for line in out.split("\n") if "222222222222" in line)
        assert len(out.splitlines()) == 9
        assert "lines" in line
        assert "$(touch pwned) é 漢" in line
        assert all(each.isprintable() or each in "\n\t" for each in out)
    rows = list(csv.reader(out.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {len(row) for row in rows} == {5}


@pytest.mark.requirement("SEC-32")
def test_json_gives_a_hostile_name_as_the_portal_sent_it(hostile: Stage) -> None:
    out = hostile.run("list", "--json").out
    odd = next(one for one in json.loads(out) if one["account_id"] == "222222222222")
    assert out.isascii()
    assert (odd["account_name"], odd["email"], odd["role"]) == (HOSTILE, HOSTILE, "Odd\nRole\t1")


@pytest.mark.requirement("REL-37")
def test_the_roles_stand_in_one_column_whatever_the_names(stranger: Stage) -> None:
    for number, name in enumerate(("漢字漢字", "👨‍👩‍👧 fam", "é" * 3, "e\u0301" * 5, "x" * 400)):
        stranger.portal.organisation.add(Account(f"{number:012}", name, None, ("Role",)))
    stranger.sign_in()
    from rich.cells import cell_len

    lines = stranger.run("list", "role:Role$", "role:^Role").out.splitlines()
    starts = {cell_len(line.rpartition("  ")[0]) for line in lines if "xxx" not in line}
    assert len(lines) == 5
    assert len(starts) == 1
    assert max(starts) < 80


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (("payprod",), {PAYMENTS}),
        (("pay", "deploy"), {PAYMENTS}),
        (("id:12$",), {CORE}),
        (("account:tools", "!power"), set(TWINS)),
        (("email:gone@",), {EMPTY}),
        (("nothing-like-this",), set()),
    ],
)
def test_filters(user: Stage, words: tuple[str, ...], ids: set[str]) -> None:
    ran = user.run("list", "--json", *words)
    assert ran.status == 0
    assert {one["account_id"] for one in json.loads(ran.out)} == ids


@pytest.mark.parametrize("form", [(), ("--json",), ("--tsv",)])
def test_where_nothing_matches_it_says_so(user: Stage, form: tuple[str, ...]) -> None:
    ran = user.run("list", "nothing-like-this", *form)
    assert ran.err.splitlines()[-1] == "Nothing matches nothing-like-this."
    assert "matches" not in user.run("list", "payprod", *form).err


def test_where_what_matches_is_hidden_it_says_where_to_look(user: Stage) -> None:
    hide(user, PAYMENTS)
    assert "is:hidden lists them" in user.run("list", "payprod").err
    assert user.run("list", "is:hidden", "nowhere").err.endswith(
        "Nothing matches is:hidden nowhere.\n"
    )
    hide(user, *(account.id for account in COMPANY))
    assert user.run("list").err.endswith("Every account is hidden; is:hidden lists them.\n")


def test_the_second_time_it_says_how_old_the_list_is_and_asks_nobody(user: Stage) -> None:
    first = user.run("list")
    asked = len(user.portal.requests)
    second = user.run("list")
    assert second.out == first.out
    assert second.err == "Listed just now; --refresh lists again.\n"
    assert len(user.portal.requests) == asked


@pytest.mark.requirement("REL-08")
def test_the_age_is_told_in_words(user: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    user.run("list")
    now = user.world().now
    monkeypatch.setattr("sso_tui.broker.Broker.now", lambda _: now() + timedelta(minutes=5))
    assert user.run("list").err == "Listed 5m ago; --refresh lists again.\n"


def test_roles_that_are_older_than_the_list_are_told_of(
    user: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are in a large company, where not all are read each time."""
    user.run("list")
    broker = user.broker()
    known = broker.cached(broker.portal())
    hours = timedelta(hours=3)
    old = tuple(replace(entry, listed_at=entry.listed_at - hours) for entry in known.entries[:2])
    CatalogueCache(broker.places, print).save(replace(known, entries=old + known.entries[2:]))
    assert (
        user.run("list").err == "Listed just now, some roles 3h 00m ago; --refresh lists again.\n"
    )


def test_a_list_that_was_broken_off_is_finished_first(
    stage_of: Callable[[Organisation], Stage],
) -> None:
    stage = stage_of(Organisation.generate(130, 1))
    broker = stage.broker()
    row = broker.listing(broker.portal(), wait=stage.world().wait)
    progress = next(row).progress
    while not (progress.done and progress.counted):  # a first page alone is read whole again
        progress = next(row).progress
    row.close()
    again = stage.broker()
    entries = again.cached(again.portal()).entries
    kept = {entry.account.id for entry in entries if entry.known}
    before = len(stage.portal.requests)
    ran = stage.run("list", "--tsv")
    assert (ran.status, ran.err, len(ran.out.splitlines())) == (0, "", 130)
    asked = {
        request.query["account_id"]
        for request in stage.portal.requests[before:]
        if request.operation == "ListAccountRoles"
    }
    assert len(kept) >= progress.done
    assert len(asked) == 130 - len(kept)
    assert not asked & kept


def test_refresh_lists_again(user: Stage) -> None:
    user.run("list")
    user.portal.organisation.remove(PAYMENTS)
    assert PAYMENTS in user.run("list").out
    fresh = user.run("list", "--refresh")
    assert (PAYMENTS in fresh.out, fresh.err) == (False, "")
    assert calls(user, "ListAccounts") == 2


@pytest.mark.requirement("REL-35")
def test_an_account_that_failed_is_told_of_and_keeps_its_roles(user: Stage) -> None:
    user.run("list")
    user.portal.faults.add(
        Fault("ListAccountRoles", when=lambda request: request.query["account_id"] == PAYMENTS,
              error="ForbiddenException")
    )  # fmt: skip
    ran = user.run("list", "--refresh")
    assert ran.status == 0
    assert f"{PAYMENTS}  payments-prod   Deploy" in ran.out
    assert (
        ran.err == f"The roles of {PAYMENTS} could not be read: Can't list the roles: No access\n"
    )


@pytest.mark.requirement("REL-34")
@pytest.mark.parametrize(("form", "out"), [((), ""), (("--tsv",), ""), (("--json",), "[]\n")])
def test_an_empty_list_is_no_error(
    stage_of: Iterator[Stage], form: tuple[str, ...], out: str
) -> None:
    stage = stage_of(Organisation(()))  # type: ignore[operator]
    ran = stage.run("list", *form)
    assert (ran.status, ran.out) == (0, out)
    assert ran.err == "No account is assigned to you in demo.\n"


@pytest.mark.requirement("REL-38")
def test_an_account_without_name_or_e_mail(user: Stage) -> None:
    user.portal.organisation.add(Account("000000000001", None, None, ("Role",)))
    assert "000000000001  000000000001    Role" in user.run("list").out
    odd = json.loads(user.run("list", "--json", "id:000000000001").out)
    assert [(one["account_name"], one["email"]) for one in odd] == [("", "")]


def test_nobody_signed_in_and_nobody_there(stranger: Stage) -> None:
    assert one_sentence(stranger.run("list"), 3) == (
        "ssotui: Nobody is signed in to demo. Sign in with: ssotui login"
    )
    assert stranger.portal.requests == []


def test_at_a_terminal_it_signs_in_first(stranger: Stage) -> None:
    stranger.portal.auto_approve_after = 0
    ran = run_at_a_terminal(stranger, "list", "--json")
    assert ran.status == 0
    assert len(json.loads(ran.out)) == 8
    assert "Approve only if the page shows the code" in ran.err


def test_why_and_how_long_it_takes_is_said_once_each(user: Stage) -> None:
    portal = user.session()
    slow = Progress(200, 10_000, throttled=True, rate=19.8, left=495, counted=True)
    assert slowly(portal, slow._replace(throttled=False), 0) == ""
    assert slowly(portal, slow, 0) == "demo asks for fewer requests; this takes a while."
    assert slowly(portal, slow, 1) == (
        "9800 accounts are left, some 8m. What was read is kept if you stop it."
    )
    assert slowly(portal, slow._replace(left=None), 1) == ""
    assert slowly(portal, slow._replace(left=9), 1) == ""
    assert slowly(portal, slow, 2) == ""


def test_json_and_tsv_exclude_each_other(user: Stage) -> None:
    assert "--tsv" in one_sentence(user.run("list", "--json", "--tsv"), 2)
