"""How the config file is put in place: what is kept, what is refused, and who else is at it."""

import contextlib
import multiprocessing
import os
import resource
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sso_tui.aws import configreader
from sso_tui.effects import Section
from sso_tui.errors import Cancelled, ConfigError, StorageError
from sso_tui.store import awsconfig
from sso_tui.store.files import Held, lock

BEFORE = b"# mine\n[default]\nregion = eu-west-1\n"
AFTER = BEFORE + b"\n[profile x]\nregion = b\n"
SECTION = Section("profile", "x", (("region", "b"),))
ROOT = os.geteuid() == 0
NOBODY = 65534

as_root = pytest.mark.skipif(not ROOT, reason="only root can make files of others")


def no_wait(seconds: float) -> bool:
    return False


def short_wait(seconds: float) -> bool:
    time.sleep(seconds / 5)
    return False


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "aws" / "config"
    path.parent.mkdir()
    path.write_bytes(BEFORE)
    path.chmod(0o600)
    return path


def write(path, state, section=SECTION, wait=no_wait, reader=configreader.read, **more):
    return awsconfig.save(awsconfig.prepare(path, [section], ""), reader, wait, state, **more)


def leftovers(*folders: Path) -> list[str]:
    return [one.name for folder in folders if folder.exists() for one in folder.iterdir()
            if one.name.endswith(".tmp")]  # fmt: skip


@pytest.mark.requirement("SEC-43")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_the_mode_is_kept(path, state, mode):
    path.chmod(mode)
    write(path, state)
    assert path.read_bytes() == AFTER
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert leftovers(path.parent, state / "drafts") == []


@pytest.mark.requirement("SEC-43")
@as_root
def test_the_owner_is_kept(path, state):
    os.chown(path, NOBODY, NOBODY)
    write(path, state)
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)
    assert path.read_bytes() == AFTER


@pytest.mark.requirement("REL-20")
@pytest.mark.parametrize("target", ["dotfiles/aws-config", "/dev/shm"])
def test_a_link_is_kept_and_what_it_leads_to_is_written(path, state, tmp_path, target, request):
    real = tmp_path / target
    if target == "/dev/shm":
        if not os.access(target, os.W_OK):
            pytest.skip("no second file system to write on")
        real = Path(target, f"ssotui-test-{os.getpid()}")
        request.addfinalizer(lambda: real.unlink(missing_ok=True))
    real.parent.mkdir(exist_ok=True)
    shutil.move(path, real)
    (tmp_path / "step").symlink_to(real)
    path.symlink_to("../step")
    write(path, state)
    assert path.is_symlink()
    assert os.readlink(path) == "../step"
    assert real.read_bytes() == AFTER


@pytest.mark.requirement("SEC-43")
def test_a_second_name_of_the_file_stays_one(path, state, tmp_path):
    os.link(path, tmp_path / "other")
    write(path, state)
    assert (tmp_path / "other").read_bytes() == AFTER
    assert path.stat().st_nlink == 2


@pytest.mark.requirement("SEC-01")
def test_a_new_file_is_its_owners_alone(tmp_path, state):
    path = tmp_path / "new" / "deep" / "config"
    previous = os.umask(0)
    try:
        assert write(path, state) is None
    finally:
        os.umask(previous)
    assert path.read_text() == "[profile x]\nregion = b\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700


def test_a_link_that_leads_nowhere_gets_its_file(tmp_path, state):
    path = tmp_path / "config"
    path.symlink_to("dotfiles/config")
    write(path, state)
    assert path.is_symlink()
    assert (tmp_path / "dotfiles/config").read_text() == "[profile x]\nregion = b\n"


