"""The main screen: what is listed, searched, highlighted, and said."""

import re

import pytest
from rich.cells import cell_len
from seen import drawn, settled
from stage import Stage

from sso_tui.demo import Account, Fault, Organisation
from sso_tui.effects import Handoff
from sso_tui.ui.outcome import Outcome
from sso_tui.ui.screens.main import MainScreen
from sso_tui.ui.screens.sign_in import SignInScreen

SIZE = (120, 36)


async def test_lists_every_account(signed_in: Stage, app_on) -> None:
    app = app_on(signed_in)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        assert len(tree.outline) == 60
        assert len(app.main_screen.catalogue) == sum(
            len(account.roles) for account in signed_in.portal.organisation.accounts()
        )
        assert "[PROD] core" in drawn(app)


async def test_filter_then_enter_hands_the_role_to_the_listening_shell(
    signed_in: Stage, app_on
) -> None:
    app = app_on(signed_in, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press(*"paypro dbadm")
        await pilot.press("enter")
        await settled(pilot)
    outcome = app.return_value
    assert isinstance(outcome, Outcome)
    assert isinstance(outcome.effect, Handoff)
    account = next(
        account
        for account in signed_in.portal.organisation.accounts()
        if account.name == "payments-prod"
    )
    code = outcome.effect.code.reveal()
    assert f"SSOTUI_ROLE={account.id}/DatabaseAdministrator" in code.replace("'", "")
    assert "AWS_ACCESS_KEY_ID=" in code


async def test_escape_clears_the_filter_and_then_leaves(signed_in: Stage, app_on) -> None:
    app = app_on(signed_in, search_text="payments")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert app.main_screen.query_one("#count").content != "163/163"
        await pilot.press("escape")
        await settled(pilot)
        assert app.main_screen.finder.filter_input.value == ""
        assert app.is_running
        await pilot.press("escape")
        await settled(pilot)
    assert app.return_value == Outcome(status=130)


async def test_without_a_sign_in_it_asks_for_one_and_goes_on(stage: Stage, app_on) -> None:
    app = app_on(stage)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        while not isinstance(app.screen, SignInScreen) or app.screen.visit is None:
            await pilot.pause(0.02)
        stage.portal.approve(app.screen.visit.code)
        await settled(pilot)
        assert isinstance(app.screen, MainScreen)
        await settled(pilot)
        assert len(app.main_screen.finder.role_tree.outline) == 60


async def test_arrows_in_the_filter_open_and_close_accounts(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        tree = app.main_screen.finder.role_tree
        before = len(tree.outline)
        await pilot.press("down", "right")
        opened = tree.outline.entry(tree.line)
        assert len(tree.outline) == before + len(opened.role_names)
        await pilot.press("down", "left")
        assert len(tree.outline) == before
        assert tree.target.account_id == opened.account.id


async def test_typing_in_the_tree_goes_into_the_filter(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("tab")
        assert app.focused is app.main_screen.finder.role_tree
        await pilot.press("f", "r", "a", "u", "d")
        assert app.main_screen.finder.filter_input.value == "fraud"
        assert app.focused is app.main_screen.finder.filter_input


@pytest.mark.requirement("REL-35")
async def test_a_failed_account_is_marked_and_the_rest_is_there(signed_in: Stage, app_on) -> None:
    broken = signed_in.portal.organisation.accounts()[3].id
    signed_in.portal.faults.add(
        Fault("ListAccountRoles", when=lambda r: r.query.get("account_id") == broken, status=500)
    )
    app = app_on(signed_in, search_text="is:failed")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert [entry.account.id for entry in app.main_screen.catalogue.failures] == [broken]
        assert "failed" in drawn(app)
        assert "ctrl+r tries again" in drawn(app)
        signed_in.portal.faults.clear()
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert not app.main_screen.catalogue.failures


async def test_ids_stand_in_one_column_where_a_known_account_fails(listed: Stage, app_on) -> None:
    accounts = listed.portal.organisation.accounts()
    broken = min(accounts, key=lambda one: one.name.casefold()).id
    listed.portal.faults.add(
        Fault("ListAccountRoles", when=lambda r: r.query.get("account_id") == broken, status=500)
    )
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r")
        await settled(pilot)
        failed = app.main_screen.catalogue.entry(broken)
        assert failed.failure
        assert failed.role_names
        tree = app.main_screen.finder.role_tree
        lines = [tree.render_line(y).text for y in range(tree.size.height)]
        ids = {
            cell_len(text[: found.start()])
            for text in lines
            if (found := re.search(r"\d{12}", text))
        }
        assert any("failed" in text for text in lines)
        assert len(ids) == 1


@pytest.mark.requirement("REL-08")
async def test_offline_shows_the_last_list_and_says_so(listed: Stage, app_on) -> None:
    listed.portal.close()
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert len(app.main_screen.finder.role_tree.outline) == 60
        said = re.sub(r"\s+", " ", drawn(app))
        assert re.search(r"This list is from (just now|.{2,8} ago)\. ctrl\+r tries again", said)


@pytest.mark.requirement("REL-34")
async def test_no_account_is_no_error(stage_of, app_on) -> None:
    app = app_on(stage_of(Organisation([])))
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "No account is assigned to you" in drawn(app)
        assert "That is not an error" in drawn(app)


@pytest.mark.requirement("REL-05", "REL-07")
async def test_html_instead_of_a_list_keeps_the_last_list(listed: Stage, app_on) -> None:
    listed.portal.faults.add(
        Fault("ListAccounts", status=200, body=b"<html>Welcome to the hotel</html>")
    )
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert len(app.main_screen.finder.role_tree.outline) == 60
        assert app.main_screen.notice.remark.severity == "error"
    assert len(listed.broker().cached(listed.session())) == 163


async def test_gained_and_lost_access_is_pointed_out(listed: Stage, app_on) -> None:
    organisation = listed.portal.organisation
    first = organisation.accounts()[0]
    organisation.revoke(first.id, first.roles[0])
    organisation.grant(first.id, "BreakGlass")
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        remark = app.main_screen.notice.remark.text
        assert f"New: {first.name}/BreakGlass" in remark
        assert f"Gone: {first.name}/{first.roles[0]}" in remark


@pytest.mark.requirement("SEC-34")
async def test_the_highlight_stays_on_its_role_while_rows_arrive(listed: Stage, app_on) -> None:
    app = app_on(listed, search_text="payments-staging")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        before = app.main_screen.target
        assert before is not None
        assert before.role is not None
        listed.portal.organisation.add(
            Account("000000000099", "payments-staging-0", None, ("AAA", "BBB"))
        )
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert "payments-staging-0" in drawn(app)
        assert app.main_screen.target == before


@pytest.mark.requirement("REL-23")
@pytest.mark.parametrize("size", [(60, 15), (80, 24), (120, 36), (250, 70), (20, 5)])
async def test_every_size_draws(listed: Stage, app_on, size: tuple[int, int]) -> None:
    app = app_on(listed)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        details = app.main_screen.query_one("DetailPane")
        assert details.display == (size[0] >= 100)
        await pilot.press(*"payadm")
        assert len(app.main_screen.finder.role_tree.outline) > 0


async def test_kinds_of_accounts_have_a_badge(listed: Stage, app_on) -> None:
    app = app_on(listed, search_text="paybreak")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        lines = [" ".join(line.split()) for line in drawn(app).splitlines()]
        assert any(line.startswith("▾ payments-prod prod 798373876239") for line in lines)
        assert any(line.startswith("▾ payments-staging staging 416407864988") for line in lines)
        assert "kind" in drawn(app)


async def test_a_portal_for_emergencies_is_shown_apart(listed: Stage, app_on) -> None:
    settings = listed.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('break_glass = ["demo"]\n')
    app = app_on(listed)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert "BREAK GLASS" in drawn(app).splitlines()[0]
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert "eu-central-1 · signed in · renews itself · break glass" in drawn(app)
