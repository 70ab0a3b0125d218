"""Two portals in one list, in a real terminal: signed in to one, and to the other on the way."""

from programs import surroundings
from stage import Stage
from tmux_terminal import NewTerminal


def test_a_role_of_the_portal_that_is_signed_out(
    listed: Stage, terminal: NewTerminal, who: str
) -> None:
    listed.add_portals(2)
    shell = terminal("bash", environ=surroundings(listed))
    shell.enter('eval "$(ssotui)"')
    shell.until("163/163")
    shell.press("C-t")
    shell.until("tideway", "signed out", "All portals   2 in one list")
    shell.press("End")
    shell.press("Enter")
    shell.until("All portals", "1 of 2 signed in · not tideway", without="─ Portal ─")
    shell.type("portal:tide")
    shell.until("nobody is signed in; enter signs in", "0/163")
    shell.press("Enter")
    listed.portal.approve(shell.device_code())
    shell.until("2 of 2 signed in", "16/179", "tideway-ferries-prod")
    shell.type(" ferprodadm")
    shell.until("1/179")
    shell.press("Enter")
    shell.until_prompt()
    given = shell.variables()
    account = next(
        one.id
        for one in listed.portal.others["tideway"].accounts()
        if one.name == "tideway-ferries-prod"
    )
    assert given["SSOTUI_ROLE"] == f"{account}/AdministratorAccess"
    assert f":{account}:assumed-role/" in shell.ask(who)
    assert "tideway" in shell.ask("ssotui status")


def test_the_screen_begins_with_all_portals_where_the_settings_say_so(
    listed: Stage, terminal: NewTerminal
) -> None:
    listed.add_portals(2)
    settings = listed.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('begin_with = "*"\n')
    shell = terminal("bash", environ=surroundings(listed))
    shell.enter("ssotui")
    shell.until("All portals", "1 of 2 signed in · not tideway")
    shell.press("Escape")
    shell.until_prompt()
    shell.enter("ssotui -s demo")
    shell.until("163/163", "demo  eu-central-1")
    shell.press("Escape")
    shell.until_prompt()
    settings.write_text('begin_with = "nowhere"\n')
    said = shell.ask("ssotui")
    assert "begin_with in the settings leads nowhere: No portal is named nowhere" in said


def test_each_portal_shows_where_it_stands_on_a_small_screen(
    listed: Stage, terminal: NewTerminal
) -> None:
    listed.add_portals(3)
    shell = terminal("bash", environ=surroundings(listed), size=(60, 15))
    shell.enter("ssotui")
    shell.until("163/163")
    shell.press("C-t")
    shell.until("break-glass", "All portals")
    shell.press("End")
    shell.press("Enter")
    shell.until("1 of 3 signed in", "backup-vault", "demo", without="─ Portal ─")
    shell.type("breakglass")
    shell.until("!○ break-glass", "signed out")