@pytest.mark.requirement("SEC-01", "SEC-43")
def test_the_old_content_is_kept_ten_times(path, state):
    clock = datetime(2026, 11, 23, 8, 54, 4, tzinfo=UTC)
    (state / "backups").mkdir(parents=True)
    (state / "backups" / "config.notes").write_text("no backup of ours")
    backups = []
    for number in range(12):
        section = Section("profile", "x", (("region", f"r{number}"),))
        old = path.read_bytes()
        moment = clock + timedelta(seconds=number // 2)
        backups.append(write(path, state, section, now=lambda moment=moment: moment))
        assert backups[-1].read_bytes() == old
        assert stat.S_IMODE(backups[-1].stat().st_mode) == 0o600
    assert stat.S_IMODE(backups[-1].parent.stat().st_mode) == 0o700
    assert backups[0].name == "config.20261123T085404.000000Z"
    assert [backup.exists() for backup in backups] == [False] * 2 + [True] * 10
    assert (state / "backups" / "config.notes").exists()


def test_nothing_is_written_where_nothing_changes(path, state):
    path.write_bytes(AFTER)
    before = path.stat()
    assert write(path, state) is None
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not (state / "backups").exists()


@pytest.mark.requirement("REL-27")
def test_cancelled_is_unchanged(path, state):
    with pytest.raises(Cancelled):
        write(path, state, wait=lambda seconds: True)
    assert path.read_bytes() == BEFORE


def _forgets_ours(path):
    return {key: value for key, value in configreader.read(path).items() if key[1] != "x"}


def _alters_another(path):
    read = dict(configreader.read(path))
    if ("profile", "x") in read:
        read["profile", "default"] = {"region": "elsewhere"}
    return read


def _misreads_ours(path):
    return {key: {name: value.upper() for name, value in section.items()}
            for key, section in configreader.read(path).items()}  # fmt: skip


def _refuses(path):
    if b"profile x" in path.read_bytes():
        raise ConfigError("it is no good")
    return configreader.read(path)


@pytest.mark.requirement("SEC-41")
@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("reader", [_forgets_ours, _alters_another, _misreads_ours, _refuses])
def test_what_botocore_would_read_otherwise_never_takes_the_place(
    path, state, reader, linked, tmp_path
):
    if linked:
        os.link(path, tmp_path / "other")
    before = path.stat()
    with pytest.raises(ConfigError, match="botocore would"):
        write(path, state, reader=reader)
    assert path.read_bytes() == BEFORE
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert leftovers(path.parent, state / "drafts") == []


def test_the_same_change_is_made_to_what_the_file_has_become(path, state):
    change = awsconfig.prepare(path, [SECTION], "")
    path.write_bytes(b"[sso-session s]\nsso_region = r\n\n" + BEFORE)
    awsconfig.save(change, configreader.read, no_wait, state)
    assert path.read_bytes() == b"[sso-session s]\nsso_region = r\n\n" + AFTER


def test_a_removal_too_is_made_to_what_the_file_has_become(path, state):
    path.write_bytes(AFTER)
    change = awsconfig.prepare(path, [], "", [("profile", "x")])
    path.write_bytes(AFTER + b"[y]\n")
    awsconfig.save(change, configreader.read, no_wait, state)
    assert path.read_bytes() == BEFORE + b"[y]\n"


@pytest.mark.requirement("SEC-43")
@pytest.mark.parametrize("remove", [[], [("profile", "x")]])
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(path, state, remove):
    path.write_bytes(AFTER)
    section = Section("profile", "x", (("region", "c"),))
    change = awsconfig.prepare(path, [] if remove else [section], "", remove)
    theirs = AFTER.replace(b"= b", b"= d")
    path.write_bytes(theirs)
    with pytest.raises(ConfigError, match="changed by another program"):
        awsconfig.save(change, configreader.read, no_wait, state)
    assert path.read_bytes() == theirs


class Meanwhile:
    """A wait during which somebody else does something, each time the next."""

    def __init__(self, *deeds):
        self.deeds = list(deeds)
        self.waits = 0

    def __call__(self, seconds: float) -> bool:
        self.waits += 1
        if self.deeds:
            self.deeds.pop(0)()
        return False


def nothing():
    return None


@pytest.mark.requirement("REL-22")
def test_a_file_is_read_until_it_rests(path, state):
    longer = BEFORE + b"[y]\n"
    wait = Meanwhile(
        lambda: path.write_bytes(longer), lambda: path.write_bytes(longer * 0 + BEFORE)
    )
    change = awsconfig.prepare(path, [SECTION], "")
    awsconfig.save(change, configreader.read, wait, state)
    assert path.read_bytes() == AFTER
    assert wait.waits == 4


@pytest.mark.requirement("REL-19")
@pytest.mark.parametrize("cut", [b"", BEFORE[:10], b"# mine\n[default]\nregion = us-e"])
def test_a_file_that_is_being_written_is_waited_for(path, state, cut):
    theirs = BEFORE + b"[y]\n"
    wait = Meanwhile(
        lambda: path.write_bytes(cut), nothing, nothing, lambda: path.write_bytes(theirs)
    )
    write(path, state, wait=wait)
    assert path.read_bytes() == theirs + b"\n[profile x]\nregion = b\n"


@pytest.mark.requirement("REL-19")
def test_what_another_program_undid_is_done_again(path, state):
    theirs = BEFORE + b"[y]\n"
    wait = Meanwhile(nothing, lambda: path.write_bytes(theirs))
    backup = write(path, state, wait=wait)
    assert path.read_bytes() == theirs + b"\n[profile x]\nregion = b\n"
    assert backup.read_bytes() == theirs


@pytest.mark.requirement("REL-22")
@pytest.mark.parametrize("moment", ["before the draft", "after the draft"])
@pytest.mark.parametrize("linked", [False, True])
def test_a_file_that_changes_at_the_last_moment_is_read_again(
    path, state, moment, linked, tmp_path
):
    if linked:
        os.link(path, tmp_path / "other")
    theirs = BEFORE + b"[y]\n"

    def reader(asked):
        read = configreader.read(asked)
        if (asked == path) == (moment == "before the draft") and path.read_bytes() == BEFORE:
            path.write_bytes(theirs)
        return read

    backup = write(path, state, reader=reader)
    assert path.read_bytes() == theirs + b"\n[profile x]\nregion = b\n"
    assert backup.read_bytes() == theirs


@pytest.mark.requirement("REL-22")
def test_a_file_that_never_rests_is_left_alone(path, state):
    def wait(seconds: float) -> bool:
        path.write_bytes(path.read_bytes() + b"#\n")
        return False

    with pytest.raises(StorageError, match="keeps changing"):
        write(path, state, wait=wait)
    assert b"[profile x]" not in path.read_bytes()


@pytest.mark.requirement("REL-17")
def test_what_is_no_file_is_refused(tmp_path, state):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(17 << 20)
    for name in ("pipe", "loop", "large", "."):
        with pytest.raises(ConfigError):
            write(tmp_path / name, state)


SCRIPT = """
import os, sys, pathlib
from sso_tui.aws import configreader
from sso_tui.effects import Section
from sso_tui.errors import SsotuiError
from sso_tui.store import awsconfig
path, state = map(pathlib.Path, sys.argv[1:])
change = awsconfig.prepare(path, [Section("profile", "x", (("region", "b"),))], "")
try:
    print(awsconfig.save(change, configreader.read, lambda seconds: False, state).read_bytes())
except SsotuiError as error:
    print(type(error).__name__, error)
"""


def run(path, state, *prefix, **more) -> str:
    """The write in a process of its own, started through `prefix`."""
    command = [*prefix, sys.executable, "-c", SCRIPT, str(path), str(state)]
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of the test's own, in one that everybody can reach."""
    with TemporaryDirectory(prefix="ssotui-test-") as name:
        yield Path(name)


@pytest.fixture
def anyone(tmp_path):
    """A way to start a process as somebody who is not root, and who can reach the files."""
    if not ROOT or not shutil.which("setpriv"):
        pytest.skip("needs root and setpriv")
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    code = "import sso_tui.store.awsconfig, botocore.configloader"
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    tmp_path.chmod(0o755)
    (tmp_path / "state").mkdir(exist_ok=True)
    os.chown(tmp_path / "state", NOBODY, NOBODY)
    check = subprocess.run([*user, sys.executable, "-c", code], env=environ, capture_output=True)
    if check.returncode:
        pytest.skip("another user can't reach this Python")
    return user


@pytest.mark.requirement("REL-21")
def test_in_a_folder_that_is_not_writable_the_file_is_written_in_place(path, state, anyone):
    os.chown(path, NOBODY, NOBODY)
    path.parent.chmod(0o755)
    inode = path.stat().st_ino
    assert run(path, state, *anyone) == f"{BEFORE!r}\n"
    assert path.read_bytes() == AFTER
    assert path.stat().st_ino == inode
    assert leftovers(path.parent, state / "drafts") == []


@pytest.mark.requirement("REL-21")
def test_a_read_only_file_is_left_alone(path, state, anyone):
    path.chmod(0o444)
    os.chown(path.parent, NOBODY, NOBODY)
    assert "read-only" in run(path, state, *anyone)
    assert path.read_bytes() == BEFORE


def test_a_file_of_another_owner_is_written_in_place(path, state, anyone):
    path.chmod(0o666)
    os.chown(path.parent, NOBODY, NOBODY)
    assert run(path, state, *anyone) == f"{BEFORE!r}\n"
    assert (path.read_bytes(), path.stat().st_uid) == (AFTER, 0)


@pytest.mark.requirement("REL-21")
def test_a_file_that_is_mounted_by_itself_is_written_in_place(path, state, tmp_path):
    inner = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
    source = tmp_path / "source"
    source.write_bytes(BEFORE)
    prefix = ["unshare", "-m", "sh", "-c", inner, "sh", str(source), str(path)]
    if subprocess.run([*prefix, "true"], capture_output=True).returncode:
        pytest.skip("this user can't mount")
    path.write_bytes(b"underneath")
    assert run(path, state, *prefix) == f"{BEFORE!r}\n"
    assert source.read_bytes() == AFTER
    assert path.read_bytes() == b"underneath"
    assert leftovers(path.parent, state / "drafts") == []


@pytest.mark.requirement("REL-14")
@pytest.mark.parametrize("linked", [False, True])
def test_where_there_is_no_room_the_old_content_stays(path, state, tmp_path, linked):
    large = BEFORE + b"# filling\n" * 1000
    path.write_bytes(large)
    if linked:
        os.link(path, tmp_path / "other")

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(large) + 5, len(large) + 5))

    assert "StorageError" in run(path, state, preexec_fn=limit)
    assert path.read_bytes() == large
    assert leftovers(path.parent, state / "drafts") == []


