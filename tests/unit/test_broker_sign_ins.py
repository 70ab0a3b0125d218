"""Sign-ins as the broker keeps them: each renewed in time, and once for everybody."""

import hashlib
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from broker_support import (
    ADMIN,
    CORE,
    LEGACY,
    broker_at,
    calls,
    refreshes,
    token_path,
    user_of_a_tiny_company,
    valid,
)
from stage import Stage, at_once

from sso_tui.broker import Broker
from sso_tui.demo.faults import Fault
from sso_tui.errors import PortalError, SignInNeeded
from sso_tui.model import Portal, Role


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with user_of_a_tiny_company(tmp_path) as stage:
        yield stage


class TestTokens:
    def test_a_valid_one_is_used_as_it_is(self, signed_in: Stage) -> None:
        asked = len(signed_in.portal.requests)
        assert valid(signed_in.broker()).access.reveal() in token_path(signed_in).read_text()
        assert len(signed_in.portal.requests) == asked

    def test_one_that_ends_soon_is_renewed_before_anybody_notices(self, signed_in: Stage) -> None:
        before = valid(signed_in.broker())
        broker = broker_at(signed_in, timedelta(minutes=50))
        after = valid(broker)
        assert after.access != before.access
        assert after.refresh != before.refresh
        assert after.expires_at > before.expires_at
        kept = json.loads(token_path(signed_in).read_text())
        assert kept["accessToken"] == after.access.reveal()
        assert kept["refreshToken"] == after.refresh.reveal()

    def test_an_expired_one_is_renewed(self, signed_in: Stage) -> None:
        broker = broker_at(signed_in, timedelta(hours=3))
        assert broker.credentials(broker.portal(), ADMIN, wait=at_once)
        assert refreshes(signed_in) == 1

    def test_one_that_ends_soon_is_used_where_it_can_not_be_renewed(self, signed_in: Stage) -> None:
        signed_in.portal.faults.add(Fault("CreateToken", status=500))
        broker = broker_at(signed_in, timedelta(minutes=50))
        assert broker.credentials(broker.portal(), ADMIN, wait=at_once)

    def test_an_expired_one_that_can_not_be_renewed_now_says_why(self, signed_in: Stage) -> None:
        signed_in.portal.faults.add(Fault("CreateToken", status=500))
        broker = broker_at(signed_in, timedelta(hours=3))
        with pytest.raises(PortalError) as caught:
            valid(broker)
        assert "HTTP 500" in str(caught.value)

    @pytest.mark.requirement("REL-39")
    def test_after_the_session_has_ended_a_sign_in_is_needed(self, signed_in: Stage) -> None:
        broker = broker_at(signed_in, timedelta(hours=9))
        with pytest.raises(SignInNeeded):
            valid(broker)
        assert refreshes(signed_in) == 1

    def test_nobody_is_signed_in(self, stage: Stage) -> None:
        with pytest.raises(SignInNeeded, match="Nobody is signed in to demo"):
            valid(stage.broker())
        assert stage.portal.requests == []

    @pytest.mark.requirement("REL-39")
    def test_a_rejected_one_is_renewed_once_and_then_a_sign_in_is_needed(
        self, signed_in: Stage
    ) -> None:
        signed_in.portal.revoke_all_tokens(refresh=False)
        broker = signed_in.broker()
        assert broker.credentials(broker.portal(), ADMIN, wait=at_once)
        assert (refreshes(signed_in), calls(signed_in, "GetRoleCredentials")) == (1, 2)

        struck = signed_in.portal.faults.add(
            Fault("GetRoleCredentials", error="UnauthorizedException")
        )
        with pytest.raises(SignInNeeded):
            broker.credentials(broker.portal(), ADMIN, wait=at_once, refresh=True)
        assert (refreshes(signed_in), struck.hits) == (2, 2)

    def test_a_token_of_another_hand_is_used(self, signed_in: Stage) -> None:
        """Of the AWS CLI's, which signed in while this one ran."""
        broker = signed_in.broker()
        first = valid(broker)
        signed_in.portal.revoke_all_tokens()
        second = signed_in.sign_in()
        assert broker.sign_ins.renewed(broker.portal(), first, at_once).access == second.access
        assert refreshes(signed_in) == 0


