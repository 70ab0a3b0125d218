import itertools
import threading
import time as real_time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from aws_support import Renewing, listing_threads, now, signed_in

from sso_tui import demo
from sso_tui.aws import crawl, directory
from sso_tui.aws import rate as rates
from sso_tui.aws.calls import MOST_PAGES
from sso_tui.aws.client import PortalClient
from sso_tui.aws.limiter import Limiter
from sso_tui.catalogue import Catalogue, Entry, Progress
from sso_tui.errors import (
    Cancelled,
    MalformedAnswer,
    PortalError,
    SignInNeeded,
)
from sso_tui.model import Account


@pytest.fixture
def tokens(client, token) -> Renewing:
    return Renewing(client, token)


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert listing_threads() == []


def quick(seconds: float) -> bool:
    """A front end's patience, cut short; the listing's threads are what takes the time."""
    real_time.sleep(min(seconds, 0.002))
    return False


def listing(client: PortalClient, tokens, cached=None, **options) -> Iterator[Catalogue]:
    options = {"wait": quick, "now": now, **options}
    return directory.listing(client, tokens, cached or Catalogue("my-sso"), **options)


def whole(*arguments, **options) -> Catalogue:
    *_, last = listing(*arguments, **options)
    return last


def truth(server: demo.Portal) -> dict[str, set[str]]:
    return {account.id: set(account.roles) for account in server.organisation.accounts()}


def found(catalogue: Catalogue) -> dict[str, set[str]]:
    return {entry.account.id: set(entry.role_names) for entry in catalogue.entries}


def operations(server: demo.Portal) -> list[str]:
    return [request.operation for request in server.requests]


def test_everything_is_found_and_nothing_twice(server, client, tokens) -> None:
    server.page_size = 5
    server.organisation.add(demo.Account("000000000007", None, None, ()))
    seen = list(listing(client, tokens))
    last = seen[-1]
    assert found(last) == truth(server)
    assert last.complete
    assert last.listed_at is not None
    assert last.progress == Progress(13, 13, counted=True)
    assert not any(entry.pending or entry.failure for entry in last.entries)
    assert not any(catalogue.complete for catalogue in seen[:-1])
    assert len(last) == sum(len(roles) for roles in truth(server).values())
    assert last.entry("000000000007").known


def test_catalogues_grow_and_share_what_did_not_change(server, client, tokens, monkeypatch) -> None:
    monkeypatch.setattr(directory, "TICK", 0.002)
    held = [server.faults.add(demo.Fault("ListAccountRoles", after=n, hang=True)) for n in (5, 2)]
    seen = []
    for catalogue in listing(client, tokens):
        seen.append(catalogue)
        while held and catalogue.progress.done >= held[-1].after:
            server.faults.remove(held.pop())
    assert {2, 5} <= {catalogue.progress.done for catalogue in seen}
    assert seen[-1].complete
    for before, after in itertools.pairwise(seen[1:]):
        assert len(after) >= len(before)
        assert after.progress.done >= before.progress.done
        known = {entry.account.id: entry for entry in after.entries}
        assert all(known[e.account.id] is e for e in before.entries if not e.pending)


@pytest.mark.requirement("REL-34")
def test_no_accounts_are_a_complete_answer(server, client, tokens) -> None:
    for account in server.organisation.accounts():
        server.organisation.remove(account.id)
    last = whole(client, tokens)
    assert (last.entries, last.complete) == ((), True)


def test_what_was_known_comes_first_and_stays_until_it_is_known_to_be_gone(
    server, client, tokens
) -> None:
    before = whole(client, tokens)
    gone = before.entries[0].account.id
    server.organisation.remove(gone)
    server.page_size = 4
    seen = list(listing(client, tokens, before))
    assert found(seen[0]) == found(before)
    assert not seen[0].complete
    assert seen[0].progress == Progress(0, 12)
    assert gone not in found(seen[-1])
    assert found(seen[-1]) == truth(server)
    assert all(len(catalogue) > 0 for catalogue in seen)


def test_a_renamed_account_keeps_its_roles_meanwhile(server, client, tokens) -> None:
    before = whole(client, tokens)
    account = server.organisation.accounts()[0]
    server.organisation.add(replace(account, name="Another name"))
    server.faults.add(demo.Fault("ListAccountRoles", hang=True, times=1, after=0))
    row = listing(client, tokens, before)
    for catalogue in row:
        entry = catalogue.entry(account.id)
        if entry.account.name == "Another name":
            assert set(entry.role_names) == set(account.roles)
            server.faults.clear()
    assert catalogue.complete


