"""All portals in one list, each with a sign-in of its own."""

import json
from collections.abc import Callable

import pytest
from rich.style import Style
from seen import drawn, filtered, settled
from stage import Stage, at_once
from textual.pilot import Pilot

from sso_tui.demo import Fault
from sso_tui.demo.further import BOUGHT, EMERGENCIES, TEAMS
from sso_tui.effects import Handoff
from sso_tui.model import Role
from sso_tui.ui.app import SsotuiApp
from sso_tui.ui.outcome import Calling, Outcome
from sso_tui.ui.outline import Target
from sso_tui.ui.screens.action_menu import ActionMenu
from sso_tui.ui.screens.choice import ChoiceScreen
from sso_tui.ui.screens.main import MainScreen
from sso_tui.ui.screens.modal import Dialog
from sso_tui.ui.screens.profile import ProfileScreen
from sso_tui.ui.screens.protected import ProtectedScreen
from sso_tui.ui.screens.region import RegionScreen
from sso_tui.ui.screens.sign_in import SignInScreen
from sso_tui.ui.widgets.portal_tag import Tag, beside

SIZE = (120, 36)
PAYMENTS = "798373876239"
BOUGHT_ACCOUNTS = 2 * len(TEAMS)


@pytest.fixture
def several(listed: Stage) -> Stage:
    """Two portals: one that is listed, and that of the company that was bought, signed out."""
    listed.add_portals(2)
    return listed


@pytest.fixture
def with_emergencies(listed: Stage) -> Stage:
    """Three portals; the third is for emergencies, and all are signed in and listed."""
    listed.add_portals(3)
    for name in (BOUGHT, EMERGENCIES):
        read(listed, name)
    return listed


@pytest.fixture
def app_of_shell() -> Callable[..., SsotuiApp]:
    """Makes the app of a shell that has a role."""

    def make(stage: Stage, role: str, key: str, search_text: str) -> SsotuiApp:
        broker = stage.broker(SSOTUI_ROLE=role, AWS_ACCESS_KEY_ID=key)
        return SsotuiApp(broker, broker.portal("demo"), Calling(role=role), search_text)

    return make


def read(stage: Stage, name: str) -> None:
    """Sign in to a portal, and list it."""
    stage.sign_in(name=name)
    broker = stage.broker()
    for _ in broker.listing(broker.portal(name), wait=at_once):
        pass


def sign_out(stage: Stage, name: str) -> None:
    """Forget the token of a portal, and nothing else."""
    broker = stage.broker()
    broker.sign_ins.end(broker.portal(name))


async def all_of(pilot: Pilot[Outcome]) -> SsotuiApp:
    """Show all portals, the way a user does."""
    app = pilot.app
    assert isinstance(app, SsotuiApp)
    await settled(pilot)
    await pilot.press("ctrl+t", "end", "enter")
    await settled(pilot)
    return app


async def approved(pilot: Pilot[Outcome], stage: Stage) -> str:
    """Approve the sign-in on the screen; returns its title."""
    app = pilot.app
    while not isinstance(app.screen, SignInScreen) or app.screen.visit is None:
        await pilot.pause(0.02)
    title = str(app.screen.query_one("#box").border_title)
    stage.portal.approve(app.screen.visit.code)
    await settled(pilot)
    return title


def line_with(app: SsotuiApp, *texts: str) -> str:
    """The line of the tree that has all of the texts."""
    lines = drawn(app).splitlines()[2:]
    return next((one for one in lines if all(text in one for text in texts)), "")


def entries(app: SsotuiApp) -> list[str]:
    """The accounts' names, from the first line to the last."""
    outline = app.main_screen.finder.role_tree.outline
    lines = (number for number in range(len(outline)) if outline.is_account(number))
    return [outline.entry(number).account.name for number in lines]


def called(stage: Stage, operation: str) -> int:
    return sum(request.operation == operation for request in stage.portal.requests)


async def test_one_portal_has_no_others(listed: Stage, app_on) -> None:
    app = app_on(listed)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t")
        await settled(pilot)
        assert "All portals" not in drawn(app)
        await pilot.press("escape")
        app.main_screen.action_all_portals()
        await settled(pilot)
        assert "There is one portal alone" in drawn(app)


async def test_accounts_of_all_portals_are_one_list(several: Stage, app_on) -> None:
    read(several, BOUGHT)
    app = app_on(several)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        assert len(entries(app)) == 60 + BOUGHT_ACCOUNTS
        head = drawn(app).splitlines()[0]
        assert "All portals" in head
        assert "2 of 2 signed in" in head
        await filtered(pilot, "tideway-ferries-prod")
        await settled(pilot)
        assert " tideway " in line_with(app, "tideway-ferries-prod", "prod")
        await filtered(pilot, "payments-prod")
        await settled(pilot)
        assert " demo " in line_with(app, "payments-prod", "798373876239")


