"""`eval "$(ssotui)"`: a role for the shell that called, and nothing but the role."""

import re
from pathlib import Path

import pytest
from programs import SSOTUI, run, surroundings
from stage import Stage
from tmux_terminal import PROMPT, NewTerminal

PICKED = "798373876239/ReadOnlyAccess"
"""The role that `payprodro` finds first."""

SUMMARY = f"payments-prod/{PICKED.partition('/')[2]} ({PICKED[:12]})"

CODE = re.compile(
    r"(unset AWS_[A-Z_]+\n)+"
    r"export AWS_ACCESS_KEY_ID='ASIA[A-Z2-7]{16}'\n"
    r"export AWS_SECRET_ACCESS_KEY='[A-Za-z0-9+/=]+'\n"
    r"export AWS_SESSION_TOKEN='[A-Za-z0-9+/=]+'\n"
    r"export AWS_CREDENTIAL_EXPIRATION='\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ'\n"
    rf"export SSOTUI_ROLE='{PICKED}'\n"
)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.requirement("SEC-58")
def test_a_role_for_bash_from_signing_in_to_sts(
    stage: Stage, terminal: NewTerminal, who: str
) -> None:
    shell = terminal("bash")
    settings, modes = shell.ask("stty -a"), shell.modes()
    shell.clear()
    shell.enter('eval "$(ssotui)"')
    stage.portal.approve(shell.device_code())
    shell.until("163/163")
    shell.type("payprodro")
    shell.press("Enter")
    shell.until_prompt()

    command, summary, prompt = lines(shell.everything())[-3:]
    assert (command, prompt) == (f'{PROMPT} eval "$(ssotui)"', PROMPT)
    assert re.fullmatch(rf"{re.escape(SUMMARY)} · the shell's own region · \d+m left", summary)
    assert "signed in" not in shell.everything()
    assert shell.modes() == modes
    assert shell.ask("stty -a") == settings
    given = shell.variables()
    assert given["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert given["SSOTUI_ROLE"] == PICKED
    assert f":{PICKED[:12]}:assumed-role/" in (arn := shell.ask(who))
    assert "ReadOnlyAccess" in arn


@pytest.mark.parametrize(
    ("shell_name", "command"),
    [("zsh", 'eval "$(ssotui use pay prod read)"'), ("fish", "ssotui use pay prod read | source")],
)
def test_a_role_for_other_shells(
    listed: Stage, terminal: NewTerminal, who: str, shell_name: str, command: str
) -> None:
    shell = terminal(shell_name)
    settings, modes = shell.ask("stty -a"), shell.modes()
    shell.enter(command)
    shell.until("pay prod read", "payments-prod", "ReadOnlyAccess")
    shell.press("Enter")
    assert SUMMARY in shell.until_prompt()
    assert "signed in" not in shell.everything()
    assert shell.modes() == modes
    assert shell.ask("stty -a") == settings
    assert shell.variables()["SSOTUI_ROLE"] == PICKED
    assert f":{PICKED[:12]}:assumed-role/" in shell.ask(who)


@pytest.mark.requirement("SEC-34")
@pytest.mark.parametrize("key", ["\r", "\x18"], ids=["enter", "ctrl+x"])
def test_a_key_at_once_takes_what_was_typed(listed: Stage, terminal: NewTerminal, key: str) -> None:
    listed.run("use", "000000000012/OnCall")  # where the highlight begins
    shell = terminal("bash")
    shell.enter('eval "$(ssotui)"')
    shell.until("163/163", "OnCall")
    shell.type(f"payprodro{key}")
    shell.until_prompt()
    assert shell.variables()["SSOTUI_ROLE"] == PICKED


@pytest.mark.requirement("SEC-36")
def test_standard_output_carries_the_code_alone(listed: Stage, terminal: NewTerminal) -> None:
    shell = terminal("bash")
    shell.enter("ssotui payprodro </dev/null >out 2>err")
    shell.until("payprodro", "payments-prod")
    shell.press("Enter")
    shell.until_prompt()
    assert CODE.fullmatch((shell.folder / "out").read_text())
    assert len(lines((shell.folder / "err").read_text())) == 1


@pytest.mark.requirement("SEC-36")
@pytest.mark.parametrize(("key", "status"), [("Escape", 130), ("C-c", 130), ("C-q", 0)])
def test_leaving_exports_nothing(
    listed: Stage, terminal: NewTerminal, key: str, status: int
) -> None:
    shell = terminal("bash")
    settings, modes = shell.ask("stty -a"), shell.modes()
    shell.enter('x="$(ssotui)"; echo "status=$?" "length=${#x}"')
    shell.until("163/163")
    shell.press(key)
    assert f"status={status} length=0" in shell.until_prompt()
    assert shell.modes() == modes
    assert shell.ask("stty -a") == settings
    assert "AWS_ACCESS_KEY_ID" not in shell.variables()


def test_escape_clears_the_filter_before_it_leaves(listed: Stage, terminal: NewTerminal) -> None:
    shell = terminal("bash")
    shell.enter('eval "$(ssotui zzz)"; echo "status=$?"')
    shell.until("0/163")
    shell.press("Escape")
    shell.until("163/163", "Type to filter")
    shell.press("Escape")
    assert "status=0" in shell.until_prompt()
    assert "AWS_ACCESS_KEY_ID" not in shell.variables()


def test_a_reference_needs_no_screen(listed: Stage, who: str, tmp_path: Path) -> None:
    environ = surroundings(listed, AWS_PROFILE="stale")
    first = f'eval "$({SSOTUI} use {PICKED})"; {who}'
    second = f'eval "$({SSOTUI} use 000000000012/OnCall)"; {who}'
    before = f'eval "$({SSOTUI} use -)"; {who}; eval "$({SSOTUI} env --unset)"; env'
    done = run(environ, "bash", "-c", f"{first}; {second}; {before}")
    arns, after = done.stdout.splitlines()[:3], done.stdout.splitlines()[3:]
    assert [arn.split(":")[4] for arn in arns] == [PICKED[:12], "000000000012", PICKED[:12]]
    assert not [one for one in after if one.startswith(("AWS_ACCESS", "AWS_SECRET", "SSOTUI_"))]
    assert [line.split(" · ")[0] for line in done.stderr.splitlines()] == [
        SUMMARY,
        "[PROD] core/OnCall (000000000012)",
        SUMMARY,
    ]
