"""Where nothing can be written, what was asked for is still done, and the user is told."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from broker_support import ADMIN, user_of_a_tiny_company
from stage import Stage, at_once

from sso_tui.broker import Broker
from sso_tui.errors import StorageError


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with user_of_a_tiny_company(tmp_path) as stage:
        yield stage


@pytest.fixture
def read_only(stage: Stage) -> Stage:
    """Signed in, and nothing can be written: where the folders would be there are files."""
    stage.sign_in()
    for name in (".local", ".cache", ".config"):
        folder = stage.home / name
        if folder.exists():
            shutil.rmtree(folder)
        folder.write_text("in the way")
    (stage.home / ".aws" / "cli").write_text("in the way")
    return stage


def telling(stage: Stage) -> tuple[Broker, list[str]]:
    told: list[str] = []
    return Broker(stage.world(), told.append), told


@pytest.mark.requirement("REL-15")
def test_credentials_are_handed_out_though_they_can_not_be_kept(read_only: Stage) -> None:
    broker, told = telling(read_only)
    assert broker.credentials(broker.portal(), ADMIN, wait=at_once)
    assert len(told) == 1
    assert told[0].isprintable()
    assert str(read_only.home) in told[0]


@pytest.mark.requirement("REL-15")
def test_a_listing_and_what_was_used_are_not_kept_and_that_is_all(read_only: Stage) -> None:
    broker, told = telling(read_only)
    found = list(broker.listing(broker.portal(), wait=at_once))[-1]
    assert (found.complete, len(found)) == (True, 2)
    assert told
    broker.used(ADMIN, "export")
    assert broker.role_before() is None
    assert broker.local(broker.portal()).token is not None


@pytest.mark.requirement("REL-15")
def test_the_commands_work_and_say_what_they_can_not_keep(read_only: Stage) -> None:
    listed = read_only.run("list", "--json")
    assert (listed.status, len(json.loads(listed.out))) == (0, 2)
    assert "Not a directory" in listed.err or "File exists" in listed.err
    exported = read_only.run("env", str(ADMIN), SSOTUI_SHELL="env")
    assert exported.status == 0
    assert "export AWS_SESSION_TOKEN=" in exported.out
    assert exported.err.count("\n") == 1


@pytest.mark.requirement("REL-15")
def test_a_token_that_ends_soon_is_used_where_no_renewal_can_be_kept(read_only: Stage) -> None:
    world = read_only.world()
    now = world.now
    later = replace(world, now=lambda: now() + timedelta(minutes=50))
    broker = Broker(later)
    assert broker.credentials(broker.portal(), ADMIN, wait=at_once)
    assert read_only.run("list", "--json").status == 0


@pytest.mark.requirement("REL-15")
def test_a_rejected_token_is_renewed_where_nothing_can_be_locked(read_only: Stage) -> None:
    read_only.portal.revoke_all_tokens(refresh=False)
    broker, told = telling(read_only)
    assert broker.credentials(broker.portal(), ADMIN, wait=at_once)
    assert any("without a lock" in one for one in told), told


@pytest.mark.requirement("REL-15")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_renewed_token_that_can_not_be_kept_is_good_for_this_run(stage: Stage) -> None:
    stage.sign_in()
    os.chown(stage.home / ".aws/sso/cache", 65534, 65534)
    stage.portal.revoke_all_tokens(refresh=False)
    broker, told = telling(stage)
    assert broker.credentials(broker.portal(), ADMIN, wait=at_once)
    assert any("this run only" in one for one in told), told
    asked = len(stage.portal.requests)
    broker.credentials(broker.portal(), ADMIN, wait=at_once, refresh=True)
    assert [one.operation for one in stage.portal.requests[asked:]] == ["GetRoleCredentials"]


@pytest.mark.requirement("REL-15")
def test_a_sign_in_that_can_not_be_kept_says_so(stage: Stage) -> None:
    (stage.home / ".aws" / "sso").write_text("in the way")
    broker, told = telling(stage)
    try:
        assert stage.sign_in(broker)
    except StorageError as error:
        told.append(str(error))
    assert told
    assert all(one.isprintable() for one in told)


@pytest.mark.requirement("REL-15")
@pytest.mark.parametrize("home", ["", "relative", "/nowhere/at/all", "/dev/null"])
def test_a_home_that_is_none(
    read_only: Stage, home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    variables = {name: "" for name in read_only.environ if name.startswith("XDG_")}
    ran = read_only.run("env", str(ADMIN), HOME=home or str(tmp_path / "missing"), **variables)
    assert (ran.status, ran.out) == (3, "")
    assert list(here.iterdir()) == []


@pytest.mark.requirement("REL-15")
def test_a_home_that_is_read_only(stage: Stage) -> None:
    """Every folder of it, and for root too: without the capabilities that ignore permissions."""
    stage.sign_in()
    command = [sys.executable, "-m", "sso_tui"]
    if os.geteuid() == 0:
        dropped = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}", *command]
    folders = [stage.home, *(one for one in stage.home.rglob("*") if one.is_dir())]
    for folder in folders:
        folder.chmod(0o500)
    try:
        listed, exported = (
            subprocess.run([*command, *words], env=stage.environ, capture_output=True, timeout=30)
            for words in (("list", "--json"), ("env", str(ADMIN), "--format", "env"))
        )
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert (listed.returncode, exported.returncode) == (0, 0), (listed.stderr, exported.stderr)
    assert len(json.loads(listed.stdout)) == 2
    assert b"export AWS_SESSION_TOKEN=" in exported.stdout
    for done in (listed, exported):
        assert b"Permission denied" in done.stderr
        assert len(done.stderr.splitlines()) == 1