async def test_the_filter_searches_all_of_them_at_once(several: Stage, app_on) -> None:
    read(several, BOUGHT)
    app = app_on(several, search_text="prodadmin")
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        assert app.main_screen.target.portal == BOUGHT
        assert {"tideway-ferries-prod", "payments-prod"} <= set(entries(app))
        await filtered(pilot, "portal:tide")
        await settled(pilot)
        assert len(entries(app)) == BOUGHT_ACCOUNTS


async def test_a_portal_without_a_list_has_a_line_to_sign_in_on(several: Stage, app_on) -> None:
    app = app_on(several)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        assert not isinstance(app.screen, SignInScreen)
        assert "1 of 2 signed in · not tideway" in drawn(app).splitlines()[0]
        await pilot.press("tab")
        await pilot.press("end")
        assert "nobody is signed in; enter signs in" in line_with(app, "○ tideway")
        assert "signed out · ctrl+l signs in" in drawn(app)
        await pilot.press("enter")
        assert await approved(pilot, several) == "Sign in to tideway"
        assert "2 of 2 signed in" in drawn(app).splitlines()[0]
        assert len(entries(app)) == 60 + BOUGHT_ACCOUNTS
        target = app.main_screen.target
        assert (target.portal, target.role) == (BOUGHT, None)
        assert entries(app)[60] == "tideway-booking-prod"


async def test_a_portal_that_is_signed_out_shows_its_last_list(several: Stage, app_on) -> None:
    read(several, BOUGHT)
    sign_out(several, BOUGHT)
    app = app_on(several)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        assert len(entries(app)) == 60 + BOUGHT_ACCOUNTS
        await filtered(pilot, "tideway-ferries-prod")
        await settled(pilot)
        assert "○ tideway" in line_with(app, "tideway-ferries-prod", "prod")
        shown = drawn(app)
        assert "tideway · aws" in shown
        assert "signed out · ctrl+l signs in" in shown
        assert "last list" in shown
        await filtered(pilot, "payments-prod")
        await settled(pilot)
        assert "○" not in line_with(app, "payments-prod", "798373876239")
        assert "last list" not in drawn(app)


