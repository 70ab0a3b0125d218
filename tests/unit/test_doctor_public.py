"""What the doctor says can be shown to anybody."""

from pathlib import Path

import pytest

from sso_tui.doctor.public import Public

ALICE = Public(Path("/home/alice"), full=False)


@pytest.mark.requirement("SEC-11")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/home/alice/.aws/config can't be read", "~/.aws/config can't be read"),
        ("cd /home/alice; ls /home/alice", "cd ~; ls ~"),
        ("/home/alice2/x and /home/alice.old", "/home/alice2/x and /home/alice.old"),
        ("ask me.too+aws@example.co.uk, please", "ask (e-mail), please"),
        ("'me@example.com'", "'(e-mail)'"),
        ("session=me@example.com", "session=(e-mail)"),
        ("no@host and @ and a @ b.c", "no@host and @ and a @ b.c"),
    ],
)
def test_sentences(text: str, expected: str) -> None:
    assert ALICE.text(text) == expected


@pytest.mark.requirement("SEC-30")
def test_sentences_are_one_line_and_safe_to_draw() -> None:
    for public in (ALICE, Public(Path("/home/alice"), full=True)):
        assert public.text("a\nb\x1b[2J\u202e\u2028c") == "a\ufffdb\ufffd[2J\ufffd\ufffdc"


def test_e_mail_addresses_in_full() -> None:
    assert Public(Path("/home/alice"), full=True).text("me@example.com") == "me@example.com"


@pytest.mark.parametrize(
    ("path", "shown", "word"),
    [
        ("/home/alice", "~", "~"),
        ("/home/alice/.aws/config", "~/.aws/config", "~/.aws/config"),
        ("/home/alice/a b/$(c)", "~/a b/$(c)", "~/'a b/$(c)'"),
        ("/etc/a b", "/etc/a b", "'/etc/a b'"),
        ("/home/alice/x\x1by", "~/x\ufffdy", "~/'x\x1by'"),
    ],
)
def test_paths(path: str, shown: str, word: str) -> None:
    assert ALICE.path(Path(path)) == shown
    assert ALICE.word(Path(path)) == word


@pytest.mark.parametrize("home", ["/", "~", "", "nowhere"])
def test_a_home_that_is_none(home: str) -> None:
    public = Public(Path(home), full=False)
    assert public.text("/etc/x nowhere/y") == "/etc/x nowhere/y"
    assert public.path(Path("/etc/x")) == public.word(Path("/etc/x")) == "/etc/x"
