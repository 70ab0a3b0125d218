"""The quick answers are those of the long way, to the byte; and where they may not be, there are none."""

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from stage import Stage

from sso_tui import hot
from sso_tui.actions.env import FORMATS
from sso_tui.catalogue import Catalogue, Entry
from sso_tui.cli.digest import digest, keep
from sso_tui.demo import Organisation
from sso_tui.demo import Portal as DemoPortal
from sso_tui.hot.digest import digest_path
from sso_tui.model import Account, Credentials, Role, Secret
from sso_tui.store.cache import CatalogueCache
from sso_tui.store.credentials import RoleCredentials
from sso_tui.store.places import Places

PAYMENTS = "798373876239"
CORE = "000000000012"
ALLOWED = frozenset(
    {
        *("sso_tui", "sso_tui.__main__", "sso_tui.coredumps", "sso_tui.crashes", "resource"),
        *("_json", "_sha1", "re", "enum", "types", "functools"),
        *("collections", "collections.abc", "operator", "_operator", "keyword", "reprlib"),
        *("_functools", "_collections", "copyreg", "_sre", "itertools"),
        *("re._compiler", "re._parser", "re._constants", "re._casefix"),
    }
)
"""What may be loaded beyond an empty interpreter; all of it but the first seven by pip's script."""

HEAVY = frozenset({"textual", "rich", "boto3", "botocore", "urllib3", "asyncio", "pyperclip"})

LEGACY = """
[profile old-style]
sso_start_url = {url}
sso_region = eu-central-1
sso_account_id = {account}
sso_role_name = ReadOnlyAccess

[profile 'with blank']
sso_session = demo
sso_account_id = {account}
sso_role_name = ReadOnlyAccess
"""
SETTINGS = """
favourites = ["798373876239/ReadOnlyAccess"]
region = "eu-north-1"

[regions]
demo = "eu-west-3"
000000000012 = "us-west-2"
798373876239 = "us-east-2"
"798373876239/ReadOnlyAccess" = "eu-south-1"
"""
ROLES = [
    (PAYMENTS, "payments-prod", ("Deploy", "ReadOnlyAccess")),
    (CORE, "[PROD] core", ("AdministratorAccess", "ReadOnlyAccess")),
    ("000000000013", "tools", ("ReadOnlyAccess",)),
    ("000000000014", "tools", ("ReadOnlyAccess",)),
    ("000000000015", "Zoë's $(id)", ("Read+Only=,.@-_", "Ünsafe")),
    ("000000000016", "team/prod", ("ReadOnlyAccess",)),
    ("000000000017", "", ("ReadOnlyAccess",)),
]


@pytest.fixture(scope="module")
def portal() -> Iterator[DemoPortal]:
    """One that nothing is asked of: every credential is in the cache."""
    with DemoPortal(organisation=Organisation(())) as portal:
        yield portal


