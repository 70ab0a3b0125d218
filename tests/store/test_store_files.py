import contextlib
import os
import resource
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_support import NOBODY, UNFIT, Ears, as_nobody, mode, start

from sso_tui.errors import Cancelled, StorageError
from sso_tui.store.files import (
    Held,
    Unfit,
    lock,
    read_bounded,
    remove,
    rewrite,
    write_atomically,
)
from sso_tui.store.folders import own_folder, sweep, temporary_beside

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs a second user")


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that another user can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.requirement("SEC-01")
def test_what_is_new_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "a" / "b" / "secret"
    write_atomically(path, b"x")
    assert path.read_bytes() == b"x"
    assert [mode(one) for one in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]


@pytest.mark.requirement("SEC-01")
def test_a_folder_that_was_there_is_left_alone_and_a_wide_file_is_narrowed(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o755)
    path = tmp_path / "secret"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_atomically(path, b"new")
    assert (mode(tmp_path), mode(path)) == (0o755, 0o600)


def test_our_own_folder_is_narrowed(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "ours"
    folder.mkdir()
    folder.chmod(0o755)
    assert own_folder(folder) == folder
    assert mode(folder) == 0o700
    assert mode(own_folder(tmp_path / "new")) == 0o700


@pytest.mark.requirement("SEC-03")
def test_a_planted_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    path = tmp_path / "secret"
    for target in (victim, Path("/dev/stdout"), tmp_path / "nowhere"):
        path.unlink(missing_ok=True)
        path.symlink_to(target)
        write_atomically(path, b"x")
        assert not path.is_symlink()
        assert path.read_bytes() == b"x"
    assert victim.read_bytes() == b"precious"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.requirement("SEC-03")
@pytest.mark.parametrize("planted", ["link", "file"])
def test_what_is_planted_where_it_is_written_first_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    victim, temporary = tmp_path / "victim", tmp_path / ".secret.guessed"
    victim.write_bytes(b"precious")
    (temporary.symlink_to if planted == "link" else temporary.hardlink_to)(victim)
    monkeypatch.setattr("sso_tui.store.files.temporary_beside", lambda path: temporary)
    with pytest.raises(StorageError, match="File exists"):
        write_atomically(tmp_path / "secret", b"x")
    assert victim.read_bytes() == b"precious"
    assert not (tmp_path / "secret").exists()


@pytest.mark.requirement("SEC-03")
def test_nobody_can_guess_where_it_is_written_first(tmp_path: Path) -> None:
    names = {temporary_beside(tmp_path / "secret") for _ in range(100)}
    assert len(names) == 100
    assert {one.parent for one in names} == {tmp_path}


@pytest.mark.requirement("REL-13")
def test_it_is_on_the_disk_before_it_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer that loses its power has what was flushed, and a renaming may come before it."""
    path, flushed, fsync = tmp_path / "state", [], os.fsync

    def flush(descriptor: int) -> None:
        fsync(descriptor)
        there = path.read_bytes() if path.exists() else b""
        status = os.fstat(descriptor)
        flushed.append((status.st_ino, status.st_size, there))

    write_atomically(path, b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", flush)
        write_atomically(path, b"newer")
    content, folder = flushed
    assert content == (path.stat().st_ino, 5, b"old")
    assert folder[0::2] == (tmp_path.stat().st_ino, b"newer")


@pytest.mark.requirement("REL-14")
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "state"
    write_atomically(path, b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(StorageError, match="state can't be written: File too large"):
            write_atomically(path, b"n" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["state"]


@pytest.mark.requirement("REL-14")
@pytest.mark.parametrize("call", ["open", "fsync", "fchmod"])
def test_whatever_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "state"
    write_atomically(path, b"old")

    def fail(*arguments: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(StorageError, match="No space left on device"):
            write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["state"]


def test_a_folder_in_the_place_of_the_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "state" / "precious").mkdir(parents=True)
    with pytest.raises(StorageError, match="can't be written"):
        write_atomically(tmp_path / "state", b"x")
    assert os.listdir(tmp_path) == ["state"]


@pytest.mark.requirement("REL-15")
def test_nothing_is_ever_written_into_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ears: Ears
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("home/.aws/token")
    attempts: list[Callable[[], object]] = [
        lambda: write_atomically(path, b"x"),
        lambda: rewrite(path, b"x"),
        lambda: own_folder(path),
        lambda: lock(path, ears.wait).__enter__(),
    ]
    for attempt in attempts:
        with pytest.raises(StorageError, match="no home folder"):
            attempt()
    assert read_bounded(path) is None
    assert not remove(path)
    sweep(path)
    assert os.listdir(tmp_path) == []


@pytest.mark.requirement("REL-15")
def test_a_home_that_is_a_file_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    path = tmp_path / "home" / ".aws" / "token"
    assert read_bounded(path) is None
    assert not remove(path)
    with pytest.raises(StorageError):
        write_atomically(path, b"x")


@pytest.mark.requirement("REL-15", "REL-14")
def test_a_read_only_home_is_read_and_not_written(shared: Path) -> None:
    (shared / "known").write_bytes(b"here")
    shared.chmod(0o555)

    def visit() -> None:
        assert read_bounded(shared / "known") == b"here"
        for path in (shared / "known", shared / ".aws" / "new"):
            with pytest.raises(StorageError):
                write_atomically(path, b"x")

    assert as_nobody(visit)
    assert os.listdir(shared) == ["known"]


@root_only
@pytest.mark.requirement("SEC-04")
def test_a_folder_of_another_users_is_refused(shared: Path) -> None:
    os.chown(shared, NOBODY, NOBODY)
    with pytest.raises(StorageError, match=f"{shared} belongs to another user"):
        write_atomically(shared / "token", b"x")
    with pytest.raises(StorageError, match="belongs to another user"):
        own_folder(shared)


@root_only
@pytest.mark.requirement("SEC-04")
def test_another_users_link_on_the_way_is_refused(shared: Path) -> None:
    (shared / "real").mkdir()
    (shared / "link").symlink_to(shared / "real")
    write_atomically(shared / "link" / "token", b"x")
    os.chown(shared / "link", NOBODY, NOBODY, follow_symlinks=False)
    with pytest.raises(StorageError, match="link is another user's link"):
        write_atomically(shared / "link" / "token", b"y")
    assert (shared / "real" / "token").read_bytes() == b"x"


@pytest.mark.requirement("REL-16")
@pytest.mark.parametrize("put", UNFIT)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, put: Callable[[Path], None]) -> None:
    put(tmp_path / "state")
    with pytest.raises(Unfit):
        read_bounded(tmp_path / "state")


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "state"
    path.write_bytes(b"12345")
    assert read_bounded(path, 5) == b"12345"
    with pytest.raises(Unfit, match="larger than 4 bytes"):
        read_bounded(path, 4)
    assert read_bounded(tmp_path / "absent", 5) is None
    with pytest.raises(StorageError, match="can't be read"):
        read_bounded(tmp_path / ("x" * 300), 5)


def test_a_rewritten_file_keeps_mode_and_link(tmp_path: Path, umask: int) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.mkdir(mode=0o700)
    dotfiles.chmod(0o700)
    real = dotfiles / "config.toml"
    real.touch()
    real.chmod(0o644)
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    rewrite(link, b"new")
    assert link.is_symlink()
    assert (real.read_bytes(), mode(real)) == (b"new", 0o644)
    rewrite(tmp_path / "fresh.toml", b"x")
    assert mode(tmp_path / "fresh.toml") == 0o600


@root_only
def test_a_rewritten_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.touch()
    os.chown(path, NOBODY, NOBODY)
    rewrite(path, b"x")
    assert (path.stat().st_uid, path.stat().st_gid) == (NOBODY, NOBODY)


def test_links_that_go_round_in_a_circle_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(StorageError):
        rewrite(tmp_path / "a", b"x")
    with pytest.raises(StorageError):
        read_bounded(tmp_path / "a")


@pytest.mark.requirement("REL-13")
def test_a_writer_that_is_killed_leaves_old_or_new_and_its_rest_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "state"
    contents = {b"a" * 70_000, b"b" * 70_000}
    write_atomically(path, b"a" * 70_000)
    process = start(
        """
        import sys
        from pathlib import Path
        from sso_tui.store.files import write_atomically
        print("ready", flush=True)
        while True:
            for letter in (b"a", b"b"):
                write_atomically(Path(sys.argv[1]), letter * 70_000)
        """,
        path,
    )
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(50):
            assert path.read_bytes() in contents
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert path.read_bytes() in contents
    (tmp_path / f".state.{process.pid}.0123456789abcdef.tmp").write_bytes(b"half a sec")
    (tmp_path / f".state.{os.getpid()}.0123456789abcdef.tmp").write_bytes(b"being written")
    (tmp_path / "tmpab12cd.tmp").write_bytes(b"another program's")
    write_atomically(path, b"next")
    assert sorted(os.listdir(tmp_path)) == [
        f".state.{os.getpid()}.0123456789abcdef.tmp",
        "state",
        "tmpab12cd.tmp",
    ]


@given(st.binary(max_size=200))
def test_what_is_written_is_read_back(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state"
        write_atomically(path, data)
        assert read_bounded(path, 200) == data


@pytest.mark.requirement("REL-10", "SEC-01")
def test_a_lock_keeps_threads_apart_and_its_waiters_are_told_who_has_it(
    tmp_path: Path, ears: Ears
) -> None:
    path = tmp_path / "locks" / "renewal"
    refused: list[Held] = []

    def rival() -> None:
        try:
            with lock(path, ears.wait, timeout=1):
                pass
        except Held as held:
            refused.append(held)

    with lock(path, ears.wait):
        thread = threading.Thread(target=rival)
        thread.start()
        thread.join()
    assert f"Process {os.getpid()} is at it" in str(refused[0])
    assert sum(ears.waits) == pytest.approx(1)
    with lock(path, ears.wait, timeout=0):
        assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_whoever_waits_for_a_lock_can_leave(tmp_path: Path, ears: Ears) -> None:
    ears.cancelled = True
    path = tmp_path / "renewal"
    tmp_path.chmod(0o700)
    with lock(path, ears.wait), pytest.raises(Cancelled), lock(path, ears.wait):
        pytest.fail("two hold the lock")


def test_a_lock_is_let_go_whatever_happens_inside(tmp_path: Path, ears: Ears) -> None:
    path = tmp_path / "renewal"
    with contextlib.suppress(ZeroDivisionError), lock(path, ears.wait):
        raise ZeroDivisionError
    with lock(path, ears.wait, timeout=0):
        pass


@pytest.mark.requirement("REL-10")
def test_a_holder_that_is_killed_frees_the_lock_and_one_that_stalls_is_named(
    tmp_path: Path, ears: Ears
) -> None:
    path = tmp_path / "locks" / "renewal"
    process = start(
        """
        import sys
        from pathlib import Path
        from sso_tui.store.files import lock
        with lock(Path(sys.argv[1]), lambda seconds: False):
            print("held", flush=True)
            sys.stdin.read()
        """,
        path,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        process.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(Held, match=f"Process {process.pid} is at it"):
                lock(path, ears.wait).__enter__()
        finally:  # what is stopped would be waited for for ever
            process.kill()
        process.wait()
        assert sum(ears.waits) == pytest.approx(10)
        with lock(path, ears.wait, timeout=0):
            pass
