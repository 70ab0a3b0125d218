"""Secrets that can be told wherever they turn up, and a watch over every place where they could.

Each secret that the portal mints holds a mark of letters and digits alone, which comes through URL
encoding, JSON and any shell's quoting as it is; UTF-16, hexadecimal and base64 are looked for besides. A sighting
is a kind of secret in a place, such as `access_token` in `arguments of xclip`; whatever is not
allowed to be there is a leak.
"""

import base64
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from sso_tui.demo import Request

INTERVAL = 0.003
"""Seconds between two looks at all processes."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a file that are looked at; what is larger was made so, out of nothing, by a test."""

PIECE = 1 << 14
"""Bytes that are read at a time: enough for the arguments and variables of nearly all processes."""

PREFIXES = {"access_token": "aoa", "refresh_token": "aor", "session_token": "IQoJb3JpZ2luX2Vj"}

AT_REST = {
    "file .aws/sso/cache/*.json 600": {"access_token", "refresh_token", "client_secret"},
    "file .aws/cli/cache/*.json 600": {"secret_access_key", "session_token"},
}
"""Where secrets may lie: the caches of the AWS CLI, for their owner alone."""

ROLE = {"secret_access_key", "session_token"}
"""What is handed out for a role."""


@dataclass(frozen=True, slots=True, order=True)
class Sighting:
    """A kind of secret, and the place where it was seen."""

    kind: str
    place: str


def forms(mark: str) -> list[bytes]:
    """What a mark looks like: as it is, in UTF-16, in hexadecimal digits, and in base64 from any of
    three positions on."""
    plain = mark.encode("ascii")
    inner = [base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)]
    digits = plain.hex().encode()
    return [plain, mark.encode("utf-16-le"), digits, digits.upper(), *inner]


@dataclass(eq=False)
class Canaries:
    """Every secret minted so far."""

    _forms: list[tuple[str, list[bytes]]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def mint(self, kind: str) -> str:
        """A new secret of this kind, out of the alphabet that the real service uses."""
        mark = f"CANARY{secrets.token_hex(12)}"
        with self._lock:
            self._forms.append((kind, forms(mark)))
        tail = "/+=" if kind in ROLE else "_-"
        return f"{PREFIXES.get(kind, '')}{mark}{tail}"

    def within(self, data: bytes) -> set[str]:
        """The kinds of secrets of which one is in `data`, in whichever form."""
        with self._lock:
            known = list(self._forms)
        return {kind for kind, looks in known if any(look in data for look in looks)}


class Watch:
    """Looks at the processes of this machine for as long as it is open, and at what it is shown."""

    def __init__(self, canaries: Canaries) -> None:
        self.canaries = canaries
        self.sightings: set[Sighting] = set()
        self.allowed: list[Mapping[str, set[str]]] = []
        """Where secrets may be in this test besides."""
        self.looks = 0
        """How often all processes were looked at."""
        self._before = frozenset(_processes())
        self._seen: set[bytes] = set()
        self._closing = Event()
        self._thread = Thread(target=self._go_round, name="watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._thread.join()

    def look(self, place: str, data: str | bytes) -> None:
        """Look at something that was written, drawn or sent."""
        plain = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        self.sightings |= {Sighting(kind, place) for kind in self.canaries.within(plain)}

    def look_at_files(self, home: Path, below: Path | None = None) -> None:
        """Look at every file under `home`: its name, its content, and who may read it.

        Args:
            home: a folder, or one file.
            below: what the names of the places are relative to; `home` itself where left out.
        """
        for file in sorted(home.rglob("*")) if home.is_dir() else [home]:
            name = file.relative_to(below or home).as_posix()
            self.look("name of a file", name)
            if file.is_file() and not file.is_symlink():
                with file.open("rb") as content:
                    data = content.read(LARGEST)
                self.look(f"file {name} {file.stat().st_mode & 0o777:o}", data)

    def look_at_requests(self, requests: Iterable[Request]) -> None:
        """Look at the addresses that were asked for, which proxies and histories keep."""
        for request in requests:
            self.look(f"address of {request.operation}", request.target)

    def leaks(self, *allowed: Mapping[str, set[str]]) -> list[Sighting]:
        """What was seen where it may not be.

        Args:
            allowed: kinds of secrets by the places where they may be, as file name patterns.
        """
        return sorted(one for one in self.sightings if not _may(one, allowed))

    def _go_round(self) -> None:
        while not self._closing.wait(INTERVAL):
            for process in _processes():
                if process not in self._before:
                    self._look_at_process(process)
            self.looks += 1

    def _look_at_process(self, process: str) -> None:
        for file, what in (("cmdline", "arguments"), ("environ", "environment")):
            data = _content(f"/proc/{process}/{file}")
            if data not in self._seen and (name := _content(f"/proc/{process}/comm")):
                self._seen.add(data)
                self.look(f"{what} of {name.decode().strip()}", data)


def _processes() -> list[str]:
    return [name for name in os.listdir("/proc") if name.isdigit()]


def _content(file: str) -> bytes:
    """What a file of proc(5) says; nothing where its process is gone.

    It is read thousands of times a second beside the test, hence without Python's own files.
    """
    try:
        opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    pieces = []
    try:
        while piece := os.read(opened, PIECE):
            pieces.append(piece)
    except OSError:
        return b""
    finally:
        os.close(opened)
    return b"".join(pieces)


def _may(sighting: Sighting, allowed: Iterable[Mapping[str, set[str]]]) -> bool:
    return any(
        sighting.kind in kinds and fnmatchcase(sighting.place, place)
        for places in allowed
        for place, kinds in places.items()
    )
