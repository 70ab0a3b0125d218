"""`doctor`: what people and programs read, what --fix does, and what nobody is ever told."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_support import ADMIN, COMPANY, CORE, Keyboard, add_session, calls, one_sentence
from needs import need
from stage import Stage

from sso_tui.cli.run import run
from sso_tui.doctor import checks
from sso_tui.doctor.checks import CHECKS, Check
from sso_tui.doctor.finding import Finding, Severity
from sso_tui.errors import StorageError
from sso_tui.world import World

DAMAGED = "0123456789abcdef0123456789abcdef01234567.json"
HOSTILE = "x\x1b]52;c;aGk=\x07\u202e[/]$(touch pwn)\u2028y"
STARTS = {
    Severity.ERROR: "    error    ",
    Severity.WARNING: "    warning  ",
    Severity.NOTE: "    note     ",
}


@pytest.fixture(autouse=True)
def _called_from_bash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sso_tui.shells.detect._ancestors", lambda: iter(["bash"]))


def diagnosis(stage: Stage, *words: str, **variables: str) -> dict[str, list[dict[str, Any]]]:
    ran = stage.run("doctor", "--json", *words, **variables)
    assert ran.err == ""
    assert ran.out.isascii()
    found: dict[str, list[dict[str, Any]]] = json.loads(ran.out)
    left = [one for one in found["findings"] if one["severity"] == "error" and not one["fixed"]]
    assert ran.status == (1 if left else 0)
    return found


def findings(stage: Stage, check: str, *words: str, **variables: str) -> list[dict[str, Any]]:
    return [
        one for one in diagnosis(stage, *words, **variables)["findings"] if one["check"] == check
    ]


def make_sick(stage: Stage) -> None:
    """Something wrong in every check that finds errors."""
    cache = stage.home / ".aws/sso/cache"
    for file in cache.glob("*.json"):
        file.chmod(0o644)
    (cache / DAMAGED).write_text("{")
    (cache / DAMAGED).chmod(0o600)
    with stage.config.open("a") as config:
        config.write(
            "[profile payments-prod-Deploy]\nsso_session = nowhere\nsso_account_id = 1\n"
            "sso_role_name = Deploy\n[payments-prod]\nregion = eu-west-1\n"
        )
    stage.environ |= {"AWS_PROFILE": "payments-prod", "AWS_ENDPOINT_URL": "http://10.0.0.1"}
    stage.portal.shift_clock(7200)


def test_a_healthy_user(user: Stage) -> None:
    ran = user.run("doctor")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    titles = [line[2:18].rstrip() for line in lines if line and not line.startswith("    ")]
    assert titles[:-1] == [check.title for check in CHECKS]
    assert lines[0] == "✓ AWS config file  ~/.aws/config, 1 sso-session and 2 profiles"
    assert "✓ Portals          demo: https, a known region, scopes" in lines
    assert "✓ Network, clock   agrees with the portals'" in lines
    assert lines[-1].endswith(" notes.")


def test_json(user: Stage) -> None:
    found = diagnosis(user)
    assert found["checks"] == [
        {"name": check.name, "title": check.title, "ok": True} for check in CHECKS
    ]
    keys = {"check", "severity", "sentence", "command", "fixable", "fixed"}
    assert all(set(one) == keys for one in found["findings"])
    assert {one["severity"] for one in found["findings"]} == {"note"}


def test_names_of_checks_are_all_different_and_those_of_their_findings(user: Stage) -> None:
    make_sick(user)
    found = diagnosis(user)
    names = [one["name"] for one in found["checks"]]
    assert len(set(names)) == len(names)
    assert {one["check"] for one in found["findings"]} <= set(names)
    bad = {one["check"] for one in found["findings"] if one["severity"] != "note"}
    assert {one["name"] for one in found["checks"] if not one["ok"]} == bad


def test_a_sick_user(user: Stage) -> None:
    make_sick(user)
    ran = user.run("doctor")
    assert (ran.status, ran.err) == (1, "")
    found = {one["sentence"]: one for one in diagnosis(user)["findings"]}
    lines = ran.out.splitlines()
    for sentence, one in found.items():
        at = lines.index(f"{STARTS[one['severity']]}{sentence}")
        if one["command"]:
            assert lines[at + 1] == f"             {one['command']}"
    assert lines[-1].endswith("; ssotui doctor --fix mends 2 of them.")


def test_it_mends_what_is_harmless_and_once(user: Stage) -> None:
    make_sick(user)
    config = user.config.read_bytes()
    ran = user.run("doctor", "--fix")
    assert ran.status == 1
    mended = [line for line in ran.out.splitlines() if line.startswith("    mended   ")]
    assert len(mended) == 2
    assert ran.out.splitlines()[-1].startswith("2 mended, ")
    cache = user.home / ".aws/sso/cache"
    assert {stat.S_IMODE(one.stat().st_mode) for one in cache.iterdir()} == {0o600}
    assert not (cache / DAMAGED).exists()
    again = user.run("doctor", "--fix").out
    assert "mended" not in again
    assert again == user.run("doctor").out
    assert user.config.read_bytes() == config


def test_what_was_mended_no_longer_counts(user: Stage) -> None:
    (user.home / ".aws/sso/cache").chmod(0o700)
    for file in (user.home / ".aws/sso/cache").glob("*.json"):
        file.chmod(0o644)
    assert user.run("doctor").status == 1
    (one,) = [each for each in findings(user, "files", "--fix") if each["severity"] == "error"]
    assert (one["fixable"], one["fixed"]) == (True, True)
    assert findings(user, "files") == []


def test_what_cannot_be_mended_stays(user: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise StorageError("the disk is full")

    sick = Finding("sick", Severity.ERROR, "It is sick", "cure", refuse)
    check = Check("sick", "Sick", lambda _: iter([sick]), lambda _: "")
    monkeypatch.setattr(checks, "CHECKS", (check,))
    (one,) = findings(user, "sick", "--fix")
    assert (one["sentence"], one["fixed"]) == ("It is sick; the disk is full", False)


def test_a_check_that_fails_leaves_the_others_at_work(
    user: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> Any:
        raise StorageError(f"{user.home}/x can't be read")

    failing = Check("failing", "Failing", fail, lambda _: "")
    monkeypatch.setattr(checks, "CHECKS", (failing, *CHECKS))
    found = diagnosis(user)
    assert found["findings"][0]["sentence"] == "~/x can't be read"
    assert len(found["checks"]) == len(CHECKS) + 1


@pytest.mark.requirement("SEC-11")
@pytest.mark.parametrize("words", [[], ["--json"], ["--fix"]])
def test_what_is_said_can_be_shown_to_anybody(user: Stage, words: list[str]) -> None:
    assert user.run("list").status == 0
    assert user.run("env", ADMIN).status == 0
    for name, value in (("payments-prod-Deploy", "x"), ("me@example.com", "me@example.com")):
        with user.config.open("a") as config:
            config.write(f"[profile '{name}']\nsso_session = {value}\nsso_role_name = R\n")
    make_sick(user)
    assert "(e-mail)" in user.run("doctor").out
    user.environ |= {
        "AWS_ACCESS_KEY_ID": "ASIACANARY",
        "AWS_SECRET_ACCESS_KEY": "canary-secret",
        "AWS_SESSION_TOKEN": "canary-session",
        "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z",
        "SSOTUI_ROLE": f"{CORE}/AdministratorAccess",
        "AWS_DEFAULT_PROFILE": "payments-prod-Deploy",
    }
    said = "".join(user.run("doctor", *words).out)
    secrets = ["ASIACANARY", "canary-secret", "canary-session", str(user.home)]
    for folder in ("sso/cache", "cli/cache"):
        for file in (user.home / ".aws" / folder).glob("*.json"):
            content = json.loads(file.read_text() or "{}") if file.name != DAMAGED else {}
            values = content | content.get("Credentials", {})
            public = ("region", "startUrl", "ProviderType", "expiresAt", "Expiration", "AccountId")
            secrets += [
                value
                for name, value in values.items()
                if isinstance(value, str) and name not in (*public, "registrationExpiresAt")
            ]
    assert len(secrets) > 10
    names = [account.name for account in COMPANY if account.name not in ("tools", "[PROD] core")]
    emails = [account.email for account in COMPANY]
    assert [one for one in (*secrets, *names, *emails, "me@") if one in said] == []
    full = user.run("doctor", "--full").out
    assert "payments-prod-Deploy" in full
    assert [one for one in secrets if one in full] == []


@pytest.mark.requirement("SEC-30")
@pytest.mark.parametrize("words", [[], ["--full"], ["--json", "--full"]])
def test_hostile_names(user: Stage, words: list[str]) -> None:
    with user.config.open("a") as config:
        config.write(f"[sso-session {HOSTILE}]\nsso_start_url = http://x\nsso_region = {HOSTILE}\n")
        config.write(f"[profile {HOSTILE}]\nsso_session = {HOSTILE}{HOSTILE}\n")
        config.write(f"[{HOSTILE}]\nregion = x\n")
    ran = user.run("doctor", *words, AWS_PROFILE=HOSTILE, SSOTUI_ROLE=HOSTILE, BROWSER=HOSTILE)
    assert ran.status == 1
    assert not set(ran.out) & {"\x1b", "\x07", "\u202e", "\u2028", "\r"}


@pytest.mark.requirement("SEC-11", "SEC-26")
def test_nobody_is_signed_in_and_nothing_is_renewed(stranger: Stage) -> None:
    assert stranger.run("doctor", "--fix").status == 0
    operations = {request.operation for request in stranger.portal.requests}
    assert operations == {"Unknown"}
    assert calls(stranger, "CreateToken") == 0
    assert not (stranger.home / ".aws/sso").exists()


def test_a_portal_out_of_reach_is_a_warning(user: Stage) -> None:
    user.portal.close()
    assert user.run("doctor").status == 0
    (one,) = findings(user, "clock")
    assert one["severity"] == "warning"


def test_no_config_at_all(stranger: Stage) -> None:
    stranger.config.unlink()
    assert [one["command"] for one in findings(stranger, "portals")] == ["ssotui configure"]


def test_a_config_that_does_not_parse(user: Stage) -> None:
    user.config.write_bytes(b"\xef\xbb\xbf[default]\n\xff")
    found = diagnosis(user)
    assert {one["check"] for one in found["findings"] if one["severity"] == "error"} == {"config"}
    assert len(found["checks"]) == len(CHECKS)


def test_settings_that_cannot_be_understood(user: Stage) -> None:
    path = Path(user.environ["XDG_CONFIG_HOME"], "ssotui", "config.toml")
    path.parent.mkdir(parents=True)
    path.write_text("region = \n")
    (one,) = findings(user, "settings")
    assert one["sentence"].startswith("~/.config/ssotui/config.toml")


@pytest.mark.parametrize("home", ["nowhere", "/nonexistent", "/dev/null"])
def test_without_a_home(stranger: Stage, home: str) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "AWS_CONFIG_FILE"):
        del stranger.environ[name]
    before = sorted(Path.cwd().iterdir())
    assert len(diagnosis(stranger, "--fix", HOME=home)["checks"]) == len(CHECKS)
    assert sorted(Path.cwd().iterdir()) == before


def test_one_portal_or_all(user: Stage) -> None:
    add_session(user)
    assert [one["sentence"] for one in findings(user, "sign-ins")] == [
        "second: nobody is signed in"
    ]
    assert findings(user, "sign-ins", "-s", "demo") == []
    assert "No portal is named third" in one_sentence(user.run("doctor", "-s", "third"), 2)


@pytest.mark.parametrize(
    ("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
@pytest.mark.requirement("REL-24")
def test_colours(user: Stage, variables: dict[str, str], coloured: bool) -> None:
    plain = user.world(**({"TERM": "xterm"} | variables))
    world = World(plain.environ, io.StringIO(), Keyboard(), io.StringIO(), plain.now, plain.wait)
    assert run(["doctor"], world) == 0
    assert ("\x1b[32m✓\x1b[0m" in world.stdout.getvalue()) is coloured  # type: ignore[attr-defined]


def test_signs_for_a_terminal_that_has_no_others(user: Stage) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    plain = user.world()
    assert run(["doctor"], World(plain.environ, plain.stdin, out, plain.stderr)) == 0
    out.seek(0)
    assert out.read().startswith("+ AWS config file")


def test_the_help_says_the_status(stranger: Stage) -> None:
    assert "The exit status is 1 where an error is left" in stranger.run("doctor", "--help").out


@pytest.mark.requirement("REL-15")
def test_what_cannot_be_looked_into(user: Stage) -> None:
    """For root too: without the capabilities that ignore permissions."""
    command = [sys.executable, "-m", "sso_tui", "doctor", "--json", "--fix"]
    if os.geteuid() == 0:
        dropped = "-dac_override,-dac_read_search"
        setpriv = need("setpriv")
        command = [setpriv, f"--bounding-set={dropped}", f"--inh-caps={dropped}", *command]
    cache = user.home / ".aws/sso/cache"
    for path in (cache, user.config):
        path.chmod(0o000)
    try:
        done = subprocess.run(
            command, env=user.environ, capture_output=True, text=True, check=False, timeout=30
        )
    finally:
        cache.chmod(0o700)
    assert (done.returncode, done.stderr) == (1, "")
    sentences = [one["sentence"] for one in json.loads(done.stdout)["findings"]]
    assert "~/.aws/config can't be read: Permission denied" in sentences
    assert "~/.aws/sso/cache can't be looked into: Permission denied" in sentences
