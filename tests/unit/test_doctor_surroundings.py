"""The doctor on the environment, the settings, the shell and the desktop."""

from datetime import timedelta
from pathlib import Path

import pytest
from doctor_support import ERROR, NOTE, WARNING, add, called_from, check, found, only, write
from stage import Stage

from sso_tui.desktop import whereabouts
from sso_tui.doctor.examination import Examination
from sso_tui.moments import zulu

KEYS = {"AWS_ACCESS_KEY_ID": "ASIAX", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"}
ROLE = "000000000012/ReadOnlyAccess"


def test_nothing_in_the_way(stage: Stage) -> None:
    assert found(stage, "environment") == []
    assert found(stage, "environment", **KEYS, SSOTUI_ROLE=ROLE) == []
    fine = check("environment").fine
    assert fine(Examination(stage.world(SSOTUI_ROLE=ROLE))) == f"this shell has {ROLE}"
    assert fine(Examination(stage.world(SSOTUI_ROLE="pay@prod"))) == "this shell has a role"


@pytest.mark.parametrize(
    ("variables", "severity", "words", "command"),
    [
        (
            KEYS | {"AWS_PROFILE": "default"},
            WARNING,
            "AWS_PROFILE is set beside AWS_ACCESS_KEY_ID",
            "unset AWS_PROFILE",
        ),
        (
            {"AWS_ACCESS_KEY_ID": "ASIAX"},
            ERROR,
            "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not",
            'eval "$(ssotui env --unset)"',
        ),
        (
            KEYS | {"AWS_SESSION_TOKEN": ""},
            ERROR,
            "AWS_ACCESS_KEY_ID is a temporary key's, and AWS_SESSION_TOKEN is not set",
            'eval "$(ssotui env --unset)"',
        ),
        (
            KEYS | {"AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z", "SSOTUI_ROLE": ROLE},
            WARNING,
            f"The credentials of {ROLE} in this shell ended at 2020-01-01T00:00:00Z",
            'eval "$(ssotui env --unset)"',
        ),
        (
            KEYS | {"AWS_CREDENTIAL_EXPIRATION": "soon", "SSOTUI_ROLE": ROLE},
            ERROR,
            "AWS_CREDENTIAL_EXPIRATION is no time",
            "unset AWS_CREDENTIAL_EXPIRATION",
        ),
        (
            {"AWS_ACCESS_KEY_ID": "AKIAX", "AWS_SECRET_ACCESS_KEY": "s"},
            WARNING,
            "AWS_ACCESS_KEY_ID holds a long-term key, and wins over every profile",
            'eval "$(ssotui env --unset)"',
        ),
        (
            KEYS,
            NOTE,
            "AWS_ACCESS_KEY_ID is set, not by ssotui, and wins over every profile",
            'eval "$(ssotui env --unset)"',
        ),
        (
            {"SSOTUI_ROLE": ROLE},
            WARNING,
            "SSOTUI_ROLE says that this shell has a role, and it holds no keys",
            'eval "$(ssotui env --unset)"',
        ),
        ({"AWS_PROFILE": ""}, WARNING, "AWS_PROFILE is set and empty", "unset AWS_PROFILE"),
        ({"AWS_PROFILE": "pay"}, ERROR, "AWS_PROFILE names no profile", "unset AWS_PROFILE"),
        (
            {"AWS_PROFILE": "weekly-report", "AWS_DEFAULT_PROFILE": "default"},
            WARNING,
            "AWS_PROFILE and AWS_DEFAULT_PROFILE differ",
            "unset AWS_DEFAULT_PROFILE",
        ),
        (
            KEYS | {"AWS_SECURITY_TOKEN": "older", "SSOTUI_ROLE": ROLE},
            WARNING,
            "AWS_SECURITY_TOKEN is set",
            "unset AWS_SECURITY_TOKEN",
        ),
        (
            {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token"},
            WARNING,
            "wins over profiles of IAM Identity Center",
            "unset AWS_WEB_IDENTITY_TOKEN_FILE",
        ),
        (
            {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23"},
            WARNING,
            "gives programs without a profile a role",
            "unset AWS_CONTAINER_CREDENTIALS_FULL_URI",
        ),
        (
            {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"},
            WARNING,
            "AWS_REGION and AWS_DEFAULT_REGION differ",
            "unset AWS_DEFAULT_REGION",
        ),
        (
            {"SSOTUI_SSO_SESSION": "nowhere"},
            ERROR,
            "SSOTUI_SSO_SESSION names no portal",
            "unset SSOTUI_SSO_SESSION",
        ),
    ],
)
def test_what_is_in_the_way(
    stage: Stage, variables: dict[str, str], severity: str, words: str, command: str
) -> None:
    finding = only(stage, "environment", SSOTUI_SHELL="env", **variables)
    assert (finding.severity, words in finding.sentence) == (severity, True), finding
    assert finding.command == command


def test_credentials_that_hold(stage: Stage) -> None:
    ends = zulu(stage.world().now() + timedelta(hours=1))
    assert (
        found(stage, "environment", **KEYS, AWS_CREDENTIAL_EXPIRATION=ends, SSOTUI_ROLE=ROLE) == []
    )


def test_profiles_are_looked_for_in_both_files(stage: Stage) -> None:
    variables = {"AWS_PROFILE": "elsewhere"}
    assert only(stage, "environment", **variables).severity is ERROR
    keys = write(stage.home / ".aws/credentials", "[elsewhere]\n")
    assert found(stage, "environment", **variables) == []
    keys.write_text("nonsense")
    assert found(stage, "environment", **variables) == []
    keys.unlink()
    add(stage, "nonsense\n")
    assert found(stage, "environment", **variables) == []


@pytest.mark.requirement("SEC-11")
def test_a_profile_is_named_only_in_full(stage: Stage) -> None:
    assert "pay-prod" not in only(stage, "environment", AWS_PROFILE="pay-prod").sentence
    (finding,) = found(stage, "environment", full=True, AWS_PROFILE="pay-prod")
    assert "pay-prod" in finding.sentence


@pytest.mark.parametrize(
    ("shell", "unsetting", "taking_back"),
    [
        ("fish", "set -eg AWS_PROFILE", "ssotui env --unset | source"),
        (
            "powershell",
            "Remove-Item Env:AWS_PROFILE -ErrorAction Ignore",
            "ssotui env --unset | Out-String | Invoke-Expression",
        ),
        ("nu", "hide-env --ignore-errors AWS_PROFILE", "hide-env --ignore-errors SSOTUI_ROLE"),
        ("windows-cmd", 'set "AWS_PROFILE="', 'set "SSOTUI_ROLE="'),
        ("json", "unset AWS_PROFILE", "unset SSOTUI_ROLE"),
    ],
)
def test_commands_are_in_the_language_of_the_shell(
    stage: Stage, shell: str, unsetting: str, taking_back: str
) -> None:
    variables = {"SSOTUI_SHELL": shell, "AWS_PROFILE": "", "SSOTUI_ROLE": ROLE}
    commands = {one.command for one in found(stage, "environment", **variables)}
    assert commands == {unsetting, taking_back}


def test_settings(stage: Stage) -> None:
    fine = check("settings").fine
    assert found(stage, "settings") == []
    assert fine(Examination(stage.world())) == "as they come with the program"
    path = write(stage.home / ".config/ssotui/config.toml", 'region = "eu-west-1"\n')
    assert fine(Examination(stage.world())) == "~/.config/ssotui/config.toml"
    path.write_text("region = 1\n")
    assert only(stage, "settings").severity is ERROR


def test_what_is_wrong_in_the_settings_names_no_account_unless_in_full(stage: Stage) -> None:
    path = write(stage.home / ".config/ssotui/config.toml", '\nhidden = ["acme-prod"]\n')
    told = only(stage, "settings").sentence
    assert "line 2: hidden is not what it must be" in told
    assert "acme" not in told
    (finding,) = list(check("settings").look(Examination(stage.world(), full=True)))
    assert "'acme-prod' can't be in it" in finding.sentence
    path.write_text("theme = \n")
    assert "is not valid TOML" in only(stage, "settings").sentence


def test_settings_that_nobody_knows(stage: Stage) -> None:
    text = 'favorites = []\nacme = 1\n[environments.acme]\nnames = []\ncolor = "red"\n'
    write(stage.home / ".config/ssotui/config.toml", text)
    told = [one.sentence for one in found(stage, "settings")]
    assert [one.partition(", ")[2] for one in told] == [
        "line 1: ssotui does not know this key; did you mean favourites?",
        "line 2: ssotui does not know this key, and leaves it alone",
        "line 5: ssotui does not know this key; did you mean colour?",
    ]
    assert {one.severity for one in found(stage, "settings")} == {NOTE}


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".bashrc"),
        ("zsh", ".zshrc"),
        ("fish", ".config/fish/conf.d/ssotui.fish"),
        ("nu", ".config/nushell/config.nu"),
        ("pwsh", ".config/powershell/Microsoft.PowerShell_profile.ps1"),
    ],
)
def test_the_hook(stage: Stage, monkeypatch: pytest.MonkeyPatch, shell: str, file: str) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    called_from(monkeypatch, "python3", shell, "bash")
    finding = only(stage, "shell")
    name = "powershell" if shell == "pwsh" else shell
    assert (finding.severity, finding.command) == (NOTE, f"ssotui init {name} --install")
    assert stage.run("init", name, "--install", "--yes").status == 0
    assert (stage.home / file).exists()
    assert found(stage, "shell") == []
    assert check("shell").fine(Examination(stage.world())) == f"{name}, by ~/{file}"


@pytest.mark.parametrize(
    ("shell", "file", "line"),
    [
        ("bash", ".bash_profile", 'eval "$(ssotui init bash)"'),
        ("zsh", ".zshrc", 'eval "$(/opt/bin/ssotui init zsh)"'),
        ("fish", ".config/fish/config.fish", "ssotui init fish | source"),
        ("nu", ".config/nushell/config.nu", "source ssotui.nu"),
    ],
)
def test_a_line_put_in_by_hand(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, shell: str, file: str, line: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    called_from(monkeypatch, shell)
    path = write(stage.home / file, f"# {line}\n")
    assert only(stage, "shell").severity is NOTE
    path.write_text(f"{line}\n")
    assert found(stage, "shell") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "nu"])