@pytest.mark.requirement("REL-14")
def test_a_failure_in_the_middle_of_writing_in_place_is_undone(path, state, tmp_path, monkeypatch):
    os.link(path, tmp_path / "other")
    monkeypatch.setattr(os, "fsync", _failing_once(os.fsync, path))
    with pytest.raises(StorageError, match="can't be written"):
        write(path, state)
    assert path.read_bytes() == BEFORE


def _failing_once(real, path):
    target, failed = path.stat().st_ino, []

    def fsync(descriptor):
        if os.fstat(descriptor).st_ino == target and not failed:
            failed.append(descriptor)
            raise OSError(5, "Input/output error")
        real(descriptor)

    return fsync


@pytest.mark.requirement("REL-13", "REL-21")
@pytest.mark.parametrize("linked", [False, True], ids=["renamed", "in place"])
def test_a_change_is_on_the_disk_before_it_counts(path, state, tmp_path, monkeypatch, linked):
    flushed, fsync = [], os.fsync

    def flush(descriptor):
        fsync(descriptor)
        flushed.append((os.fstat(descriptor).st_ino, path.read_bytes()))

    if linked:
        os.link(path, tmp_path / "other")
    monkeypatch.setattr(os, "fsync", flush)
    write(path, state)
    content = (path.stat().st_ino, AFTER if linked else BEFORE)
    assert content in flushed
    assert linked or flushed.index(content) < flushed.index((path.parent.stat().st_ino, AFTER))


