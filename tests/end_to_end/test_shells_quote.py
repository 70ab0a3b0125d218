"""What is printed for a shell, run by that shell.

Every value has to come back as it was, and nothing in it may be run: the values are made to try.
The `init` functions run a stand-in for the program, whose path is as awkward as a path can be.
"""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from needs import need

from sso_tui.shells.formats import render
from sso_tui.shells.init import init
from sso_tui.shells.variables import HANDED_OUT, IDENTITY_VARIABLES

POSIX = ("bash", "dash", "zsh")
START = {
    "bash": ["bash", "--norc", "--noprofile"],
    "dash": ["dash"],
    "zsh": ["zsh", "-f"],
    "fish": ["fish", "--no-config"],
    "nu": ["nu", "-n"],
}
NASTY = [
    "",
    "plain",
    " edges ",
    "it's",
    "''",
    '"',
    "\\",
    "\\'",
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    "' | touch pwned #",
    '"); touch pwned; ("',
    "${HOME}",
    "$env:HOME",
    "line\nline\n",
    "\r\n\t",
    "!!",
    "~",
    "*",
    "\x1b[2J",
    "\u2018\u2019",
    "\ufdd0\uf600",
    "日本語 🏔️",
]
VALUES = st.lists(
    st.one_of(
        st.sampled_from(NASTY),
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
        st.text("'\"\\$`();&|!~*#%{}[]<> \n\rtouchpwned", max_size=30),
    ),
    min_size=20,
    max_size=120,
)


def run(
    shell: str, script: str, folder: Path, **environ: str
) -> "subprocess.CompletedProcess[bytes]":
    program = need(shell, always=shell != "nu")
    file = folder / "script"
    file.write_text(script, "utf-8", newline="")
    home = folder / "home"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [program, *START[shell][1:], str(file)],
        capture_output=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", **environ},
        timeout=30,
    )


def variables(output: bytes) -> dict[str, str]:
    """What `env -0` printed."""
    pairs = (entry.partition(b"=") for entry in output.split(b"\0") if entry)
    return {name.decode(): value.decode() for name, _, value in pairs}


def evaluated(shell: str, values: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The environment of a child of the shell that has taken the code of `values`."""
    code = render({"fish": "fish", "nu": "nu"}.get(shell, "env"), values)
    (folder / "code").write_text(code, "utf-8", newline="")
    take = {"fish": "cat code | source", "nu": code}.get(shell, 'eval "$(cat code)"')
    ended = run(shell, f"{take}\nenv -0\n", folder)
    assert ended.returncode == 0, ended.stderr
    return variables(ended.stdout)


@pytest.mark.requirement("SEC-35")
@pytest.mark.parametrize("shell", [*POSIX, "fish", "nu"])
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
@given(values=VALUES)
def test_values_come_back_and_nothing_runs(shell: str, values: list[str]) -> None:
    wanted = {f"VALUE_{number}": value for number, value in enumerate(NASTY + values)}
    with TemporaryDirectory() as name:
        found = evaluated(shell, wanted, Path(name))
        assert {name: found.get(name) for name in wanted} == wanted
        assert sorted(os.listdir(name)) == ["code", "home", "script"]


@pytest.mark.requirement("SEC-38")
@pytest.mark.parametrize("shell", [*POSIX, "fish", "nu"])
def test_what_is_taken_away_is_gone(shell: str, tmp_path: Path) -> None:
    names = [*IDENTITY_VARIABLES, *HANDED_OUT]
    code = render({"fish": "fish", "nu": "nu"}.get(shell, "env"), {}, [*names, "NEVER_WAS_SET"])
    strict = "set -eu\n" if shell in POSIX else ""
    ended = run(shell, f"{strict}{code}env -0\n", tmp_path, **dict.fromkeys(names, "stale"))
    assert ended.returncode == 0, ended.stderr
    assert not set(variables(ended.stdout)) & set(names)


@pytest.mark.parametrize("shell", [*POSIX, "fish"])
def test_taking_away_and_setting_succeed(shell: str, tmp_path: Path) -> None:
    code = render("fish" if shell == "fish" else "env", {"KEY": "value"}, ["NEVER_WAS_SET"])
    assert run(shell, code, tmp_path).returncode == 0


def test_without_export_children_see_nothing(tmp_path: Path) -> None:
    code = render("env-no-export", {"KEPT": "it's here"})
    ended = run("dash", f'{code}printf "%s\\n" "$KEPT"\nenv\n', tmp_path)
    assert ended.stdout.startswith(b"it's here\n")
    assert b"KEPT=" not in ended.stdout


PROGRAM = """\
#!/bin/sh
printf '[%s]' "$SSOTUI_SHELL" "$@" >>"$CALLS"; echo >>"$CALLS"
for word; do
  case $word in
    --) break ;;
    cancel) echo 'touch pwned'; exit 130 ;;
    --help | --format*) echo 'touch pwned'; exit 0 ;;
    list) echo 'touch pwned'; exit 4 ;;
  esac
