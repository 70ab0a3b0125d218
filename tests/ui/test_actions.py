"""What is done with a role: by the menu, by keys, by the palette, and what becomes of it."""

import pytest
from seen import drawn, filtered, settled, toasts
from stage import Stage

from sso_tui.effects import Handoff, Run
from sso_tui.ui.outcome import Outcome
from sso_tui.ui.screens.action_menu import ActionMenu
from sso_tui.ui.screens.choice import Choice, ChoiceScreen
from sso_tui.ui.screens.main import MainScreen
from sso_tui.ui.screens.profile import ProfileScreen
from sso_tui.ui.screens.protected import ProtectedScreen
from sso_tui.ui.screens.region import RegionScreen
from sso_tui.ui.screens.sign_in import SignInScreen

SIZE = (120, 36)


async def open_menu(app, pilot, text: str = "payprod dbadm") -> None:
    await settled(pilot)
    await filtered(pilot, text)
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(app.screen, ActionMenu)


async def test_enter_without_a_listening_shell_opens_the_menu(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await open_menu(app, pilot)
        assert "payments-prod/DatabaseAdministrator" in drawn(app)
        await pilot.press("escape")
        assert isinstance(app.screen, MainScreen)


async def test_export_without_a_listening_shell_explains_and_offers_one(
    listed: Stage, app_on
) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await open_menu(app, pilot)
        await pilot.press("e")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen)
        assert 'eval "$(ssotui)"' in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
    assert isinstance(app.return_value.effect, Run)
    assert app.return_value.effect.set["SSOTUI_ROLE"].reveal().endswith("/DatabaseAdministrator")