@pytest.mark.requirement("REL-36")
def test_the_same_account_and_role_twice_are_one(server, client, tokens) -> None:
    account = {"accountId": "000000000001", "accountName": "A"}
    server.faults.add(demo.Fault("ListAccounts", body={"accountList": [account, account]}))
    role = {"roleName": "R", "accountId": "000000000001"}
    server.faults.add(demo.Fault("ListAccountRoles", body={"roleList": [role, role, None]}))
    last = whole(client, tokens)
    assert [(role.account_id, role.wire_name) for role in last] == [("000000000001", "R")]
    assert last.skipped == 1
    assert operations(server).count("ListAccountRoles") == 1


# What comes first


@pytest.fixture
def one_at_a_time(monkeypatch) -> None:
    """One call after the other, so that their order can be told."""
    monkeypatch.setattr(rates, "FIRST_FLIGHT", 1)
    monkeypatch.setattr(rates, "LEAPS", (0, 0, 0))


@pytest.mark.usefixtures("one_at_a_time")
def test_what_is_wanted_is_asked_first(server, portal) -> None:
    client = PortalClient(portal, server.environ())
    tokens = Renewing(client, signed_in(server, client))
    accounts = [account.id for account in server.organisation.accounts()]
    wanted = [accounts[7], "999999999999", accounts[2]]
    whole(client, tokens, wanted=lambda: wanted)
    assert asked(server)[:2] == [accounts[7], accounts[2]]
    assert sorted(asked(server)) == sorted(accounts)


@pytest.mark.usefixtures("one_at_a_time")
def test_the_mind_may_be_changed_at_any_time(server, portal) -> None:
    """What is wanted while another account is being read comes right after that one."""
    client = PortalClient(portal, server.environ())
    tokens = Renewing(client, signed_in(server, client))
    accounts = [account.id for account in server.organisation.accounts()]
    wanted: list[str] = []
    server.faults.add(demo.Fault("ListAccountRoles", hang=True, times=1))

    def wait(seconds: float) -> bool:
        if wanted:
            server.faults.clear()
        elif asked(server):
            wanted.append(accounts[9])
        return quick(seconds)

    whole(client, tokens, wait=wait, wanted=lambda: wanted)
    assert asked(server)[:2] == [accounts[0], accounts[9]]


def test_what_is_wanted_and_known_need_not_be_listed_first(server, client, tokens) -> None:
    before = whole(client, tokens)
    seen = len(server.requests)
    server.faults.add(demo.Fault("ListAccounts", hang=True))
    wanted = [entry.account.id for entry in before.entries[3:5]]
    for catalogue in listing(client, tokens, before, wanted=lambda: wanted):
        if catalogue.progress.done == 2:
            server.faults.clear()
    roles = [request for request in server.requests[seen:] if "account_id" in request.query]
    assert sorted(request.query["account_id"] for request in roles[:2]) == sorted(wanted)
    assert len(roles) == 12


def test_what_is_wanted_and_gone_leaves_no_trace(server, client, tokens) -> None:
    before = whole(client, tokens)
    gone = before.entries[0].account.id
    server.organisation.remove(gone)
    last = whole(client, tokens, before, wanted=lambda: [gone])
    assert last.complete
    assert last.entry(gone) is None
    assert found(last) == truth(server)


@pytest.mark.usefixtures("one_at_a_time")
def test_what_is_oldest_is_asked_first(server, portal) -> None:
    client = PortalClient(portal, server.environ())
    tokens = Renewing(client, signed_in(server, client))
    accounts = [account.id for account in server.organisation.accounts()]
    ages = [5, 1, 9, None, 3, 7, 11, 2, 8, 4, None, 6]
    before = Catalogue("my-sso", tuple(aged(*one) for one in zip(accounts, ages, strict=True)))
    whole(client, tokens, before)
    order = sorted(range(12), key=lambda at: -(ages[at] or 100))
    assert asked(server) == [accounts[at] for at in order]


def aged(account_id: str, hours: int | None) -> Entry:
    entry = Entry(Account(account_id))
    return entry if hours is None else entry.listed(["R"], now() - timedelta(hours=hours))


def asked(server: demo.Portal) -> list[str]:
    return [
        request.query["account_id"]
        for request in server.requests
        if request.operation == "ListAccountRoles"
    ]


# What need not be asked