@pytest.fixture(scope="module")
def settled(portal: DemoPortal, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Somebody with a list of accounts, and credentials of all their roles; only looked at."""
    stage = Stage(portal, tmp_path_factory.mktemp("settled"))
    stage.environ["SSOTUI_SHELL"] = "env"
    fill(stage, "demo")
    keep(stage.world())
    return stage


@pytest.fixture
def user(settled: Stage, portal: DemoPortal, tmp_path: Path) -> Stage:
    """The same in a home of their own, to be changed."""
    home = tmp_path / "home"
    shutil.copytree(settled.home, home, ignore=shutil.ignore_patterns("hot-*"))
    stage = Stage(portal, home)
    stage.environ["SSOTUI_SHELL"] = "env"
    keep(stage.world())
    return stage


def fill(stage: Stage, key: str, roles: list[tuple[str, str, tuple[str, ...]]] = ROLES) -> None:
    """Put a list, and credentials of all its roles, where the portal's are kept."""
    entries = tuple(Entry(Account(number, name), names) for number, name, names in roles)
    places = Places.of(stage.world())
    CatalogueCache(places, print).save(Catalogue(key, entries, datetime.now(UTC)))
    portal = next(one for one in stage.broker().portals() if one.key == key)
    for number, _, names in roles:
        for name in names:
            role = Role(key, number, name)
            RoleCredentials(places).save(portal, role, credentials(f"{key}{number}{name}"))


def credentials(seed: str, life: timedelta = timedelta(hours=1)) -> Credentials:
    ends = (datetime.now(UTC) + life).replace(microsecond=0)
    key = "".join(one for one in seed if one.isascii() and one.isalnum())
    return Credentials(f"ASIA{key}", Secret(f"{key}/+="), Secret(f"T/{key}+"), ends)


def role_files(stage: Stage) -> list[Path]:
    return sorted((stage.home / ".aws" / "cli" / "cache").glob("*.json"))


def settings_file(stage: Stage) -> Path:
    path = stage.home / ".config" / "ssotui" / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def at_once(stage: Stage, *words: str, **variables: str) -> str:
    """The quick answer, which is that of the long way."""
    found = hot.text([*words], stage.environ | variables)
    assert found is not None, words
    ran = stage.run(*words, **variables)
    assert (ran.status, found) == (0, ran.out)
    return found


def not_at_once(stage: Stage, *words: str, **variables: str) -> None:
    assert hot.text([*words], stage.environ | variables) is None


def process(role: str, account: str = PAYMENTS, session: str = "demo") -> list[str]:
    options = ("--sso-session", session, "--account-id", account, "--role-name", role)
    return ["credential-process", *options]


# The same answer


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("region", [(), ("--region", "ap-east-1")])
def test_every_format(settled: Stage, form: str, region: tuple[str, ...]) -> None:
    at_once(settled, "env", f"{PAYMENTS}/ReadOnlyAccess", "--format", form, *region)


@pytest.mark.parametrize(
    "form", ["env", "env-no-export", "fish", "powershell", "windows-cmd", "nu"]
)
def test_taking_back(settled: Stage, form: str) -> None:
    at_once(settled, "env", "--unset", "--format", form)


def test_the_shell_that_is_found(settled: Stage) -> None:
    for shell in ("fish", "nu", "", "nonsense"):
        at_once(settled, "env", f"{PAYMENTS}/Deploy", SSOTUI_SHELL=shell, SHELL="/bin/fish")


@pytest.mark.parametrize(
    "words",
    [
        [f"{PAYMENTS}/ReadOnlyAccess"],
        ["payments-prod/ReadOnlyAccess"],
        ["[PROD] core/AdministratorAccess"],
        ["Zoë's $(id)/Read+Only=,.@-_"],
        ["weekly-report"],
        ["--account", "payments-prod", "--role", "Deploy"],
        ["-s", "demo", "payments-prod/Deploy"],
        ["payments-prod/Deploy", "--sso-session=demo"],
    ],
)
def test_every_way_to_name_a_role(user: Stage, words: list[str]) -> None:
    report = "\n[profile weekly-report]\nsso_session = demo\nsso_account_id = 798373876239\n"
    text = user.config.read_text().partition("# made by hand")[0] + report
    user.config.write_text(text + "sso_role_name = Deploy\n")
    keep(user.world())
    at_once(user, "env", *words)


def test_the_option_before_the_command(settled: Stage) -> None:
    found = hot.text(["-s", "demo", "env", "payments-prod/Deploy"], settled.environ)
    assert found == settled.run("-s", "demo", "env", "payments-prod/Deploy").out != ""


def test_legacy_portals(user: Stage, portal: DemoPortal) -> None:
    with user.config.open("a") as config:
        config.write(LEGACY.format(url=portal.start_url, account=PAYMENTS))
    fill(user, portal.start_url, [(PAYMENTS, "payments-prod", ("ReadOnlyAccess", "Legacy"))])
    not_at_once(user, "env", "payments-prod/Deploy")
    keep(user.world())
    by_session = at_once(user, *process("ReadOnlyAccess"))
    by_url = at_once(user, *process("ReadOnlyAccess", session=portal.start_url))
    assert by_session != by_url
    at_once(user, "env", "old-style")
    at_once(user, "env", "payments-prod/Legacy")
    at_once(user, "env", f"{PAYMENTS}/Deploy")
    at_once(user, "env", f"{PAYMENTS}/ReadOnlyAccess", SSOTUI_SSO_SESSION=portal.start_url)
    at_once(user, "env", f"{PAYMENTS}/ReadOnlyAccess", "-s", "demo")
    not_at_once(user, "env", f"{PAYMENTS}/ReadOnlyAccess")
    not_at_once(user, "env", "payments-prod/ReadOnlyAccess")


def test_the_settings_regions(user: Stage) -> None:
    settings_file(user).write_text(SETTINGS)
    not_at_once(user, "env", f"{PAYMENTS}/Deploy")
    keep(user.world())
    assert "'eu-south-1'" in at_once(user, "env", f"{PAYMENTS}/ReadOnlyAccess")
    assert "'us-east-2'" in at_once(user, "env", f"{PAYMENTS}/Deploy")
    assert "'eu-west-3'" in at_once(user, "env", "000000000013/ReadOnlyAccess")
    assert "'us-west-2'" in at_once(user, "env", f"{CORE}/ReadOnlyAccess")
    assert "'sa-east-1'" in at_once(user, "env", f"{PAYMENTS}/Deploy", "--region", "sa-east-1")
    at_once(user, *process("Deploy"))


@pytest.mark.parametrize("place", ["{home}/elsewhere/config", "~/elsewhere/config"])
def test_a_config_file_elsewhere(user: Stage, place: str) -> None:
    elsewhere = user.home / "elsewhere" / "config"
    elsewhere.parent.mkdir()
    elsewhere.write_text(user.config.read_text().replace("-session demo]", "-session other]"))
    user.environ["AWS_CONFIG_FILE"] = place.format(home=user.home)
    not_at_once(user, *process("Deploy"))
    fill(user, "other")
    keep(user.world())
    at_once(user, *process("Deploy", session="other"))
    not_at_once(user, *process("Deploy", session="demo"))


def test_both_digests_are_kept(user: Stage) -> None:
    elsewhere = user.home / "second"
    elsewhere.write_text(user.config.read_text())
    keep(user.world(AWS_CONFIG_FILE=str(elsewhere)))
    at_once(user, *process("Deploy"), AWS_CONFIG_FILE=str(elsewhere))
    at_once(user, *process("Deploy"))


def test_only_so_many_digests_are_kept(user: Stage) -> None:
    for number in range(12):
        keep(user.world(LANG=f"{number}"))
    folder = Path(digest_path(user.environ)).parent
    assert len(list(folder.glob("hot-*[0-9a-f].json"))) == 8
    assert len(list(folder.glob("hot-*-profiles.json"))) == 8
    at_once(user, *process("Deploy"), LANG="11")


@pytest.mark.parametrize("name", ["payments-prod", "[PROD] core", "Zoë's $(id)", ""])
@pytest.mark.parametrize("ends", [timedelta(minutes=42, seconds=30), timedelta(-1), None])
def test_the_prompt(settled: Stage, name: str, ends: timedelta | None) -> None:
    number = next(number for number, one, _ in ROLES if one == name)
    variables = {"SSOTUI_ROLE": f"{number}/Read+Only"}
    if ends is not None:
        moment = datetime.now(UTC) + ends
        variables["AWS_CREDENTIAL_EXPIRATION"] = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    at_once(settled, "prompt", **variables)


def test_a_prompt_without_a_role(settled: Stage) -> None:
    assert at_once(settled, "prompt") == ""
    assert at_once(settled, "prompt", SSOTUI_ROLE="nonsense") == ""


def test_init(user: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    program = user.home / "bin" / "ssotui"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(program)])
    for shell in ("bash", "zsh", "fish", "powershell", "nu"):
        assert f"{program}" in at_once(user, "init", shell)
    not_at_once(user, "init", "bash", "--install")
    monkeypatch.setattr(sys, "argv", ["./ssotui"])
    not_at_once(user, "init", "bash")


