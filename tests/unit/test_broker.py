"""The broker: disk first, wire next."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from broker_support import (
    ADMIN,
    CORE,
    LEGACY,
    broker_at,
    calls,
    token_path,
    user_of_a_tiny_company,
)
from stage import Stage, at_once

from sso_tui.demo.faults import Fault
from sso_tui.errors import ConfigError, NoAccess, SignInNeeded, UnknownPortal
from sso_tui.model import Role


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with user_of_a_tiny_company(tmp_path) as stage:
        yield stage


class TestPortals:
    def test_sessions_first_then_legacy_start_urls_once_in_the_files_order(
        self, stage: Stage
    ) -> None:
        with stage.config.open("a") as config:
            config.write(LEGACY.format(url=stage.portal.start_url))
        found = stage.broker().portals()
        assert [(one.key, one.legacy) for one in found] == [
            ("demo", False),
            ("zulu", False),
            ("alpha", False),
            (stage.portal.start_url, True),
        ]

    def test_the_one_used_last_is_the_one_that_is_meant(self, stage: Stage) -> None:
        with stage.config.open("a") as config:
            config.write(LEGACY.format(url=stage.portal.start_url))
        assert stage.broker().portal().key == "demo"
        stage.broker().used(Role("alpha", CORE, "Admin"), "export")
        assert stage.broker().portal().key == "alpha"
        assert stage.broker().portal("zulu").key == "zulu"
        assert stage.broker(SSOTUI_SSO_SESSION="zulu").portal().key == "zulu"
        assert stage.broker(SSOTUI_SSO_SESSION="zulu").portal("demo").key == "demo"
        stage.broker().used(Role("gone", CORE, "Admin"), "export")
        assert stage.broker().portal().key == "demo"

    def test_a_name_that_nothing_has(self, stage: Stage) -> None:
        with pytest.raises(UnknownPortal, match="has demo"):
            stage.broker().portal("prod")

    def test_a_section_that_lacks_something_is_told_with_its_line(self, stage: Stage) -> None:
        stage.config.write_text("# mine\n[sso-session half]\nsso_start_url = https://x\n")
        with pytest.raises(ConfigError, match=r"line 2: \[sso-session half\] has no sso_region"):
            stage.broker().portals()

    def test_a_file_that_is_not_there(self, stage: Stage) -> None:
        stage.config.unlink()
        with pytest.raises(ConfigError, match="No portal is configured"):
            stage.broker().portals()


class TestCredentials:
    def test_cached_ones_ask_nobody(self, signed_in: Stage) -> None:
        first = signed_in.broker().credentials(signed_in.session(), ADMIN, wait=at_once)
        asked = len(signed_in.portal.requests)
        assert signed_in.broker().credentials(signed_in.session(), ADMIN, wait=at_once) == first
        signed_in.broker().sign_out(signed_in.session())
        assert len(signed_in.portal.requests) == asked + 1

    def test_cached_ones_need_no_sign_in(self, signed_in: Stage) -> None:
        first = signed_in.broker().credentials(signed_in.session(), ADMIN, wait=at_once)
        token_path(signed_in).unlink()
        assert signed_in.broker().credentials(signed_in.session(), ADMIN, wait=at_once) == first

    @pytest.mark.requirement("REL-42")
    def test_new_ones_where_they_are_wanted_or_due(self, signed_in: Stage) -> None:
        broker = signed_in.broker()
        first = broker.credentials(broker.portal(), ADMIN, wait=at_once)
        second = broker.credentials(broker.portal(), ADMIN, wait=at_once, refresh=True)
        assert second.access_key_id != first.access_key_id
        later = broker_at(signed_in, timedelta(minutes=50))
        third = later.credentials(later.portal(), ADMIN, wait=at_once)
        assert third.access_key_id != second.access_key_id
        assert calls(signed_in, "GetRoleCredentials") == 3

    def test_a_role_that_is_not_assigned(self, signed_in: Stage) -> None:
        broker = signed_in.broker()
        for role in (Role("demo", CORE, "Nothing"), Role("demo", "999999999999", "Admin")):
            with pytest.raises(NoAccess):
                broker.credentials(broker.portal(), role, wait=at_once)

    @pytest.mark.requirement("SEC-02")
    def test_none_are_kept_where_the_settings_say_so(self, signed_in: Stage) -> None:
        settings = signed_in.home / ".config" / "ssotui" / "config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text("cache_role_credentials = false\n")
        broker = signed_in.broker()
        found = broker.credentials(broker.portal(), ADMIN, wait=at_once)
        assert not (signed_in.home / ".aws" / "cli").exists()
        files = [one for one in signed_in.home.rglob("*") if one.is_file()]
        assert not [one for one in files if found.access_key_id.encode() in one.read_bytes()]
        assert broker.local(broker.portal()).held == {}

    def test_what_is_held_is_known_until_it_ends(self, signed_in: Stage) -> None:
        broker = signed_in.broker()
        found = broker.credentials(broker.portal(), ADMIN, wait=at_once)
        assert broker.local(broker.portal()).held == {ADMIN: found.expires_at}
        later = broker_at(signed_in, timedelta(hours=2))
        assert later.local(later.portal()).held == {}


class TestListing:
    def test_what_is_remembered_comes_first_and_what_is_found_is_kept(
        self, signed_in: Stage
    ) -> None:
        broker = signed_in.broker()
        found = list(broker.listing(broker.portal(), wait=at_once))
        assert len(found[0]) == 0
        assert (found[-1].complete, [str(role) for role in found[-1]]) == (
            True,
            [f"{CORE}/Admin", f"{CORE}/Read"],
        )
        again = signed_in.broker()
        assert set(again.cached(again.portal())) == set(found[-1])

    @pytest.mark.requirement("REL-08")
    def test_what_is_remembered_is_there_though_nobody_is_signed_in(self, signed_in: Stage) -> None:
        broker = signed_in.broker()
        list(broker.listing(broker.portal(), wait=at_once))
        broker.sign_ins.end(broker.portal())
        steps = broker.listing(broker.portal(), wait=at_once)
        assert len(next(steps)) == 2
        with pytest.raises(SignInNeeded):
            next(steps)

    @pytest.mark.requirement("REL-05")
    def test_a_listing_that_fails_leaves_what_was_known(self, signed_in: Stage) -> None:
        broker = signed_in.broker()
        list(broker.listing(broker.portal(), wait=at_once))
        signed_in.portal.faults.add(Fault("ListAccounts", error="ForbiddenException"))
        with pytest.raises(NoAccess):
            list(broker.listing(broker.portal(), wait=at_once))
        assert len(signed_in.broker().cached(broker.portal())) == 2


class TestSmallThings:
    def test_the_role_before(self, stage: Stage) -> None:
        broker = stage.broker()
        assert (broker.role_before(), broker.last_action) == (None, "")
        broker.used(ADMIN, "export")
        broker.used(Role("demo", CORE, "Read"), "console")
        assert (broker.role_before(), broker.last_action) == (ADMIN, "console")

    def test_where_a_portal_is(self, stage: Stage) -> None:
        broker = stage.broker()
        assert broker.geography.place(broker.portal()) == "eu-central-1 via 127.0.0.1"
        assert (
            broker.geography.partition(dataclasses.replace(broker.portal(), region="us-gov-west-1"))
            == "aws-us-gov"
        )

    def test_the_time(self, stage: Stage) -> None:
        broker = broker_at(stage, timedelta(days=1))
        assert broker.now() > datetime.now(broker.now().tzinfo) + timedelta(hours=23)