@pytest.fixture
def many(server) -> list[str]:
    """More accounts than are read whole each time; their ids."""
    for number in range(1, 150):
        server.organisation.add(demo.Account(f"{number:012}", f"n{number}", None, ("R",)))
    return [account.id for account in server.organisation.accounts()]


@pytest.mark.usefixtures("many")
def test_what_was_just_read_is_not_asked_again(server, client, tokens) -> None:
    before = whole(client, tokens)
    known, seen = len(asked(server)), len(server.requests)
    server.organisation.add(demo.Account("000000000777", "new", None, ("New",)))
    server.organisation.remove(before.entries[0].account.id)
    first, *_, last = listing(client, tokens, before)
    assert first.progress == Progress(161, 161)
    assert found(last) == truth(server)
    assert last.complete
    assert last.listed_at > before.listed_at
    assert last.oldest == before.oldest or last.oldest in {e.listed_at for e in before.entries}
    assert asked(server)[known:] == ["000000000777"]
    assert len(server.requests) == seen + 3


@pytest.mark.usefixtures("many")
def test_everything_is_asked_again_where_that_is_wanted(server, client, tokens) -> None:
    before = whole(client, tokens)
    server.organisation.grant(before.entries[0].account.id, "Fresh")
    first, *_, last = listing(client, tokens, before, refresh=True)
    assert first.progress == Progress(0, 161)
    assert found(last) == truth(server)
    assert len(asked(server)) == 2 * 161


def test_a_listing_that_was_broken_off_goes_on_where_it_was(server, client, tokens, many) -> None:
    stage = iter(range(10**6))
    seen: list[Catalogue] = []
    server.latency = 0.005
    with pytest.raises(Cancelled):
        _until_failure(
            listing(client, tokens, wait=lambda _: len(asked(server)) > 40 and next(stage) >= 0),
            seen,
        )
    until = seen[-1]
    done = {entry.account.id for entry in until.entries if entry.known}
    assert 0 < len(done) < 161
    before = len(asked(server))
    first, *_, last = listing(client, tokens, until)
    assert first.progress.done == len(done)
    assert found(last) == truth(server)
    again = asked(server)[before:]
    assert sorted(again) == sorted(set(many) - done)


def test_what_is_looked_at_is_asked_again_sooner_than_the_rest(
    server, client, tokens, many
) -> None:
    fresh, stale = now() - timedelta(minutes=1), now() - timedelta(minutes=6)
    before = whole(client, tokens)
    entries = [
        replace(e, listed_at=stale if e.account.id == many[9] else fresh) for e in before.entries
    ]
    before = replace(before, entries=tuple(entries))
    known = len(asked(server))
    server.organisation.grant(many[9], "Fresh")
    last = whole(client, tokens, before, wanted=lambda: many[9:12])
    assert asked(server)[known:] == [many[9]]
    assert found(last) == truth(server)


# Tokens


def revoke(
    server: demo.Portal, request: demo.Request, countdown: Iterator[int], *, refresh: bool = False
) -> bool:
    """Revoke the tokens at the listing's call that the countdown ends with; strike none."""
    if request.operation in {"ListAccounts", "ListAccountRoles"} and next(countdown) == 0:
        server.revoke_all_tokens(refresh=refresh)
    return False


@pytest.mark.requirement("REL-01")
@pytest.mark.parametrize("calls", range(16))
def test_a_token_revoked_midway_is_renewed_once_and_nothing_lost(
    server, client, tokens, calls
) -> None:
    server.page_size = 5
    countdown = iter(range(calls, -(10**6), -1))
    server.faults.add(demo.Fault(when=lambda request: revoke(server, request, countdown)))
    last = whole(client, tokens)
    assert found(last) == truth(server)
    assert last.complete
    assert tokens.renewals == 1
    assert operations(server).count("RegisterClient") == 1


@pytest.mark.requirement("REL-01")
def test_a_sign_in_that_ends_midway_leaves_what_was_found(server, client, tokens) -> None:
    seen = _until_the_sign_in_ends(server, client, tokens, calls=7)
    assert len(seen[-1].entries) == 12
    assert 1 <= sum(entry.known for entry in seen[-1].entries) < 12
    assert not seen[-1].complete
    assert seen[-1].listed_at is None


@pytest.mark.requirement("REL-01")
def test_what_came_last_before_it_ended_is_there_too(server, client, tokens, monkeypatch) -> None:
    """Nobody looks at what arrives until it is over, and the accounts are named by then."""
    monkeypatch.setattr(directory, "TICK", 30.0)
    seen = _until_the_sign_in_ends(server, client, tokens, calls=1)
    assert len(seen[-1].entries) == 12


