"""From an empty home to exported credentials: one command, one answer, the same shell."""

import shutil

from programs import surroundings
from stage import Stage
from tmux_terminal import NewTerminal


def test_an_empty_home_a_start_url_and_a_role(
    stage: Stage, terminal: NewTerminal, who: str
) -> None:
    shutil.rmtree(stage.home / ".aws")
    environ = surroundings(stage)
    shell = terminal("bash", environ=environ)
    shell.enter('eval "$(ssotui)"')
    shell.until("What is the start URL of your AWS access portal?")
    shell.type(stage.portal.start_url)
    shell.press("Enter")
    shell.until("+sso_region = eu-central-1", "enter writes this")
    shell.press("Enter")
    stage.portal.approve(shell.device_code())
    shell.until("163/163")
    shell.type("payprodro")
    shell.press("Enter")
    shell.until_prompt()
    given = shell.variables()
    assert given["SSOTUI_ROLE"] == "798373876239/ReadOnlyAccess"
    assert given["AWS_REGION"] == "eu-central-1"
    assert ":798373876239:assumed-role/" in shell.ask(who)


def test_without_a_screen_by_questions(stage: Stage, terminal: NewTerminal) -> None:
    shutil.rmtree(stage.home / ".aws")
    shell = terminal("bash")
    shell.enter("ssotui configure")
    shell.until("The start URL of your access portal")
    shell.enter(stage.portal.start_url)
    shell.until("Write this? [y/N]")
    shell.enter("y")
    shell.until("Which region are commands to work in? [eu-central-1]")
    shell.press("Enter")
    stage.portal.approve(shell.device_code())
    shell.until("Signed in to sso")
