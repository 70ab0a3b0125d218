"""What machines can say of the code: style, types, and which way the imports go."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sso_tui import errors

ROOT = Path(__file__).parent.parent


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _tool(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    assert found, f"{name} is missing: install the dev extra"
    return found


def test_style() -> None:
    _run(_tool("ruff"), "check", "--no-cache")


def test_format() -> None:
    _run(_tool("ruff"), "format", "--check", "--no-cache")


@pytest.mark.xdist_group("types")
def test_types() -> None:
    _run(_tool("mypy"), "--strict", "-p", "sso_tui")


def test_import_contracts() -> None:
    _run(_tool("lint-imports"), "--no-cache")


def test_no_sentence_writes_a_path_in_full() -> None:
    """`shown_path` writes them for people; `str` is for files and programs."""
    written = re.compile(r"clean\(str\([\w.]*path\)|(?<![\w)])f\"[^\"]*\{(self\.)?path\}[^\"]* ")
    at_fault = [
        f"{module.relative_to(ROOT)}: {found[0]}"
        for module in (ROOT / "sso_tui").rglob("*.py")
        if "demo" not in module.parts and (found := written.search(module.read_text("utf-8")))
    ]
    assert at_fault == []


def test_readme_and_ci_run_the_same_tests() -> None:
    readme = (ROOT / "README.md").read_text()
    script = (ROOT / ".ci/run").read_text()
    command = "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest"
    assert command in readme
    assert command in script


def test_readme_has_every_room() -> None:
    table = (
        (ROOT / "README.md").read_text().partition("| room | question |")[2].partition("\n\n")[0]
    )
    rooms = {one.removesuffix("/") for one in re.findall(r"`([a-z_]+/?)`", table)}
    assert rooms == {
        one.stem
        for one in (ROOT / "sso_tui").iterdir()
        if not one.name.startswith("__") and (one.is_dir() or one.suffix == ".py")
    }


def test_readme_has_every_exit_status() -> None:
    section = (ROOT / "README.md").read_text().partition("### Exit statuses")[2].partition("##")[0]
    told = {
        int(n) for row in re.findall(r"^\| ([\d, ]+) \|", section, re.M) for n in row.split(",")
    }
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    ours = {one.exit_status for one in kinds if issubclass(one, errors.SsotuiError)}
    assert told == {0, 126, 127, 141} | ours