@pytest.mark.parametrize("key", ["ctrl+x"])
async def test_export_by_its_own_key(listed: Stage, app_on, key: str) -> None:
    app = app_on(listed, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod dbadm")
        await pilot.press(key)
        await settled(pilot)
    assert isinstance(app.return_value.effect, Handoff)


@pytest.mark.parametrize("answer", ["y", "escape"])
async def test_a_protected_role_takes_one_more_key(listed: Stage, app_on, answer: str) -> None:
    settings = listed.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[environments.prod]\nprotected = ["Database*"]\n')
    app = app_on(listed, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod dbadm")
        await pilot.press("ctrl+x")
        await settled(pilot)
        assert isinstance(app.screen, ProtectedScreen)
        assert "payments-prod/DatabaseAdministrator (798373876239)" in drawn(app)
        await pilot.press("enter")
        assert isinstance(app.screen, ProtectedScreen)
        await pilot.press(answer)
        await settled(pilot)
        if answer == "escape":
            assert isinstance(app.screen, MainScreen)
            await pilot.press("ctrl+q")
    effect = app.return_value.effect
    assert isinstance(effect, Handoff) == (answer == "y")


async def test_every_action_is_in_the_palette(listed: Stage, app_on) -> None:
    app = app_on(listed, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod dbadm")
        await pilot.press("ctrl+p", *"export to the shell")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
    assert isinstance(app.return_value.effect, Handoff)


async def test_a_profile_is_written_after_its_change_was_shown(listed: Stage, app_on) -> None:
    before = listed.config.read_text()
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await open_menu(app, pilot)
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(app.screen, ProfileScreen)
        assert "+[profile payments-prod-DatabaseAdministrator]" in drawn(app)
        assert listed.config.read_text() == before
        await pilot.press("enter")
        await settled(pilot)
        assert "Wrote the profile" in toasts(app)
    written = listed.config.read_text()
    assert written.startswith(before)
    assert "[profile payments-prod-DatabaseAdministrator]\nsso_session = demo\n" in written


async def test_leaving_the_change_leaves_the_file(listed: Stage, app_on) -> None:
    before = listed.config.read_bytes()
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod dbadm")
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, MainScreen)
    assert listed.config.read_bytes() == before


async def profile_screen(app, pilot, text: str = "payprod dbadm") -> None:
    await settled(pilot)
    await filtered(pilot, text)
    await pilot.press("ctrl+s")
    await settled(pilot)
    assert isinstance(app.screen, ProfileScreen)


async def test_tab_changes_how_programs_get_credentials_by_it(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await profile_screen(app, pilot)
        assert "+sso_session = demo" in drawn(app)
        await pilot.press("tab")
        await settled(pilot)
        assert "+credential_process = " in drawn(app)
        assert "~/.aws/config" in drawn(app)
        await pilot.press("tab")
        await settled(pilot)
        assert "+aws_secret_access_key = …" in drawn(app)
        assert "+aws_access_key_id = …" in drawn(app)
        assert "~/.aws/credentials" in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        assert "Wrote the keys" in toasts(app)
    assert "ssotui_role" in (listed.home / ".aws" / "credentials").read_text()


async def test_a_change_that_is_larger_than_the_box_can_be_read_to_its_end(
    listed: Stage, app_on
) -> None:
    app = app_on(listed)
    async with app.run_test(size=(60, 16)) as pilot:
        await profile_screen(app, pilot)
        await pilot.press("tab")
        await settled(pilot)
        seen = drawn(app)
        assert "ssotui_role" not in seen
        assert "enter writes this" in seen
        for _ in range(3):
            await pilot.press("pagedown")
            await settled(pilot)
            seen += drawn(app)
        for word in ("--sso-session", "--role-name", "DatabaseAdministrator", "+ssotui_role"):
            assert word in seen
        await pilot.press(*["pageup"] * 3)
        await settled(pilot)
        assert "@@" in drawn(app)


async def test_the_usual_name_can_be_exchanged_for_another(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await profile_screen(app, pilot)
        await pilot.press("ctrl+u")
        await settled(pilot)
        await pilot.press(*"weekly-report")
        await settled(pilot)
        assert "The profile weekly-report is there already, and is not one" in drawn(app)
        assert "-sso_role_name" in drawn(app)


async def test_files_that_can_not_be_read_are_told_of_in_the_box(listed: Stage, app_on) -> None:
    (listed.home / ".aws" / "credentials").write_text("[broken\nx\n")
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await profile_screen(app, pilot)
        assert "line 1" in drawn(app)
        await pilot.press("enter")
        assert isinstance(app.screen, ProfileScreen)


async def test_a_name_that_can_not_be_written_is_refused_at_once(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod dbadm")
        await pilot.press("ctrl+s")
        await settled(pilot)
        await pilot.press("]", "x")
        await settled(pilot)
        assert app.screen.save is None
        await pilot.press("enter")
        assert isinstance(app.screen, ProfileScreen)


async def test_a_favourite_stays_one(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod dbadm")
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert "★" in drawn(app)
        assert "is a favourite now" in toasts(app)
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert "★" not in drawn(app)


@pytest.mark.requirement("REL-30")
async def test_without_a_clipboard_it_says_what_to_do(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await open_menu(app, pilot)
        await pilot.press("c")
        await settled(pilot)
        assert "No clipboard can be reached" in drawn(app)


@pytest.mark.requirement("REL-39")
async def test_a_revoked_sign_in_is_asked_for_and_the_action_goes_on(listed: Stage, app_on) -> None:
    app = app_on(listed, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        listed.portal.revoke_all_tokens()
        await filtered(pilot, "payprod dbadm")
        await pilot.press("enter")
        while not isinstance(app.screen, SignInScreen) or app.screen.visit is None:
            await pilot.pause(0.02)
        listed.portal.approve(app.screen.visit.code)
        await settled(pilot)
    assert isinstance(app.return_value.effect, Handoff)
    assert "DatabaseAdministrator" in app.return_value.effect.note


async def test_an_access_token_that_died_is_renewed_unnoticed(listed: Stage, app_on) -> None:
    app = app_on(listed, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        listed.portal.revoke_all_tokens(refresh=False)
        await filtered(pilot, "payprod dbadm")
        await pilot.press("enter")
        await settled(pilot)
    assert isinstance(app.return_value.effect, Handoff)


@pytest.mark.requirement("REL-35")
async def test_lost_access_says_so_and_keeps_the_list(listed: Stage, app_on) -> None:
    app = app_on(listed, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        account = next(
            one for one in listed.portal.organisation.accounts() if one.name == "payments-prod"
        )
        listed.portal.organisation.revoke(account.id, "DatabaseAdministrator")
        await filtered(pilot, "payprod dbadm")
        await pilot.press("enter")
        await settled(pilot)
        assert app.is_running
        assert "No access" in toasts(app) or "not assigned" in toasts(app)
        assert len(app.main_screen.finder.role_tree.outline) > 0


async def test_the_region_is_remembered_for_the_role(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await open_menu(app, pilot)
        await pilot.press("r")
        await settled(pilot)
        await pilot.press(*"ap-southeast-2", "enter")
        await settled(pilot)
        assert "ap-southeast-2" in drawn(app)
    account = app.main_screen.target.account_id
    assert listed.broker().settings.regions == {
        f"{account}/DatabaseAdministrator": "ap-southeast-2"
    }


class Drawn(RuntimeError):
    """A failure that Textual would draw by itself."""

    def __rich__(self) -> str:
        return str(self)


async def test_a_text_that_is_no_region_keeps_the_box_open(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_menu(app, pilot)
        await pilot.press("r")
        await settled(pilot)
        await pilot.press(*"nonsense!", "enter")
        await settled(pilot)
        assert isinstance(app.screen, RegionScreen)
        assert "That is no region's name" in drawn(app)
        await pilot.press("ctrl+u", *"Xy-Brandnew-12")
        await settled(pilot)
        assert "no region's name" not in drawn(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, MainScreen)
        regions = listed.broker().settings.regions
        assert list(regions.values()) == ["xy-brandnew-12"]
        await open_menu(app, pilot)
        await pilot.press("r", "ctrl+u", "enter")
        await settled(pilot)
        assert "has no region of its own" in toasts(app)
        await open_menu(app, pilot)
        await pilot.press("r", "enter")
        await settled(pilot)
        assert isinstance(app.screen, MainScreen)
    assert listed.broker().settings.regions == {}


@pytest.mark.requirement("SEC-08")
@pytest.mark.parametrize("kind", [RuntimeError, Drawn])
async def test_a_fault_ends_the_app_without_showing_what_was_at_hand(
    listed: Stage, app_on, kind: type[RuntimeError]
) -> None:
    app = app_on(listed)
    canary = "CANARY-secret-in-a-local-variable"

    def broken() -> None:
        secret = canary
        raise kind(secret)

    async def until_it_breaks() -> None:
        async with app.run_test(size=SIZE) as pilot:
            await settled(pilot)
            app.call_later(broken)
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await until_it_breaks()
    assert app.crash is not None
    assert canary not in str(app.crash)
    assert not app._exit_renderables
    assert app.return_code == 1


@pytest.mark.requirement("REL-27")
async def test_whoever_leaves_while_a_screen_is_coming_has_left(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.push_screen(ChoiceScreen("Colours", [Choice("dark", "dark")]))
        app.exit(Outcome(status=130))
    assert (app.crash, app.return_value) == (None, Outcome(status=130))


@pytest.mark.requirement("SEC-57")
async def test_no_secret_of_the_file_is_drawn_beside_the_change(listed: Stage, app_on) -> None:
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARY"
    with listed.config.open("a") as config:
        config.write(
            f"\n[profile old]\naws_access_key_id = AKIA0\naws_secret_access_key = {secret}\n"
        )
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod dbadm")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert "aws_secret_access_key = …" in drawn(app)
        assert secret not in drawn(app)


async def test_where_no_browser_is_the_link_can_be_copied(listed: Stage, app_on) -> None:
    listed.environ["PATH"] = "/nowhere"
    app = app_on(listed)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await open_menu(app, pilot)
        await pilot.press("o")
        await settled(pilot)
        assert "no browser" in toasts(app)
        assert "Copy the link instead, from the role's menu" in toasts(app)


@pytest.mark.requirement("SEC-58")
async def test_the_terminal_copies_what_can_not_be_written_as_well_as_it_can(
    listed: Stage, app_on
) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        app.have_terminal_copy("a lone \ud800 surrogate", 0)
        assert app.clipboard == ""