# No answer


@pytest.mark.parametrize(
    "words",
    [
        ["env"],
        ["env", "tools/ReadOnlyAccess"],
        ["env", "PAYMENTS-PROD/ReadOnlyAccess"],
        ["env", "payments-prod/Nothing"],
        ["env", "no-such-profile"],
        ["env", "000000000015/Ünsafe"],
        ["env", f"{PAYMENTS}/Deploy", "--refresh"],
        ["env", f"{PAYMENTS}/Deploy", "--region", "x y"],
        ["env", f"{PAYMENTS}/Deploy", "--region", "nonsense"],
        ["env", f"{PAYMENTS}/Deploy", "--region", "éé-west-1"],
        ["env", f"{PAYMENTS}/Deploy", "--region", "eu-west"],
        ["env", f"{PAYMENTS}/Deploy", "--region", "EU-WEST-1"],
        ["env", f"{PAYMENTS}/Deploy", "--format", "csh"],
        ["env", f"{PAYMENTS}/Deploy", f"{PAYMENTS}/Deploy"],
        ["env", f"{PAYMENTS}/Deploy", "-s", "gone"],
        ["env", "--unset", "--format", "json"],
        ["env", "--unset", f"{PAYMENTS}/Deploy"],
        ["env", "--help"],
        ["--debug", "env", f"{PAYMENTS}/Deploy"],
        ["--", "env", f"{PAYMENTS}/Deploy"],
        [*process("Deploy"), "extra"],
        process("Deploy", account="12"),
        process("Deploy", session="gone"),
        process("Nothing"),
        ["prompt", "extra"],
        ["list"],
        [],
    ],
)
def test_what_takes_the_long_way(settled: Stage, words: list[str]) -> None:
    not_at_once(settled, *words)


