"""What is dropped goes back to the system."""

import ctypes
import platform
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes
from sso_tui.ui.heap import give_back_what_is_dropped

class Told(ctypes.Structure):
    NAMES = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in NAMES.split()]

told = ctypes.CDLL(None).mallinfo2
told.restype = Told

bytearray(2**20)
{before}
blocks = told().hblks
large = bytearray(2**20)
print(told().hblks - blocks)
"""
"""Prints how many blocks apart from the heap a megabyte takes, once another has been dropped."""

glibc = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc" or not hasattr(ctypes.CDLL(None), "mallinfo2"),
    reason="glibc alone has the habit, and tells of it since 2.33",
)


def blocks(before: str) -> int:
    program = [sys.executable, "-c", PROGRAM.format(before=before)]
    return int(subprocess.run(program, capture_output=True, check=True).stdout)


@glibc
def test_large_lists_live_apart_from_the_heap() -> None:
    assert blocks("give_back_what_is_dropped()") == 1


@glibc
def test_otherwise_they_would_not() -> None:
    assert blocks("") == 0


def test_without_ctypes_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctypes", None)
    monkeypatch.delitem(sys.modules, "sso_tui.ui.heap", raising=False)
    from sso_tui.ui.heap import give_back_what_is_dropped

    give_back_what_is_dropped()