CHANGES = {"open", "os.rename", "os.remove", "os.chmod", "os.chown", "os.mkdir", "os.truncate"}


def _die_at(number, path, state):
    """In a process of its own: write, and die before the `number`-th call that changes anything."""
    seen = 0

    def hook(event, arguments):
        nonlocal seen
        if event in CHANGES and (event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            seen += 1
            if seen == number:
                os._exit(9)

    sys.addaudithook(hook)
    with contextlib.suppress(BaseException):
        write(path, state)
    os._exit(0 if path.read_bytes() == AFTER else 1)


@pytest.mark.requirement("REL-13", "REL-20")
@pytest.mark.parametrize("linked", [False, True], ids=["file", "link"])
def test_killed_at_any_point_the_file_is_old_or_new(path, state, tmp_path, linked):
    if linked:
        target = tmp_path / "dotfiles" / "config"
        target.parent.mkdir()
        path.rename(target)
        path.symlink_to(target)
    import botocore.configloader  # noqa: F401  (else each child would import it)
    import filelock  # noqa: F401

    outcomes = set()
    for number in range(1, 60):
        path.write_bytes(BEFORE)
        child = os.fork()
        if not child:
            _die_at(number, path, state)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        outcomes.add(path.read_bytes())
        if status == 0:
            break
        assert status == 9
    else:
        pytest.fail("it never came to an end")
    assert number > 8
    assert outcomes == {BEFORE, AFTER}
    path.write_bytes(BEFORE)
    write(path, state)
    assert path.read_bytes() == AFTER
    assert path.is_symlink() == linked
    assert leftovers(path.resolve().parent, state / "drafts", state / "backups") == []


@pytest.mark.requirement("REL-18")
def test_nothing_is_written_while_another_of_ours_writes(path, state):
    with lock(state / "locks" / "aws-config.lock", no_wait):
        with pytest.raises(Held, match=f"Process {os.getpid()} is at it"):
            write(path, state)
        assert path.read_bytes() == BEFORE
    write(path, state)
    assert path.read_bytes() == AFTER


def _write_twenty(path, state, number):
    session = Section("sso-session", "s", (("sso_region", "r"),))
    names = [f"p{number}-{turn}" for turn in range(20)]
    for some in (names[:1], names[1:8], names[8:]):
        sections = [Section("profile", name, (("sso_session", "s"),)) for name in some]
        change = awsconfig.prepare(path, [*sections, session], "")
        awsconfig.save(change, configreader.read, short_wait, state)


@pytest.mark.requirement("REL-18")
@pytest.mark.parametrize("number", [6, pytest.param(20, marks=pytest.mark.long)])
def test_many_writers_lose_nothing_of_one_another(path, state, tmp_path, number):
    import botocore.configloader  # noqa: F401
    import filelock  # noqa: F401

    link = tmp_path / "link"
    link.symlink_to(path)
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_twenty, args=(one, state, which))
               for which, one in enumerate([path, link] * (number // 2))]  # fmt: skip
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * number
    found = configreader.read(path)
    wanted = {("profile", f"p{which}-{turn}") for which in range(number) for turn in range(20)}
    assert found.keys() == wanted | {("profile", "default"), ("sso-session", "s")}
    assert path.read_bytes().startswith(BEFORE)
    assert len(list((state / "backups").iterdir())) == 10


@pytest.mark.requirement("REL-19", "REL-20")
def test_beside_the_aws_cli_nothing_of_either_is_lost(tmp_path, state):
    """Few turns, for the AWS CLI takes half a second to start; all of it through a link."""
    path, target = tmp_path / "config", tmp_path / "dotfile"
    target.write_text(
        "".join(f"[profile p{n}]\nregion = r\noutput = json\n\n" for n in range(1500))
    )
    path.symlink_to(target)
    ended = threading.Event()

    def aws_cli():
        for turn in range(3):
            command = [sys.executable, "-m", "awscli", "configure", "set", "region", f"cli-{turn}"]
            environ = os.environ | {"AWS_CONFIG_FILE": str(path), "HOME": str(tmp_path)}
            subprocess.run([*command, "--profile", f"cli{turn}"], env=environ, check=True)
        ended.set()

    beside = threading.Thread(target=aws_cli)
    beside.start()
    turns = 0
    while not ended.is_set():
        write(path, state, Section("profile", f"ours{turns}", (("region", "b"),)), time_wait)
        turns += 1
    beside.join()
    found = configreader.read(path)
    theirs = {("profile", f"p{n}"): {"region": "r", "output": "json"} for n in range(1500)}
    theirs |= {("profile", f"cli{turn}"): {"region": f"cli-{turn}"} for turn in range(3)}
    ours = {("profile", f"ours{turn}"): {"region": "b"} for turn in range(turns)}
    assert turns
    assert path.is_symlink()
    assert found == theirs | ours


def time_wait(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def test_a_thousand_profiles_take_one_write(path, state):
    sections = [
        Section("profile", f"p{n}", (("sso_session", "s"), ("sso_account_id", f"{n:012}")))
        for n in range(1000)
    ]
    change = awsconfig.prepare(path, sections, "")
    awsconfig.save(change, configreader.read, no_wait, state)
    assert len(list((state / "backups").iterdir())) == 1
    assert len(configreader.read(path)) == 1001
    gone = {(section.kind, section.name) for section in sections}
    assert awsconfig.prepare(path, [], "", gone).after == BEFORE


CLI_TABLE = {
    "continuation": "[profile x]\nregion = a\n  more\n",
    "nested block": "[profile x]\ns3 =\n  region = y\nk = 1\n",
    "other case": "[profile x]\nRegion = a\n",
    "double quotes": '[profile "a b"]\nregion = a\n',
    "two blanks": "[profile  x]\nregion = a\n",
    "profile default": "[profile default]\nk = 1\nregion = a\n",
    "crlf": "[profile x]\r\nregion = a\r\n",
    "spacing": "[profile x]\n region  =  a\n",
}


@pytest.mark.requirement("SEC-43")
@pytest.mark.parametrize("before", CLI_TABLE.values(), ids=CLI_TABLE)
def test_what_the_aws_cli_damages_is_not_damaged(path, state, before):
    path.write_bytes(before.encode())
    meant = {key: dict(value) for key, value in configreader.read(path).items()}
    ((kind, name),) = meant
    meant[kind, name]["region"] = "b"
    write(path, state, Section(kind, name, (("region", "b"),)))
    assert configreader.read(path) == meant
    ours = path.read_bytes()
    path.write_bytes(before.encode())
    _aws_cli_sets_region(path, kind, name)
    with contextlib.suppress(ConfigError):
        assert path.read_bytes() != ours


@pytest.mark.parametrize(
    "before", ["", "[profile x]\nregion = a\n", "[profile 'a b']\nk = 1\n\n# c\n[profile y]\n"]
)
def test_plain_files_become_what_the_aws_cli_makes_of_them(path, state, before):
    name = "a b" if "a b" in before else "x"
    path.write_bytes(before.encode())
    write(path, state, Section("profile", name, (("region", "b"),)))
    ours = path.read_bytes()
    path.write_bytes(before.encode())
    _aws_cli_sets_region(path, "profile", name)
    assert path.read_bytes() == ours


def _aws_cli_sets_region(path, kind, name):
    from awscli.customizations.configure.writer import ConfigFileWriter

    quoted = f"'{name}'" if " " in name else name
    header = name if name == "default" else f"{kind} {quoted}"
    ConfigFileWriter().update_config({"__section__": header, "region": "b"}, str(path))