@pytest.mark.requirement("REL-42")
@pytest.mark.parametrize("life", [timedelta(minutes=14, seconds=50), timedelta(minutes=-1)])
def test_credentials_that_do_not_last(user: Stage, life: timedelta) -> None:
    portal, role = user.session(), Role("demo", PAYMENTS, "Deploy")
    RoleCredentials(Places.of(user.world())).save(portal, role, credentials("x", life))
    not_at_once(user, *process("Deploy"))
    not_at_once(user, "env", f"{PAYMENTS}/Deploy")
    at_once(user, *process("ReadOnlyAccess"))


def test_credentials_that_are_not_to_be_kept(user: Stage) -> None:
    settings_file(user).write_text("cache_role_credentials = false\n")
    keep(user.world())
    not_at_once(user, *process("Deploy"))


def test_settings_that_are_wrong(user: Stage) -> None:
    settings_file(user).write_text("cache_role_credentials = 7\n")
    with suppress(Exception):
        keep(user.world())
    not_at_once(user, *process("Deploy"))


def test_any_change_of_the_config_ends_the_digest(user: Stage) -> None:
    at_once(user, *process("Deploy"))
    before = user.config.stat()
    text = user.config.read_text().replace("-session demo]", "-session omed]")
    user.config.write_text(text)
    os.utime(user.config, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert user.config.stat().st_size == before.st_size
    not_at_once(user, *process("Deploy"))


def test_another_program_does_not_take_the_digest(
    settled: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sso_tui.hot.digest.__version__", "99")
    not_at_once(settled, *process("Deploy"))


def test_a_portal_that_can_not_be_used(user: Stage) -> None:
    user.config.write_text(user.config.read_text().replace("eu-central-1", "mars-north-1"))
    keep(user.world())
    not_at_once(user, *process("Deploy"))
    assert user.run(*process("Deploy")).status == 1
    not_at_once(user, "env", f"{PAYMENTS}/Deploy")


@pytest.mark.parametrize(
    "variables",
    [
        {"HOME": ""},
        {"HOME": "relative"},
        {"AWS_CONFIG_FILE": "config"},
        {"AWS_CONFIG_FILE": "$X/c"},
    ],
)
def test_places_that_are_not_plain(user: Stage, variables: dict[str, str]) -> None:
    with suppress(Exception):
        keep(user.world(**variables))
    not_at_once(user, *process("Deploy"), **variables)


DAMAGE = [b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"Credentials": []}', b"[" * 100_000]


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_files(user: Stage, damage: bytes) -> None:
    path = Path(digest_path(user.environ))
    whole = path.read_bytes()
    path.write_bytes(damage)
    not_at_once(user, *process("Deploy"))
    path.write_bytes(whole)
    at_once(user, *process("Deploy"))
    for one in role_files(user):
        one.write_bytes(damage)
    not_at_once(user, *process("Deploy"))


@pytest.mark.parametrize("damage", [b"{", b"[]", b"null", b"{}", b'{"schema": 2}', b"\xff\xfe"])
def test_a_damaged_list(user: Stage, damage: bytes) -> None:
    CatalogueCache(Places.of(user.world()), print).path("demo").write_bytes(damage)
    not_at_once(user, "env", "payments-prod/Deploy")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("portal", "other"),
        ("schema", 2),
        ("names", ["one"]),
        ("ids", ["1"] * len(ROLES)),
        ("held", [99] * len(ROLES)),
        ("held", [-1] * len(ROLES)),
        ("roles", [1, 2]),
        ("sets", None),
    ],
)
def test_columns_that_make_no_sense(user: Stage, column: str, value: object) -> None:
    path = CatalogueCache(Places.of(user.world()), print).path("demo")
    path.write_text(json.dumps(json.loads(path.read_text()) | {column: value}))
    not_at_once(user, "env", "payments-prod/Deploy")