def _until_the_sign_in_ends(server, client, tokens, *, calls: int) -> list[Catalogue]:
    """What a listing gives whose sign-in ends for good after so many calls."""
    countdown = iter(range(calls, -(10**6), -1))
    ended = partial(revoke, server, countdown=countdown, refresh=True)
    server.faults.add(demo.Fault(when=ended))
    seen: list[Catalogue] = []
    with pytest.raises(SignInNeeded):
        _until_failure(listing(client, tokens), seen)
    return seen


def _until_failure(row: Iterator[Catalogue], seen: list[Catalogue]) -> None:
    for catalogue in row:
        seen.append(catalogue)


@pytest.mark.requirement("REL-39")
def test_a_token_that_is_rejected_even_when_new_is_not_renewed_for_ever(
    server, client, tokens
) -> None:
    server.faults.add(demo.Fault("ListAccounts", error="UnauthorizedException"))
    with pytest.raises(SignInNeeded):
        whole(client, tokens)
    assert tokens.renewals == 1
    assert operations(server).count("ListAccounts") == 2


# Failures


@pytest.mark.requirement("REL-35")
def test_an_account_that_fails_is_tried_once_more_and_fails_alone(server, client, tokens) -> None:
    lost, shaky = (account.id for account in server.organisation.accounts()[:2])
    is_lost = lambda request: request.query.get("account_id") == lost  # noqa: E731
    is_shaky = lambda request: request.query.get("account_id") == shaky  # noqa: E731
    server.faults.add(demo.Fault("ListAccountRoles", when=is_lost, error="ForbiddenException"))
    server.faults.add(demo.Fault("ListAccountRoles", when=is_shaky, body="<html>", times=1))
    last = whole(client, tokens)
    assert last.complete
    assert [entry.account.id for entry in last.failures] == [lost]
    assert "No access" in last.failures[0].failure
    expected = truth(server)
    expected[lost] = set()
    assert found(last) == expected
    asked = [request.query.get("account_id") for request in server.requests]
    assert (asked.count(lost), asked.count(shaky)) == (2, 2)


@pytest.mark.requirement("REL-35")
def test_an_account_that_fails_keeps_what_was_known(server, client, tokens) -> None:
    before = whole(client, tokens)
    server.faults.add(demo.Fault("ListAccountRoles", error="ForbiddenException"))
    after = whole(client, tokens, before)
    assert found(after) == found(before)
    assert len(after.failures) == 12
    assert after.complete


@pytest.mark.requirement("REL-03")
def test_a_network_that_fails_now_and_then_costs_nothing(
    server, client, tokens, monkeypatch
) -> None:
    monkeypatch.setattr("sso_tui.aws.calls.FAILURE_PAUSE", 0.001)
    server.faults.add(demo.Fault("ListAccounts", reset=True, times=2))
    server.faults.add(demo.Fault("ListAccountRoles", status=503, times=5))
    last = whole(client, tokens)
    assert (found(last), last.failures) == (truth(server), ())


@pytest.mark.requirement("REL-03", "REL-08")
def test_a_portal_out_of_reach_ends_it_soon(server, client, tokens, monkeypatch) -> None:
    monkeypatch.setattr("sso_tui.aws.calls.FAILURE_PAUSE", 0.001)
    monkeypatch.setattr(crawl, "BREAKS_AFTER", 5)
    server.faults.add(demo.Fault("ListAccountRoles", reset=True))
    seen: list[Catalogue] = []
    with pytest.raises(PortalError):
        _until_failure(listing(client, tokens), seen)
    assert len(seen[-1].entries) == 12
    assert not seen[-1].complete


@pytest.mark.requirement("REL-05", "REL-07")
@pytest.mark.parametrize("body", ["<html>Wi-Fi</html>", '{"accountList": null}', "[]"])
def test_a_malformed_page_of_accounts_is_an_error_and_drops_nothing(
    server, client, tokens, body
) -> None:
    before = whole(client, tokens)
    server.faults.add(demo.Fault("ListAccounts", body=body))
    seen: list[Catalogue] = []
    with pytest.raises(MalformedAnswer):
        _until_failure(listing(client, tokens, before), seen)
    assert found(seen[-1]) == found(before)
    assert tokens.renewals == 0


