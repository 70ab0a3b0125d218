"""Names that would drive a terminal: what reaches it, byte for byte, and what its cells show."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from programs import SSOTUI, run, surroundings
from pty_terminal import Line
from stage import Stage

from sso_tui.demo import Account, Fault

NASTY = [
    "\x1b]52;c;eA==\x07 clip",
    "\x1b]0;title\x07",
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9d52;c;eA==\x9c c1",
    "\x1bP+q544e\x1b\\ dcs",
    "\x1b[2J\x1b[H wiped",
    "\x9b2J\x9b31m",
    "\x00nul \x07bell \x08\x08back \x7f",
    "\u202egnp.exe \u2066iso\u2069",
    "zero\u200bwidth\ufeff\u00ad",
    "e" + "\u0301" * 500,
    "lone \ud800 surrogate",
    "two\r\nlines\u2028three\u2029four\x85five",
    "[/] [bold]x[/bold] [@click=app.quit]quit[/] \\[",
    "👨‍👩‍👧‍👦 家族 " + "漢" * 60,
    "private \ue000\U000f0000 unassigned \u0378",
    "tag \U000e0041\U000e007f",
    "x" * 200_000,
]

SEQUENCE = re.compile(
    "\x1b\\[[0-9;:<=>?]*[ !$]*[A-Za-z]"  # CSI: parameters, intermediates, a final byte (ECMA-48 §5.4)
    "|\x1b[=>78c]"  # single functions of the VT100
    "|\x1b]22;[a-z-]*\x07"  # the pointer's shape, by its name (xterm's ctlseqs, OSC 22)
)


def foreign(written: bytes) -> list[str]:
    """What a program of this kind has no business to send: all but text, cursor and colours."""
    text = SEQUENCE.sub("", written.decode("utf-8"))
    strange = {each for each in text if each not in "\r\n\b" and not drawable(each)}
    return sorted(strange) + re.findall("\x1b.{0,20}", text)


def drawable(character: str) -> bool:
    """Whether it is a letter, a mark, a sign or a blank; the joiner of emoji counts as one."""
    return (
        character == "\u200d" or unicodedata.category(character)[0] in "LMNPS" or character == " "
    )


@pytest.fixture
def hostile(stage: Stage) -> Stage:
    for account in stage.portal.organisation.accounts():
        stage.portal.organisation.remove(account.id)
    for number, name in enumerate(NASTY, start=1):
        role = re.sub("[\\s\ud800]", "", name)[:64]
        stage.portal.organisation.add(Account(f"{number:012}", name, name, (role, "Plain")))
    stage.sign_in()
    return stage


@pytest.fixture
def screen(hostile: Stage) -> Iterator[Line]:
    line = Line(surroundings(hostile), str(SSOTUI), size=(140, 50))
    yield line
    line.close()


@pytest.mark.requirement("SEC-30", "SEC-31", "SEC-33", "SEC-50")
def test_the_screen(hostile: Stage, screen: Line) -> None:
    screen.until("36/36")
    for number in range(1, len(NASTY) + 1):
        screen.type("\x15")
        screen.until("36/36", "Type to filter")
        screen.type(f"id:{number:012}")
        screen.until(f"id:{number:012}", "2/36", f" {number:012} ")
    screen.type("\r")
    screen.until("Copy exports")
    screen.type("f")
    screen.until("is a favourite now", without="Copy exports")
    screen.type("\x10")
    screen.until("Search")
    screen.type("\x1b")
    screen.until("2/36", without="Search")
    hostile.portal.faults.add(
        Fault("GetRoleCredentials", status=403, body={"message": "".join(NASTY[:-1])})
    )
    screen.type("\r")
    screen.until("Copy exports")
    screen.type("n")
    screen.until("Can't get")
    screen.type("\x11")
    assert screen.ended() == 0
    assert foreign(screen.raw) == []


@pytest.mark.requirement("SEC-30", "SEC-32", "SEC-33")
@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "--tsv"),
        ("env", "Plain/nothing"),
        ("use", "Nothing/Plain"),
        ("doctor", "--full"),
        ("status",),
        ("profile", "write", "000000000001/Plain", "--dry-run"),
    ],
    ids=" ".join,
)
def test_the_command_line(hostile: Stage, words: tuple[str, ...]) -> None:
    run(surroundings(hostile), str(SSOTUI), "list")
    done = run(surroundings(hostile), str(SSOTUI), *words)
    said = (done.stdout + done.stderr).replace("\t", " ").encode()
    assert foreign(said) == []
    assert b"\x1b" not in said
    if words[0] == "list":
        assert done.stdout.count("\n") == 36


@pytest.mark.requirement("SEC-33")
@pytest.mark.parametrize("name", NASTY[:5])
def test_what_would_be_foreign_is_told(name: str) -> None:
    assert foreign(f"\x1b[1;31mred\x1b[0m {name}".encode())


def test_what_every_program_sends_is_not() -> None:
    assert foreign(b"\x1b[?1049h\x1b[?2026$p\x1b[38;2;1;2;3mtext\r\n\x1b[>1u") == []