STRANGE = (None, "", 7, "a b", "it's", "é", ["x"])


@pytest.mark.parametrize("value", [*STRANGE, "2026-13-01T00:00:00Z", "2026-11-23T00:00:00"])
def test_strange_credentials(user: Stage, value: object) -> None:
    portal, role = user.session(), Role("demo", PAYMENTS, "Deploy")
    path = RoleCredentials(Places.of(user.world())).path(portal, role)
    content = json.loads(path.read_text())
    fields = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
    for field in fields if value in STRANGE else ("Expiration",):
        inner = content["Credentials"] | {field: value}
        path.write_text(json.dumps(content | {"Credentials": inner}))
        not_at_once(user, *process("Deploy"))


@pytest.mark.requirement("SEC-04")
def test_a_digest_that_others_could_have_written(user: Stage) -> None:
    Path(digest_path(user.environ)).chmod(0o666)
    not_at_once(user, *process("Deploy"))


@pytest.mark.requirement("SEC-05")
def test_a_digest_holds_no_secret(settled: Stage) -> None:
    for path in Path(digest_path(settled.environ)).parent.glob("hot-*"):
        assert path.stat().st_mode & 0o777 == 0o600
        assert "ASIA" not in path.read_text()
    assert "ASIA" not in json.dumps(digest(settled.world()))


# In a process of its own

SHOW = """
import sys
before = set(sys.modules)
sys.argv = ["ssotui", *sys.argv[1:]]
from sso_tui.__main__ import main
status = main()
sys.stderr.write("\\n".join(sorted(set(sys.modules) - before)))
sys.exit(status)
"""


@pytest.mark.requirement("SEC-60")
@pytest.mark.parametrize(
    "words",
    [
        process("Deploy"),
        ["env", f"{PAYMENTS}/Deploy"],
        ["env", "payments-prod/Deploy"],
        ["env", "--unset"],
        ["prompt"],
        ["complete", "--shell", "bash", "--", "env", "pay"],
    ],
)
def test_nothing_heavy_is_loaded(settled: Stage, words: list[str]) -> None:
    role = {"SSOTUI_ROLE": f"{PAYMENTS}/Deploy"}
    long = settled.run(*words, **role)
    done = run_python(settled, SHOW, *words, **role)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == long.out != ""
    loaded = set(done.stderr.decode().split())
    assert not loaded & HEAVY
    assert {one for one in loaded if not one.startswith("sso_tui.hot")} <= ALLOWED


def test_the_first_long_way_makes_the_next_ones_short(user: Stage) -> None:
    folder = Path(digest_path(user.environ)).parent
    for path in folder.glob("hot-*"):
        path.unlink()
    first = run_python(user, SHOW, *process("Deploy"))
    second = run_python(user, SHOW, *process("Deploy"))
    assert first.stdout == second.stdout != b""
    assert b"argparse" in first.stderr
    assert b"argparse" not in second.stderr


def test_a_folder_that_can_not_be_written_changes_nothing(user: Stage) -> None:
    blocked = user.home / "blocked"
    blocked.write_text("")
    user.environ["XDG_CACHE_HOME"] = str(blocked)
    done = run_python(user, SHOW, *process("Deploy"))
    assert done.returncode == 0
    assert json.loads(done.stdout)["Version"] == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.requirement("SEC-36", "REL-29")
@pytest.mark.parametrize("redirect", [">/dev/full", ">&-"])
def test_standard_output_that_can_not_be_written(settled: Stage, redirect: str) -> None:
    command = f'exec "$0" -c "$1" {" ".join(process("Deploy"))} {redirect}'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable, SHOW.replace("sys.stderr.write", "str")],
        env=settled.environ,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"ssotui: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.requirement("REL-29")
def test_standard_output_that_ends_half_way(settled: Stage, tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", SHOW.replace("sys.stderr.write", "str"), *process("Deploy")],
            env=settled.environ,
            stdout=out,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
            check=False,
        )
    assert (tmp_path / "out").stat().st_size == 100
    assert done.returncode == 1
    assert done.stderr == b"ssotui: Standard output can't be written: File too large.\n"


def test_a_reader_that_went_away(settled: Stage) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", SHOW.replace("sys.stderr.write", "str"), *process("Deploy")],
        env=settled.environ,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def run_python(
    stage: Stage, code: str, *words: str, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=stage.environ | variables,
        capture_output=True,
        check=False,
    )