@pytest.mark.requirement("REL-06")
def test_pages_of_accounts_that_go_round_in_circles_end(server, client, tokens) -> None:
    server.faults.add(demo.Fault("ListAccounts", body={"accountList": [], "nextToken": "again"}))
    with pytest.raises(MalformedAnswer, match="circles"):
        whole(client, tokens)
    assert operations(server).count("ListAccounts") == 2


@pytest.mark.requirement("REL-06")
def test_pages_of_roles_that_go_round_in_circles_end(server, client, tokens) -> None:
    account = server.organisation.accounts()[0].id
    body = {"roleList": [], "nextToken": "again"}
    asked = lambda request: request.query.get("account_id") == account  # noqa: E731
    server.faults.add(demo.Fault("ListAccountRoles", when=asked, body=body))
    last = whole(client, tokens)
    assert [entry.account.id for entry in last.failures] == [account]
    assert "circles" in last.failures[0].failure


@pytest.mark.requirement("REL-06")
def test_pages_without_end_end(server, client, tokens, monkeypatch) -> None:
    assert MOST_PAGES <= 1000
    monkeypatch.setattr("sso_tui.aws.calls.MOST_PAGES", 7)
    server.organisation.add(demo.Account("000000000007", "x", None, tuple("abcdefghij")))
    server.page_size = 1
    with pytest.raises(MalformedAnswer, match="for ever"):
        whole(client, tokens)


# Throttling


@pytest.mark.requirement("REL-02")
def test_a_throttled_listing_finishes_and_nobody_is_asked_to_sign_in(
    server, client, tokens
) -> None:
    """Seconds pass at once: the limiter's waits move its clock, and the portal's."""
    passed = [0.0]
    lock = threading.Lock()

    def pass_time(stopped: threading.Event, seconds: float) -> bool:
        with lock:
            passed[0] += seconds
            server.shift_clock(seconds)
        return stopped.is_set()

    server.rate, server.burst = 20, 3
    limiter = Limiter(clock=lambda: passed[0] + real_time.monotonic(), wait=pass_time)
    last = whole(client, tokens, limiter=limiter)
    assert (found(last), last.failures) == (truth(server), ())
    statuses = [request.status for request in server.requests]
    assert statuses.count(429) > 0
    assert tokens.renewals == 0
    assert operations(server).count("RegisterClient") == 1


@pytest.mark.requirement("REL-02")
def test_throttling_shows(server, client, tokens) -> None:
    server.faults.add(demo.Fault("ListAccountRoles", error="TooManyRequestsException", times=4))
    seen = list(listing(client, tokens))
    assert any(catalogue.progress.throttled for catalogue in seen)
    assert not seen[-1].progress.throttled
    assert found(seen[-1]) == truth(server)


@pytest.mark.requirement("REL-02")
def test_a_page_that_is_refused_too_often_fails(server, client, tokens, monkeypatch) -> None:
    monkeypatch.setattr("sso_tui.aws.calls.MOST_REFUSALS", 3)
    server.faults.add(demo.Fault("ListAccounts", error="TooManyRequestsException"))
    with pytest.raises(PortalError, match="too many requests"):
        whole(client, tokens)


# Ending


@pytest.mark.requirement("REL-27")
def test_cancelling_ends_every_thread_within_a_second(server, client, tokens) -> None:
    server.faults.add(demo.Fault("ListAccountRoles", hang=True))

    def wait(seconds: float) -> bool:
        quick(seconds)
        return operations(server).count("ListAccountRoles") >= 3

    begun = real_time.monotonic()
    with pytest.raises(Cancelled):
        whole(client, tokens, wait=wait)
    assert listing_threads() == []
    assert real_time.monotonic() - begun < 2


@pytest.mark.requirement("REL-27")
def test_closing_the_row_of_catalogues_ends_every_thread(server, client, tokens) -> None:
    server.faults.add(demo.Fault("ListAccountRoles", hang=True))
    row = listing(client, tokens)
    next(row)
    server.wait_for(lambda request: request.operation == "ListAccountRoles")
    row.close()
    assert listing_threads() == []


def test_a_listing_that_is_never_begun_asks_nothing(server, client, tokens) -> None:
    listing(client, tokens)
    assert "ListAccounts" not in operations(server)


def test_the_rate_that_was_found_serves_the_next_listing(client, tokens) -> None:
    whole(client, tokens)
    rate = client.limiter.rate
    assert rate > 20
    whole(client, tokens)
    assert client.limiter.rate >= rate
