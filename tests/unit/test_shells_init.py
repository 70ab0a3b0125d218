"""The code of `init`: constant, quoted, and refused where it can't be right."""

import re

import pytest

from sso_tui.errors import UsageError
from sso_tui.shells.init import init
from sso_tui.shells.names import INIT_SHELLS

CALLS = 3
"""Places that call the program: to hand through, to apply, to complete."""


@pytest.mark.requirement("SEC-37")
@pytest.mark.parametrize(
    ("shell", "quoted"),
    [
        ("bash", "'/opt/it'\\''s $here/ssotui'"),
        ("zsh", "'/opt/it'\\''s $here/ssotui'"),
        ("fish", "'/opt/it\\'s $here/ssotui'"),
        ("powershell", "'/opt/it''s $here/ssotui'"),
        ("nu", '"/opt/it\'s $here/ssotui"'),
    ],
)
def test_the_path_is_quoted_wherever_it_stands(shell: str, quoted: str) -> None:
    code = init(shell, "/opt/it's $here/ssotui")
    assert code.count(quoted) == CALLS
    assert "$here" not in code.replace(quoted, "")
    assert "@EXECUTABLE@" not in code


@pytest.mark.requirement("SEC-37")
@pytest.mark.parametrize("shell", INIT_SHELLS)
def test_the_code_is_constant(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = init(shell, "/usr/bin/ssotui")
    monkeypatch.setenv("AWS_PROFILE", "other")
    assert init(shell, "/usr/bin/ssotui") == code
    assert code.startswith("# ssotui for ")
    assert code.endswith("\n")


def test_another_program_may_run_this_one() -> None:
    assert "'/usr/bin/python' '-m' 'sso_tui' \"$@\"" in init(
        "bash", "/usr/bin/python", "-m", "sso_tui"
    )


@pytest.mark.requirement("SEC-36")
def test_powershell_runs_the_code_only_after_success() -> None:
    code = init("powershell", "/bin/ssotui")
    assert re.search(r"if \(\$LASTEXITCODE -eq 0 .*\{ Invoke-Expression", code)
    assert code.count("Invoke-Expression") == 1
    for opened, closed in ("{}", "()", "[]"):
        assert code.count(opened) == code.count(closed)


@pytest.mark.parametrize("shell", INIT_SHELLS)
def test_completions_keep_quiet(shell: str) -> None:
    (line,) = [one for one in init(shell, "/bin/ssotui").splitlines() if "--shell" in one]
    assert f"complete --shell {shell} --" in line
    assert shell == "nu" or re.search(r"2>(/dev/null|\$null)", line)


def test_unknown_shell_and_relative_path() -> None:
    with pytest.raises(UsageError, match="bash"):
        init("tcsh", "/bin/ssotui")
    with pytest.raises(UsageError, match="absolute"):
        init("bash", "ssotui")
