"""Things as the user wants to have them: hidden accounts, aliases, tags, colours, keys, enter."""

import re

import pytest
from seen import drawn, settled
from seen import filtered as typed
from stage import Stage
from textual.theme import BUILTIN_THEMES

from sso_tui.actions.menu import MENU
from sso_tui.settings import DEFAULT_ACTIONS, THEMES
from sso_tui.store.places import Places
from sso_tui.ui.screens.action_menu import ActionMenu
from sso_tui.ui.screens.choice import ChoiceScreen
from sso_tui.ui.screens.line import LineScreen
from sso_tui.ui.screens.main import MainScreen

SIZE = (120, 36)
PAYMENTS = "798373876239"


def settings_of(stage: Stage):
    return Places.of(stage.world()).settings_file


def write(stage: Stage, text: str) -> None:
    path = settings_of(stage)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def toasts(app) -> str:
    return " ".join(str(note.message) for note in app._notifications)


def count(app) -> str:
    return str(app.main_screen.finder.query_one("#count").render())


async def filtered(pilot, text: str) -> None:
    """Put a text into the filter, and wait for what it finds."""
    await typed(pilot, text)
    await settled(pilot)


async def pick(pilot, *words: str) -> None:
    """Carry out what the palette calls by these words."""
    await pilot.press("ctrl+p")
    await settled(pilot)
    await pilot.press(*" ".join(words))
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)


async def test_an_account_is_hidden_and_shown_again(listed: Stage, app_on) -> None:
    write(listed, "# mine\nfuture = 1\n")
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        every = int(count(app).partition("/")[2])
        await filtered(pilot, "payprod deploy")
        await pilot.press("f2")
        await settled(pilot)
        assert isinstance(app.screen, ActionMenu)
        await pilot.press("a")
        await settled(pilot)
        assert isinstance(app.screen, ChoiceScreen)
        assert "~/.config/ssotui/config.toml" in drawn(app)
        await pilot.press("up", "enter")
        await settled(pilot)
        assert "payments-prod is hidden" in toasts(app)
        assert "1 hidden" in drawn(app)
        assert "Gone" not in drawn(app)
        await filtered(pilot, "")
        assert count(app) == f"{every - 6}/{every - 6}"
        await filtered(pilot, "payprod")
        assert "Hidden accounts (1) are not searched" in drawn(app)
        await filtered(pilot, "is:hidden zzz")
        assert "are not searched" not in drawn(app)
        await filtered(pilot, "is:hidden")
        assert count(app) == "6/6"
        assert "payments-prod" in drawn(app)
        await pilot.press("tab", "home", "f2")
        await settled(pilot)
        assert "Show it again" in drawn(app)
        await pilot.press("up", "enter")
        await settled(pilot)
        assert "is shown again" in toasts(app)
        assert "hidden" not in drawn(app).splitlines()[0]
        await filtered(pilot, "")
        assert count(app) == f"{every}/{every}"
    assert settings_of(listed).read_text() == "# mine\nfuture = 1\nhidden = []\n"


@pytest.mark.parametrize("size", [SIZE, (80, 24)], ids=["120x36", "80x24"])
async def test_a_pattern_hides_accounts_and_is_told(listed: Stage, app_on, size) -> None:
    write(listed, 'hidden = ["Payments-*"]\n')
    app = app_on(listed)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        assert "3 hidden" in drawn(app).splitlines()[0]
        await filtered(pilot, "payments")
        assert "Hidden accounts (3) are not searched" in drawn(app)
        await filtered(pilot, "is:hidden payments-prod")
        if size == SIZE:
            assert "by Payments-*" in drawn(app)
        await pilot.press("tab", "home", "f2")
        await settled(pilot)
        assert "hidden by Payments-*" in drawn(app)
        await pilot.press("up", "enter")
        await settled(pilot)
        told = "payments-prod stays hidden by Payments-*"
        assert told in toasts(app)
        assert "~/.config/ssotui/config.toml" in toasts(app)
        await pick(pilot, "show the account again")
        assert toasts(app).count(told) >= 1
        await filtered(pilot, "payments")
        assert "Hidden accounts (3) are not searched" in drawn(app)
    assert settings_of(listed).read_text() == 'hidden = ["Payments-*"]\n'


async def test_where_every_account_is_hidden_it_says_so(listed: Stage, app_on) -> None:
    broker = listed.broker()
    ids = [entry.account.id for entry in broker.cached(broker.portal()).entries]
    write(listed, f"hidden = {ids}\n")
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert "Every account here is hidden" in drawn(app)
        assert count(app) == "0/0"
        await pilot.press("f2", "ctrl+o", "down", "enter")
        await settled(pilot)
        assert isinstance(app.screen, MainScreen)