done
cat "$CODE"
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A stand-in for ssotui, in a folder whose name needs every care."""
    folder = tmp_path / 'it\'s a "$HOME" `x` \\ ‘place’'
    folder.mkdir()
    file = folder / "sso tui"
    file.write_text(PROGRAM)
    file.chmod(0o755)
    return file


VALUES_OF_ROLE = {
    "AWS_ACCESS_KEY_ID": "ASIA",
    "AWS_SECRET_ACCESS_KEY": "canary/+",
    "AWS_SESSION_TOKEN": "two\nlines 'quoted' $HOME",
}
"""What the stand-in hands out, as code for the shell that asks."""


def call(
    shell: str, words: str, program: Path, folder: Path, before: str = ""
) -> tuple[int, dict[str, str], list[str], str]:
    """Call `ssotui WORDS` in a shell: status, environment, the stand-in's calls, and output."""
    name = "fish" if shell == "fish" else "env"
    (folder / "code.txt").write_text(render(name, VALUES_OF_ROLE, ["AWS_PROFILE", "NEVER"]))
    status = "set -gx STATUS $status" if shell == "fish" else "export STATUS=$?"
    ended = run(
        shell,
        f"{init(shell, str(program))}\n{before}\nssotui {words}\n{status}\nenv -0 >after\n",
        folder,
        AWS_PROFILE="stale",
        CALLS=str(folder / "calls"),
        CODE=str(folder / "code.txt"),
    )
    assert ended.stderr == b""
    after = variables((folder / "after").read_bytes())
    calls = (folder / "calls").read_text().splitlines()
    return int(after["STATUS"]), after, calls, ended.stdout.decode()


INIT = ("bash", "zsh", "fish")


@pytest.mark.parametrize("shell", INIT)
@pytest.mark.parametrize(
    "words",
    ["", "-- pay prod", "use 000000000001/Admin", "-s corp use -", "--yes", "use -- x --help"],
)
def test_a_picked_role_is_the_shells_own(
    shell: str, words: str, program: Path, tmp_path: Path
) -> None:
    status, after, calls, output = call(shell, words, program, tmp_path)
    assert (status, output) == (0, "")
    assert {name: after[name] for name in VALUES_OF_ROLE} == VALUES_OF_ROLE
    assert "AWS_PROFILE" not in after
    assert "SSOTUI_SHELL" not in after
    expected = "".join(f"[{word}]" for word in words.split())
    assert calls == [f"[{'fish' if shell == 'fish' else 'env'}]{expected}"]


@pytest.mark.parametrize("shell", INIT)
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("list", 4),
        ("-s use list", 4),
        ("list use", 4),
        ("use --help", 0),
        ("-s corp --help", 0),
        ("use x --format=json", 0),
        ("use --format env x", 0),
    ],
)
def test_the_rest_goes_through(
    shell: str, words: str, status: int, program: Path, tmp_path: Path
) -> None:
    found, after, calls, output = call(shell, words, program, tmp_path)
    assert found == status
    assert output != ""
    assert after["AWS_PROFILE"] == "stale"
    assert "AWS_ACCESS_KEY_ID" not in after
    assert calls == ["[]" + "".join(f"[{word}]" for word in words.split())]
    assert not (tmp_path / "pwned").exists()