class TestRenewalByMany:
    @pytest.mark.requirement("REL-09")
    @pytest.mark.parametrize("together", [True, False], ids=["one broker", "a broker each"])
    def test_one_refreshes_and_all_go_on(self, signed_in: Stage, together: bool) -> None:
        shared = broker_at(signed_in, timedelta(hours=3))
        signed_in.portal.faults.add(Fault("CreateToken", delay=0.2))
        start = threading.Barrier(8)

        def work(_: int) -> str:
            broker = shared if together else Broker(shared.world)
            portal = broker.portal()
            start.wait()
            return broker.sign_ins.valid(
                portal, lambda s: threading.Event().wait(s / 10)
            ).access.reveal()

        with ThreadPoolExecutor(8) as pool:
            tokens = list(pool.map(work, range(8)))
        assert len(set(tokens)) == 1
        assert refreshes(signed_in) == 1

    @pytest.mark.requirement("REL-09", "REL-39")
    def test_a_token_that_all_find_rejected_is_renewed_once(self, signed_in: Stage) -> None:
        signed_in.portal.revoke_all_tokens(refresh=False)
        broker = signed_in.broker()
        portal = broker.portal()
        start = threading.Barrier(8)

        def work(number: int) -> str:
            start.wait()
            role = Role("demo", CORE, ("Admin", "Read")[number % 2])
            wait = lambda seconds: threading.Event().wait(seconds / 10)  # noqa: E731
            return broker.credentials(portal, role, wait=wait).access_key_id

        with ThreadPoolExecutor(8) as pool:
            assert len(list(pool.map(work, range(8)))) == 8
        assert refreshes(signed_in) == 1

    @pytest.mark.requirement("REL-39")
    def test_who_comes_while_a_rejected_token_is_renewed_waits_for_the_new_one(
        self, signed_in: Stage
    ) -> None:
        signed_in.portal.revoke_all_tokens(refresh=False)
        hung = signed_in.portal.faults.add(Fault("CreateToken", hang=True))
        broker = signed_in.broker()
        waiting = threading.Event()

        def wait(seconds: float) -> bool:
            waiting.set()
            return threading.Event().wait(seconds / 10)

        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(broker.credentials, broker.portal(), ADMIN, wait=at_once)
            signed_in.portal.wait_for(
                lambda one: one.operation == "CreateToken" and "refreshToken" in one.body
            )
            second = pool.submit(broker.sign_ins.valid, broker.portal(), wait)
            waiting.wait(5)
            hung.release()
            assert first.result()
            assert second.result() == valid(broker)
        assert refreshes(signed_in) == 1

    @pytest.mark.requirement("REL-39")
    def test_who_waits_for_a_renewal_that_is_refused_takes_the_refusal(
        self, signed_in: Stage
    ) -> None:
        """Whoever comes later asks for itself."""
        signed_in.portal.revoke_all_tokens()
        hung = signed_in.portal.faults.add(Fault("CreateToken", hang=True))
        brokers = [broker_at(signed_in, timedelta(hours=3)) for _ in range(4)]
        portal = brokers[0].portal()
        waiting = threading.Barrier(len(brokers))

        def at_work(broker: Broker) -> SignInNeeded:
            arrive = iter([waiting.wait])

            def wait(seconds: float) -> bool:
                next(arrive, lambda: None)()
                return threading.Event().wait(seconds / 10)

            with pytest.raises(SignInNeeded) as caught:
                broker.sign_ins.valid(portal, wait)
            return caught.value

        with ThreadPoolExecutor(len(brokers)) as pool:
            ends = [pool.submit(at_work, broker) for broker in brokers]
            waiting.wait(10)
            hung.release()
            assert all("has ended" in str(end.result()) for end in ends)
        assert refreshes(signed_in) == 1

        at_work(brokers[0])
        assert refreshes(signed_in) == 2

    @pytest.mark.requirement("REL-39")
    def test_a_refusal_that_can_not_be_noted_is_one_all_the_same(self, signed_in: Stage) -> None:
        broker = broker_at(signed_in, timedelta(hours=9))
        stem = token_path(signed_in).stem
        (broker.places.locks / f"{stem}.refused").mkdir(parents=True)
        with pytest.raises(SignInNeeded):
            valid(broker)
        signed_in.sign_in(broker)
        assert valid(broker)


class TestLegacyPortals:
    @pytest.fixture
    def legacy(self, stage: Stage) -> Stage:
        stage.config.write_text(
            LEGACY.format(url=stage.portal.start_url).partition("[profile older]")[0]
        )
        return stage

    def sign_in(self, stage: Stage, *, by_browser: bool) -> Portal:
        stage.portal.auto_approve_after = 0
        broker = stage.broker()
        for _ in broker.sign_ins.steps(broker.portal(), by_browser=by_browser, wait=at_once):
            pass
        return broker.portal()

    def test_they_are_signed_in_to_by_code_alone_and_can_not_be_renewed(
        self, legacy: Stage
    ) -> None:
        portal = self.sign_in(legacy, by_browser=True)
        assert portal.legacy
        assert [one.operation for one in legacy.portal.requests] == [
            "RegisterClient",
            "StartDeviceAuthorization",
            "CreateToken",
        ]
        assert "scopes" not in legacy.portal.requests[0].body
        assert valid(legacy.broker(), portal.key).refresh is None

    def test_their_token_lies_under_the_start_url(self, legacy: Stage) -> None:
        self.sign_in(legacy, by_browser=False)
        name = hashlib.sha1(legacy.portal.start_url.encode()).hexdigest()
        assert (legacy.home / ".aws" / "sso" / "cache" / f"{name}.json").exists()

    def test_their_profile_names_a_role(self, legacy: Stage) -> None:
        portal = self.sign_in(legacy, by_browser=False)
        broker = legacy.broker()
        role = Role(portal.key, CORE, "Admin")
        assert broker.config.role_of_profile("old") == (portal.key, CORE, "Admin")
        assert broker.credentials(portal, role, wait=at_once)
        assert broker.sign_out(portal)
        assert not list((legacy.home / ".aws").rglob("*.json"))
