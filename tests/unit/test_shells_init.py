"""The code of `init`: constant, quoted, and refused where it can't be right."""

import re

import pytest

from sso_tui.errors import UsageError
from sso_tui.shells.init import INIT_SHELLS, init


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
    assert code.count(quoted) == 2
    assert "$here" not in code.replace(quoted, "")
    assert "@EXECUTABLE@" not in code


@pytest.mark.requirement("SEC-37")
@pytest.mark.parametrize("shell", INIT_SHELLS)
def test_the_code_is_constant(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code = init(shell, "/usr/bin/ssotui")
    monkeypatch.setenv("AWS_PROFILE", "other")
    assert init(shell, "/usr/bin/ssotui") == code
    assert code.endswith("\n")


def test_bash_and_zsh_have_the_same_function() -> None:
    both = (init(shell, "/bin/ssotui").partition("\n")[2] for shell in ("bash", "zsh"))
    assert len(set(both)) == 1


def test_powershell_runs_the_code_only_after_success() -> None:
    code = init("powershell", "/bin/ssotui")
    assert re.search(r"if \(\$LASTEXITCODE -eq 0 .*\{ Invoke-Expression", code)
    assert code.count("Invoke-Expression") == 1
    assert code.count("{") == code.count("}")


def test_unknown_shell_and_relative_path() -> None:
    with pytest.raises(UsageError, match="bash"):
        init("tcsh", "/bin/ssotui")
    with pytest.raises(UsageError, match="absolute"):
        init("bash", "ssotui")