@pytest.mark.requirement("SEC-36")
@pytest.mark.parametrize("shell", INIT)
def test_leaving_changes_nothing(shell: str, program: Path, tmp_path: Path) -> None:
    status, after, _, output = call(shell, "use cancel", program, tmp_path)
    assert (status, output, after["AWS_PROFILE"]) == (130, "", "stale")
    assert not set(VALUES_OF_ROLE) & set(after)
    assert not (tmp_path / "pwned").exists()


@pytest.mark.requirement("SEC-37")
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_strict_shells_go_on(shell: str, program: Path, tmp_path: Path) -> None:
    status, after, _, _ = call(shell, "-s corp use x", program, tmp_path, before="set -eu")
    assert (status, after["AWS_ACCESS_KEY_ID"]) == (0, "ASIA")


@pytest.mark.requirement("SEC-37")
def test_an_alias_of_the_same_name_is_no_obstacle(program: Path, tmp_path: Path) -> None:
    for shell, enable in (("bash", "shopt -s expand_aliases"), ("zsh", "setopt aliases")):
        script = f'{enable}\nalias ssotui=false\neval "$(cat init)"\nunalias ssotui\nssotui list'
        (tmp_path / "init").write_text(init(shell, str(program)))
        ended = run(shell, script, tmp_path, CALLS=str(tmp_path / "calls"), CODE="")
        assert (ended.returncode, ended.stdout) == (4, b"touch pwned\n"), ended.stderr


@pytest.mark.requirement("SEC-37")
@pytest.mark.parametrize(
    ("shell", "show"), [("bash", "declare -p"), ("zsh", "typeset -p"), ("fish", "set")]
)
def test_no_variable_but_the_exported_ones_is_left(
    shell: str, show: str, program: Path, tmp_path: Path
) -> None:
    call(shell, "use x", program, tmp_path, before=f"{show} >shown.before")
    call(shell, f"use x\n{show} >shown.after", program, tmp_path)
    shown = (tmp_path / "shown.after").read_text()
    known = (tmp_path / "shown.before").read_text()
    holding = [line for line in shown.splitlines() if "canary" in line]
    assert len(holding) == 1
    assert "AWS_SECRET_ACCESS_KEY" in holding[0]
    for name in ("word", "skip", "mode", "code"):
        assert not [line for line in shown.splitlines() if f" {name}=" in line]
    assert "canary" not in known


@pytest.mark.parametrize("words", ["", "-s corp use x", "-- list"])
def test_nushell_takes_a_role(words: str, program: Path, tmp_path: Path) -> None:
    (tmp_path / "code.txt").write_text(render("nu", VALUES_OF_ROLE, ["AWS_PROFILE", "NEVER"]))
    where = {"CALLS": str(tmp_path / "calls"), "CODE": str(tmp_path / "code.txt")}
    script = f"{init('nu', str(program))}\nssotui {words}\nenv -0\n"
    ended = run("nu", script, tmp_path, AWS_PROFILE="stale", **where)
    after = variables(ended.stdout)
    assert {name: after.get(name) for name in VALUES_OF_ROLE} == VALUES_OF_ROLE, ended.stderr
    assert not {"AWS_PROFILE", "SSOTUI_SHELL"} & set(after)


@pytest.mark.parametrize(("words", "status"), [("use cancel", 130), ("list", 4)])
def test_nushell_leaves_its_environment(
    words: str, status: int, program: Path, tmp_path: Path
) -> None:
    where = {"CALLS": str(tmp_path / "calls"), "CODE": "/dev/null"}
    code = init("nu", str(program))
    ended = run("nu", f"{code}\nssotui {words}", tmp_path, **where)
    assert ended.returncode == status
    attempt = f"{code}\ntry {{ ssotui {words} }}\nprint $env.AWS_PROFILE"
    assert b"stale" in run("nu", attempt, tmp_path, AWS_PROFILE="stale", **where).stdout
