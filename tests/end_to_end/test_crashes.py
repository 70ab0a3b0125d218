"""Whatever crashes, wherever: a sentence, a status, the terminal as it was, and no secret."""

from pathlib import Path

import pytest
from programs import SSOTUI, run, surroundings
from stage import Stage
from tmux_terminal import NewTerminal

ACCIDENTS = str(Path(__file__).parent / "accidents")
SECRET = "CANARY-of-the-accident"
PICKED = "798373876239/ReadOnlyAccess"
SAID = "ssotui: Something unexpected happened (RuntimeError in sitecustomize:"
"""The kind of failure and its place, which is the accident itself."""

ON_THE_COMMAND_LINE = [
    ("list", "sso_tui.cli.listing:run raise"),
    ("list", "sso_tui.broker.broker:Broker.__init__ raise"),
    ("list", "sso_tui.broker.broker:Broker.listing raise"),
    ("list", "sso_tui.aws.directory:listing raise"),
    ("list", "sso_tui.store.cache:CatalogueCache.save raise"),
    ("list", "sso_tui.aws.client:PortalClient.accounts raise"),
    ("list", "sso_tui.aws.client:PortalClient.roles raise"),
    ("list", "sso_tui.aws.wire:Wire.send raise"),
    ("list", "sso_tui.broker.broker import"),
    ("list", "sso_tui.cli.run import"),
    (f"env {PICKED}", "sso_tui.store.credentials:RoleCredentials.save raise"),
    (f"env {PICKED}", "sso_tui.actions.env:export raise"),
    (f"env {PICKED}", "sso_tui.hot.credentials:text raise"),
    (f"exec {PICKED} -- true", "sso_tui.cli.become:surroundings_for raise"),
    ("status", "sso_tui.store.tokens:Tokens.load raise"),
    ("login --device-code", "sso_tui.aws.polling:Polling.once raise"),
    ("logout", "sso_tui.aws.client:PortalClient.log_out raise"),
    ("doctor", "sso_tui.doctor.examining:examine raise"),
]

BESIDE = [
    ("list", "sso_tui.broker.broker:Broker.listing thread"),
    ("list", "sso_tui.broker.broker:Broker.listing drop"),
]


def crashing(stage: Stage, accident: str) -> dict[str, str]:
    """The environment of a program that something happens to."""
    return surroundings(stage, ACCIDENT=accident, PYTHONPATH=ACCIDENTS)


def no_secret_in(folder: Path) -> None:
    for file in filter(Path.is_file, folder.rglob("*")):
        assert SECRET.encode() not in file.read_bytes(), file


@pytest.mark.requirement("SEC-08")
@pytest.mark.parametrize(("words", "accident"), ON_THE_COMMAND_LINE)
def test_on_the_command_line(signed_in: Stage, words: str, accident: str) -> None:
    signed_in.portal.auto_approve_after = 0
    if accident.endswith(("Polling.once raise",)):
        run(surroundings(signed_in), str(SSOTUI), "logout")
    done = run(crashing(signed_in, accident), str(SSOTUI), *words.split())
    assert SECRET not in done.stdout + done.stderr
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith(SAID), done.stderr
    assert "Traceback" not in done.stderr
    no_secret_in(signed_in.home)


@pytest.mark.requirement("SEC-08")
@pytest.mark.parametrize(("words", "accident"), BESIDE)
def test_beside_what_was_asked_for(signed_in: Stage, words: str, accident: str) -> None:
    done = run(crashing(signed_in, accident), str(SSOTUI), *words.split())
    assert SECRET not in done.stdout + done.stderr
    assert (done.returncode, done.stdout.count("\n")) == (0, 164)
    assert done.stderr.startswith(SAID)
    assert done.stderr.count("\n") == 1


@pytest.mark.requirement("SEC-08")
@pytest.mark.parametrize(
    ("accident", "key"),
    [
        ("sso_tui.ui.app:SsotuiApp.on_mount raise", ""),
        ("sso_tui.ui.screens.main:MainScreen.compose raise", ""),
        ("sso_tui.ui.screens.main:MainScreen.show_portals raise", ""),
        ("sso_tui.ui.widgets.role_tree:RoleTree.render_line raise", ""),
        ("sso_tui.ui.screens.main:MainScreen.action_list_again raise", "C-r"),
        ("sso_tui.ui.screens.action_menu:ActionMenu.compose_box raise", "Enter"),
        ("sso_tui.ui.screens.main:MainScreen.action_list_again task", "C-r"),
        ("sso_tui.ui.app import", ""),
    ],
)
def test_on_the_screen(listed: Stage, terminal: NewTerminal, accident: str, key: str) -> None:
    shell = terminal(environ=crashing(listed, accident))
    settings, modes = shell.ask("stty -a"), shell.modes()
    shell.enter('ssotui payprodro; echo "status=$?"')
    if key:
        shell.until("3/163", "payments-prod")
        shell.press(key)
    shell.until("status=1")
    screen = shell.until_prompt()
    assert SAID in screen.replace("\n", "")
    assert "Traceback" not in shell.everything()
    assert SECRET.encode() not in shell.raw.read_bytes()
    assert shell.modes() == modes
    assert shell.ask("stty -a") == settings
    no_secret_in(listed.home)


@pytest.mark.requirement("SEC-08")
@pytest.mark.parametrize(
    "accident",
    [
        "sso_tui.broker.broker:Broker.listing raise",
        "sso_tui.broker.broker:Broker.listing thread",
        "sso_tui.broker.broker:Broker.listing drop",
    ],
)
def test_in_a_thread_of_the_screens(listed: Stage, terminal: NewTerminal, accident: str) -> None:
    """The screen stays, and says so where what it shows is concerned."""
    shell = terminal(environ=crashing(listed, accident))
    shell.enter('ssotui; echo "status=$?"')
    shell.until("Something unexpected happened" if "raise" in accident else "163/163")
    shell.press("C-q")
    assert "status=0" in shell.until_prompt()
    assert SECRET.encode() not in shell.raw.read_bytes()
    no_secret_in(listed.home)