def test_a_hook_whose_program_is_gone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    called_from(monkeypatch, shell)
    program = write(stage.home / "old place/ssotui", "#!/bin/sh\n", 0o755)
    monkeypatch.setattr("sso_tui.cli.init.program", lambda: (str(program),))
    assert stage.run("init", shell, "--install", "--yes").status == 0
    assert found(stage, "shell") == []
    gone = stage.home / ".config/nushell/ssotui.nu" if shell == "nu" else program
    gone.unlink()
    finding = only(stage, "shell")
    assert finding.severity is WARNING
    inside = gone.relative_to(stage.home)
    assert f"from ~/{inside}, which isn't there any more" in finding.sentence
    assert finding.command == f"ssotui init {shell} --install"


def test_a_shell_that_has_no_hook(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    called_from(monkeypatch, "dash")
    assert found(stage, "shell", SHELL="/bin/dash") == []
    called_from(monkeypatch)
    assert "init zsh" in only(stage, "shell", SHELL="/usr/bin/zsh").command


def test_a_file_of_the_shells_that_cannot_be_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    called_from(monkeypatch, "bash")
    (stage.home / ".bashrc").mkdir()
    ran = stage.run("doctor", "--json")
    assert "~/.bashrc is no regular file" in ran.out


def put_program(stage: Stage, name: str) -> Path:
    return write(stage.home / "bin" / name, "#!/bin/sh\ntouch ran\n", 0o755)


def test_the_clipboard(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    stage.environ["PATH"] = str(stage.home / "bin")
    stage.environ.pop("DISPLAY", None)
    assert "over SSH" in only(stage, "clipboard").sentence
    del stage.environ["SSH_CONNECTION"]
    assert "install xclip" in only(stage, "clipboard").sentence
    put_program(stage, "xclip")
    stage.environ["DISPLAY"] = ":9"
    assert found(stage, "clipboard") == []
    assert check("clipboard").fine(Examination(stage.world())) == "xclip"


def test_the_browser(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(whereabouts, "CONTAINER_MARKS", ())
    monkeypatch.setattr(whereabouts, "KERNEL", stage.home / "none")
    stage.environ["PATH"] = str(stage.home / "bin")
    assert "since this runs over SSH" in only(stage, "browser").sentence
    del stage.environ["SSH_CONNECTION"]
    stage.environ["DISPLAY"] = ":9"
    assert "without a browser" in only(stage, "browser").sentence
    put_program(stage, "xdg-open")
    assert found(stage, "browser") == []
    fine = check("browser").fine
    assert fine(Examination(stage.world())) == "xdg-open"
    (finding,) = found(stage, "browser", BROWSER="nowhere")
    assert finding.severity is WARNING
    put_program(stage, "mine")
    write(stage.home / ".config/ssotui/config.toml", 'browser = "mine -P %s"\n')
    assert fine(Examination(stage.world())) == "mine"
    assert not list(stage.home.rglob("ran"))