async def test_alias_and_tags_are_kept_and_found(listed: Stage, app_on) -> None:
    write(listed, "# mine\n[tags]  # words\n")
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod deploy")
        await pick(pilot, "alias")
        assert isinstance(app.screen, LineScreen)
        await pilot.press(*"till", "enter")
        await settled(pilot)
        await pick(pilot, "tags")
        await pilot.press(*"pci,  eu west ,pci,", "enter")
        await settled(pilot)
        facts = {" ".join(line[76:].split()) for line in drawn(app).splitlines()}
        assert {"alias till", "tags pci, eu west"} <= facts
        await filtered(pilot, "till")
        assert "payments-prod" in drawn(app)
        await filtered(pilot, "tag:pci")
        assert "payments-prod" in drawn(app)
        await pick(pilot, "alias")
        await pilot.press(*["backspace"] * 4, "enter")
        await settled(pilot)
    settings = listed.broker().settings
    assert settings.aliases == {}
    assert settings.tags == {PAYMENTS: ("pci", "eu west")}
    assert settings_of(listed).read_text().startswith("# mine\n[tags]  # words\n")


async def test_an_alias_that_will_not_do_is_not_taken(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod deploy")
        await pick(pilot, "alias")
        await pilot.press(*"x" * 51, "enter")
        await settled(pilot)
        assert isinstance(app.screen, LineScreen)
        assert "too long by 1" in drawn(app)
        await pilot.press("escape")
    assert not settings_of(listed).exists()


async def test_where_the_settings_have_a_mistake_by_now_nothing_is_written(
    listed: Stage, app_on
) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod deploy")
        write(listed, "\nhidden = 5\n")
        await pick(pilot, "hide")
        assert "line 2: hidden must be a list of account ids" in toasts(app)
    assert settings_of(listed).read_text() == "\nhidden = 5\n"


async def test_the_theme_that_is_chosen_is_there_the_next_time(listed: Stage, app_on) -> None:
    write(listed, 'theme = "nord"  # for now\n')
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        assert app.theme == "nord"
        await pick(pilot, "theme")
        await pilot.press("up", "enter")
        await settled(pilot)
        assert app.theme == "monokai"
    assert settings_of(listed).read_text() == 'theme = "monokai"  # for now\n'
    assert app_on(listed).theme == "monokai"


def test_the_settings_know_every_theme_and_every_action(listed: Stage, app_on) -> None:
    assert set(THEMES) == set(app_on(listed).available_themes)
    assert set(BUILTIN_THEMES) < set(THEMES)
    assert ("menu", *(item.name for item in MENU)) == DEFAULT_ACTIONS


@pytest.mark.parametrize("action", ["copy-key", "profile", "region", "account", "export"])
async def test_enter_does_what_the_settings_say(listed: Stage, app_on, action: str) -> None:
    write(listed, f'default_action = "{action}"\n')
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod deploy")
        await pilot.press("enter")
        await settled(pilot)
        assert not isinstance(app.screen, ActionMenu | MainScreen)
        await pilot.press("escape", "f2")
        await settled(pilot)
        assert isinstance(app.screen, ActionMenu)


async def test_under_a_listening_shell_enter_exports_whatever_the_settings_say(
    listed: Stage, app_on
) -> None:
    write(listed, 'default_action = "region"\n')
    app = app_on(listed, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payprod deploy")
        await pilot.press("enter")
        await settled(pilot)
    assert app.return_value.effect is not None


OWN = """
[keys]
list-again = "f5"
up = "ctrl+k"
down = "ctrl+j,down"
palette = "f3"
help = "f4"
quit = "f10"
menu.console = "w"
console = "ctrl+g"
dialog.back = "f9"
"""


async def test_own_keys_hold_and_are_the_ones_that_are_named(listed: Stage, app_on) -> None:
    write(listed, OWN)
    app = app_on(listed)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        footer = drawn(app).splitlines()[-1]
        assert "^g Console" in footer
        assert "f5 Refresh" in footer
        assert "f4 Help" in footer
        assert "^o" not in footer
        await filtered(pilot, "zzzz")
        await settled(pilot)
        assert "f4 says what it understands" in drawn(app)
        await filtered(pilot, "checkout")
        first = app.main_screen.target
        await pilot.press("ctrl+j")
        assert app.main_screen.target != first
        assert app.main_screen.finder.filter_input.value == "checkout"
        await pilot.press("ctrl+k")
        assert app.main_screen.target == first
        assert app.main_screen.finder.filter_input.value == "checkout"
        await pilot.press("f2")
        await settled(pilot)
        shown = drawn(app)
        assert re.search(r" w  Open the console +\^g ", shown)
        assert "f9 Back" in shown
        await pilot.press("escape")
        assert isinstance(app.screen, ActionMenu)
        await pilot.press("f9", "f3")
        await settled(pilot)
        await pilot.press(*"console")
        await settled(pilot)
        assert "Open the AWS console as the role. · ^g" in drawn(app)
        await pilot.press("f10")
        await settled(pilot)
    assert app.return_value.status == 0


async def test_the_help_names_own_keys(listed: Stage, app_on) -> None:
    write(listed, OWN)
    app = app_on(listed)
    async with app.run_test(size=(120, 99)) as pilot:
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        shown = drawn(app)
        assert "^k" in shown
        assert "^g" in shown
        await pilot.press("f1")
        assert app.screen.query("HelpPanel")
        await pilot.press("f4")
        assert not app.screen.query("HelpPanel")
