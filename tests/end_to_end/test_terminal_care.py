"""What a terminal, or the lack of one, may do to the program, and the program to a terminal."""

import os
import signal
import subprocess

import pytest
from programs import SSOTUI, run, surroundings
from seeing import running, until
from stage import Stage
from tmux_terminal import NewTerminal, Terminal

PICKED = "798373876239/ReadOnlyAccess"


@pytest.mark.requirement("REL-25")
def test_without_a_terminal_it_says_so_at_once(stage: Stage) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{{ {SSOTUI} </dev/null; echo status=$? >&2; }} | cat"],
        env=surroundings(stage),
        capture_output=True,
        text=True,
        timeout=5,
        start_new_session=True,
    )
    assert done.stdout == ""
    said, status = done.stderr.splitlines()
    assert status == "status=2"
    assert said.startswith("ssotui: There is no terminal to draw on. ")


@pytest.mark.requirement("REL-25")
@pytest.mark.parametrize("words", [(), ("use",), ("use", "pay", "prod")])
def test_every_way_to_the_screen_needs_one(signed_in: Stage, words: tuple[str, ...]) -> None:
    done = run(surroundings(signed_in), str(SSOTUI), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1


@pytest.mark.requirement("REL-25", "REL-29")
@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_no_terminal_and_closed_streams(stage: Stage, streams: str) -> None:
    words = f"{SSOTUI} {streams}; exit $?"
    done = run(surroundings(stage), "sh", "-c", words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.requirement("REL-24")
def test_a_dumb_terminal(stage: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    said = shell.ask("sh -c 'TERM=dumb ssotui; echo status=$?'").splitlines()
    assert said[-1] == "status=2"
    assert said[0].startswith("ssotui: This terminal can't show a screen (TERM is dumb). ")
    assert len(said) == 2


@pytest.mark.requirement("REL-29")
@pytest.mark.parametrize("streams", ["<&-", "</dev/null 2>err", "<&- 2>&-"])
def test_the_screen_needs_no_stream_but_standard_output(
    listed: Stage, terminal: NewTerminal, streams: str
) -> None:
    shell = terminal()
    modes = shell.modes()
    shell.enter(f'eval "$(ssotui payprodro {streams})"')
    shell.until("payprodro", "3/163", "payments-prod")
    shell.press("Enter")
    shell.until_prompt()
    assert shell.variables()["SSOTUI_ROLE"] == PICKED
    assert shell.modes() == modes


@pytest.mark.requirement("REL-29")
def test_a_closed_standard_output_is_said_and_nothing_breaks(
    listed: Stage, terminal: NewTerminal
) -> None:
    shell = terminal()
    modes = shell.modes()
    shell.enter('ssotui payprodro >&-; echo "status=$?"')
    shell.until("payprodro", "3/163", "payments-prod")
    shell.press("Escape", "Escape")
    assert "status=130" in shell.until_prompt()
    shell.clear()
    shell.enter('ssotui use weekly-report >&-; echo "status=$?"')
    said = shell.until_prompt()
    assert "ssotui: Standard output can't be written" in said
    assert "status=1\n" in said
    assert "Traceback" not in shell.everything()
    assert shell.modes() == modes


@pytest.mark.requirement("REL-23")
def test_the_window_can_be_resized_while_a_shell_waits(
    listed: Stage, terminal: NewTerminal
) -> None:
    shell = terminal(size=(60, 15))
    shell.enter('eval "$(ssotui payprodro)"')
    small = shell.until("payprodro", "3/163", "ReadOnlyAccess", "BillingReadOnly")
    assert "e-mail" not in small
    assert max(map(len, small.splitlines())) <= 60
    shell.resize(250, 70)
    large = shell.until("aws+payments-prod@brightwater.example", "Refresh")
    assert max(map(len, large.splitlines())) > 200
    assert len(large.splitlines()) == 70
    shell.resize(80, 24)
    shell.until("3/163", without="e-mail")
    shell.press("Enter")
    shell.until_prompt()
    assert shell.variables()["SSOTUI_ROLE"] == PICKED


@pytest.mark.requirement("REL-26", "REL-27")
@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131), (signal.SIGINT, 130)],
)
def test_a_signal_ends_it_and_leaves_the_terminal_as_it_was(
    listed: Stage, terminal: NewTerminal, number: signal.Signals, status: int
) -> None:
    shell = terminal()
    settings, modes = shell.ask("stty -a"), shell.modes()
    shell.enter('x="$(ssotui)"; echo "status=$?" "length=${#x}"')
    shell.until("163/163")
    os.kill(shell.process("ssotui"), number)
    assert f"status={status} length=0" in shell.until_prompt()
    assert shell.modes() == modes
    assert shell.ask("stty -a") == settings
    assert "Traceback" not in shell.everything()


@pytest.mark.requirement("REL-26")
def test_a_signal_during_a_sign_in(stage: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    modes = shell.modes()
    shell.enter('ssotui; echo "status=$?"')
    shell.device_code()
    os.kill(shell.process("ssotui"), signal.SIGTERM)
    assert "status=143" in shell.until_prompt()
    assert shell.modes() == modes


@pytest.mark.requirement("REL-26")
def test_it_ends_with_its_terminal(listed: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    shell.enter("ssotui")
    shell.until("163/163")
    process = shell.process("ssotui")
    shell.close()
    until(lambda: not running(process))


@pytest.mark.requirement("REL-28")
def test_ctrl_z_suspends_where_nobody_waits(listed: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    modes = shell.modes()
    shell.enter("ssotui payprodro")
    shell.until("3/163", "payments-prod")
    shell.press("C-z")
    shell.until_prompt()
    assert shell.modes() == modes
    shell.enter("fg")
    shell.until("3/163", "payments-prod")
    leave(shell)
    assert shell.modes() == modes


@pytest.mark.requirement("REL-28")
def test_ctrl_z_does_nothing_while_a_shell_waits(listed: Stage, terminal: NewTerminal) -> None:
    shell = terminal()
    shell.enter('eval "$(ssotui payprodro)"')
    shell.until("3/163", "payments-prod")
    shell.press("C-z", "Enter")
    shell.until_prompt()
    assert shell.variables()["SSOTUI_ROLE"] == PICKED


def leave(shell: Terminal) -> None:
    shell.press("C-q")
    shell.until_prompt()