async def test_an_action_signs_in_to_the_portal_of_its_role_and_goes_on(
    several: Stage, app_on
) -> None:
    read(several, BOUGHT)
    sign_out(several, BOUGHT)
    app = app_on(several, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        await filtered(pilot, "tideway-ferries-prod admin")
        await settled(pilot)
        account = app.main_screen.target.account_id
        await pilot.press("enter")
        assert await approved(pilot, several) == "Sign in to tideway"
        await settled(pilot)
    assert isinstance(app.return_value.effect, Handoff)
    code = app.return_value.effect.code.reveal()
    assert f"SSOTUI_ROLE={account}/AdministratorAccess" in code.replace("'", "")


async def test_ctrl_l_signs_in_to_the_portal_of_the_highlighted_line(
    several: Stage, app_on
) -> None:
    read(several, BOUGHT)
    sign_out(several, BOUGHT)
    app = app_on(several, search_text="tideway-ferries-prod")
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        await pilot.press("ctrl+l")
        assert await approved(pilot, several) == "Sign in to tideway"
        assert "2 of 2 signed in" in drawn(app).splitlines()[0]


async def test_ctrl_r_lists_what_is_signed_in(several: Stage, app_on) -> None:
    app = app_on(several)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        before = called(several, "ListAccounts")
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert called(several, "ListAccounts") == before + 1
        read(several, BOUGHT)
        before = called(several, "ListAccounts")
        app.main_screen.look_again()
        await settled(pilot)
        await pilot.press("ctrl+r")
        await settled(pilot)
        assert called(several, "ListAccounts") == before + 2


@pytest.mark.parametrize("failing", ["demo", BOUGHT])
async def test_a_portal_that_fails_hides_nothing_of_the_others(
    several: Stage, app_on, failing: str
) -> None:
    read(several, BOUGHT)
    broker = several.broker()
    token = broker.sign_ins.known(broker.portal(failing)).access.reveal()
    several.portal.faults.add(
        Fault(
            "ListAccounts",
            when=lambda request: request.headers.get("x-amz-sso_bearer_token") == token,
            status=403,
        )
    )
    app = app_on(several)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        remark = app.main_screen.notice.remark
        assert failing in remark.text
        assert remark.severity == "error"
        assert len(entries(app)) == 60 + BOUGHT_ACCOUNTS


async def test_the_other_portals_are_not_listed_any_more_once_one_is_chosen(
    several: Stage, app_on
) -> None:
    read(several, BOUGHT)
    app = app_on(several)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        await pilot.press("ctrl+t", "up", "enter")
        await settled(pilot)
        assert len(entries(app)) == BOUGHT_ACCOUNTS
        assert drawn(app).splitlines()[0].split()[:2] == ["ssotui", "tideway"]
        assert " tideway " not in line_with(app, "tideway-ferries-prod")
        await pilot.press("ctrl+t", "home", "enter")
        await settled(pilot)
        assert len(entries(app)) == 60


@pytest.mark.parametrize("text", ["", "adm", "payments-prod"])
async def test_portals_for_emergencies_come_last(
    with_emergencies: Stage, app_on, text: str
) -> None:
    broker = with_emergencies.broker()
    emergency = Role(EMERGENCIES, "798373876239", "BreakGlass")
    for _ in range(3):
        broker.used(emergency, "export")
    broker.used(Role("demo", "798373876239", "ReadOnlyAccess"), "export")
    app = app_on(with_emergencies, search_text=text)
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        outline = app.main_screen.finder.role_tree.outline
        glass = [outline.portal(line) == EMERGENCIES for line in range(len(outline))]
        assert glass == sorted(glass)
        assert any(glass)
        assert app.main_screen.target.portal != EMERGENCIES


async def test_portals_for_emergencies_carry_a_mark(with_emergencies: Stage, app_on) -> None:
    app = app_on(with_emergencies, search_text="portal:break payments-prod")
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        assert "!  break-glass" in line_with(app, "payments-prod", "798373876239")


async def test_the_role_of_the_shell_is_marked_in_its_own_portal(
    with_emergencies: Stage, app_on, app_of_shell: Callable[..., SsotuiApp]
) -> None:
    broker = with_emergencies.broker()
    name = "ReadOnlyAccess"
    keys = {
        portal: broker.credentials(
            broker.portal(portal), Role(portal, "798373876239", name), wait=at_once
        ).access_key_id
        for portal in ("demo", EMERGENCIES)
    }
    for portal, key in keys.items():
        app = app_of_shell(
            with_emergencies, f"798373876239/{name}", key, search_text="payments-prod readonly"
        )
        async with app.run_test(size=SIZE) as pilot:
            await all_of(pilot)
            look = app.main_screen.finder.role_tree.look
            assert look.shell_portal == portal
            assert drawn(app).count("◆") == 1


@pytest.mark.parametrize("ended", [False, True], ids=["at-hand", "ended"])
async def test_no_role_of_another_portal_is_marked_as_the_shells(
    with_emergencies: Stage, app_on, app_of_shell: Callable[..., SsotuiApp], ended: bool
) -> None:
    """Nor is its closed account, nor where the other portal is shown alone."""
    broker, role = with_emergencies.broker(), Role(EMERGENCIES, PAYMENTS, "ReadOnlyAccess")
    key = broker.credentials(broker.portal(EMERGENCIES), role, wait=at_once).access_key_id
    if ended:
        for file in (with_emergencies.home / ".aws" / "cli" / "cache").iterdir():
            content = json.loads(file.read_text())
            content["Credentials"]["Expiration"] = "2001-01-01T00:00:00Z"
            file.write_text(json.dumps(content))
    app = app_of_shell(with_emergencies, f"{PAYMENTS}/{role.name}", key, search_text="")
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await filtered(pilot, "payments-prod readonly")
        await settled(pilot)
        assert "◆" not in drawn(app)
        await all_of(pilot)
        assert drawn(app).count("◆") == 1
        app.main_screen.action_fold_all(False)
        await settled(pilot)
        assert "◆" in line_with(app, "payments-prod", "! ")
        assert drawn(app).count("◆") == 1
        with_emergencies.broker().credentials(
            broker.portal(EMERGENCIES), role, wait=at_once, refresh=True
        )
        app.main_screen.look_again()
        await settled(pilot)
        assert drawn(app).count("◆") == 1


@pytest.mark.parametrize(
    ("keys", "box"),
    [
        (("enter",), ActionMenu),
        (("enter", "k", "y"), ChoiceScreen),
        (("enter", "r"), RegionScreen),
        (("ctrl+s",), ProfileScreen),
        (("ctrl+o",), ProtectedScreen),
    ],
    ids=["menu", "key", "region", "profile", "protected"],
)
async def test_every_box_says_whose_role_it_is_of_where_several_are_shown(
    with_emergencies: Stage, app_on, keys: tuple[str, ...], box: type[Dialog[object]]
) -> None:
    settings = with_emergencies.home / ".config" / "ssotui" / "config.toml"
    settings.write_text(f'{settings.read_text()}[environments.prod]\nprotected = ["Bill*"]\n')
    app = app_on(with_emergencies, search_text="payments-prod billing")

    async def boxed(pilot: Pilot[Outcome]) -> str:
        await pilot.press(*keys)
        await settled(pilot)
        assert isinstance(app.screen, box)
        frame = app.screen.query_one("#box").region
        lines = drawn(app).splitlines()[frame.y : frame.bottom]
        told = lines if box is ProtectedScreen else (lines[0], lines[-1])
        return "\n".join(line[frame.x : frame.right] for line in told)

    async with app.run_test(size=(80, 24)) as pilot:
        await all_of(pilot)
        first = await boxed(pilot)
        assert ("demo" in first, EMERGENCIES in first) == (True, False)
        await pilot.press("escape")
        await filtered(pilot, "portal:break payments-prod billing")
        await settled(pilot)
        second = await boxed(pilot)
        assert EMERGENCIES in second
        await pilot.press("escape")
        await pilot.press("ctrl+t", "home", "enter")
        await settled(pilot)
        await filtered(pilot, "payments-prod billing")
        await settled(pilot)
        assert "demo" not in await boxed(pilot)


async def test_use_counts_for_its_own_portal(with_emergencies: Stage, app_on) -> None:
    broker = with_emergencies.broker()
    broker.used(Role(EMERGENCIES, "798373876239", "BillingReadOnly"), "export")
    broker.used(Role("demo", "798373876239", "DatabaseAdministrator"), "export")
    app = app_on(with_emergencies, search_text="is:recent")
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        outline = app.main_screen.finder.role_tree.outline
        targets = [outline.target(line) for line in range(len(outline))]
        assert [(one.portal, one.role.name) for one in targets if one.role] == [
            ("demo", "DatabaseAdministrator"),
            (EMERGENCIES, "BillingReadOnly"),
        ]


async def test_a_favourite_is_one_in_its_own_portal_where_another_has_the_same_accounts(
    with_emergencies: Stage, app_on
) -> None:
    app = app_on(with_emergencies, search_text="payments-prod breakglass")
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert drawn(app).count("★") == 1
        assert with_emergencies.broker().settings.favourites == ("demo/798373876239/BreakGlass",)
        await filtered(pilot, "is:favourite")
        await settled(pilot)
        assert app.main_screen.target.portal == "demo"
        assert str(app.main_screen.query_one("#count").content).startswith("1/")
        await pilot.press("ctrl+f")
        await settled(pilot)
        assert with_emergencies.broker().settings.favourites == ()


async def test_a_favourite_of_whichever_portal_has_its_star_in_each(
    with_emergencies: Stage, app_on
) -> None:
    settings = with_emergencies.home / ".config" / "ssotui" / "config.toml"
    favourites = '"798373876239/BreakGlass", "tideway/907316554217/ReadOnlyAccess"'
    settings.write_text(f'break_glass = ["{EMERGENCIES}"]\nfavourites = [{favourites}]\n')
    app = app_on(with_emergencies, search_text="is:favourite")
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        assert drawn(app).count("★") == 3


async def test_signing_in_for_an_action_brings_the_list_up_to_date_too(
    several: Stage, app_on
) -> None:
    read(several, BOUGHT)
    sign_out(several, BOUGHT)
    organisation = several.portal.others[BOUGHT]
    organisation.grant(organisation.accounts()[0].id, "Deploy")
    app = app_on(several, search_text="tideway-booking-prod read")
    async with app.run_test(size=SIZE) as pilot:
        await all_of(pilot)
        await pilot.press("enter", "n")
        await approved(pilot, several)
        await settled(pilot)
        assert "2 of 2 signed in" in drawn(app).splitlines()[0]
        assert "New: tideway-booking-prod/Deploy" in app.main_screen.notice.remark.text


def test_start_urls_are_told_apart_by_what_is_their_own() -> None:
    tags = {name: Tag(name) for name in ("https://acme.awsapps.com/start", "demo")}
    shown = [
        "".join(one.text for one in beside(tag, tags, lambda _: Style())) for tag in tags.values()
    ]
    assert shown == ["     acme.awsapps.com", "     demo            "]


@pytest.mark.requirement("SEC-34")
async def test_a_key_for_a_portal_that_is_not_shown_any_more_does_nothing_in_another(
    with_emergencies: Stage, app_on
) -> None:
    app = app_on(with_emergencies, listens=True)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        role = Role(EMERGENCIES, "798373876239", "ReadOnlyAccess")
        app.post_message(MainScreen.Wanted(Target(*role[:2], role), "export"))
        await settled(pilot)
        assert called(with_emergencies, "GetRoleCredentials") == 0
        await pilot.press("ctrl+q")
    assert app.return_value.effect is None
