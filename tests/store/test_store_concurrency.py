"""Several processes at the same files at once."""

from pathlib import Path

import pytest
from store_support import Ears, start

from sso_tui.model import Portal
from sso_tui.store.tokens import Tokens

SIGN_IN = """
    import os, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from sso_tui.model import Portal, Secret, Token
    from sso_tui.store.places import Places
    from sso_tui.store.tokens import Tokens
    from sso_tui.world import World
    world = World(environ={"HOME": sys.argv[1]})
    tokens = Tokens(Places.of(world), print, world.wait)
    portal = Portal("my-sso", "https://d-1234567890.awsapps.com/start", "us-east-1")
    end = datetime(2027, 1, 1, tzinfo=UTC)
    print("ready", flush=True)
    sys.stdin.readline()
    """


def run(codes: list[str], home: Path) -> list[str]:
    """Start a process for each, let them go together, and return what they printed after that."""
    processes = [start(code, home) for code in codes]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    return [process.communicate("go\n")[0] for process in processes]


@pytest.mark.requirement("REL-09")
def test_one_process_renews_and_the_others_find_it_done(home: Path) -> None:
    renew = (
        SIGN_IN
        + """
    with tokens.lock(portal, world.wait):
        token = tokens.load(portal)
        if token is None:
            Path(sys.argv[1], "renewals").open("a").write("once\\n")
            tokens.save(portal, Token(Secret("renewed"), end))
        print(tokens.load(portal).access.reveal())
    """
    )
    assert run([renew] * 4, home) == ["renewed\n"] * 4
    assert (home / "renewals").read_text() == "once\n"


@pytest.mark.requirement("REL-11")
def test_a_reader_never_meets_half_a_file_of_ours_and_outlasts_the_clis(
    home: Path, tokens: Tokens, portal: Portal, ears: Ears
) -> None:
    ours = (
        SIGN_IN
        + """
    for number in range(60):
        tokens.save(portal, Token(Secret(f"{number}-" * 500), end))
    """
    )
    theirs = (
        SIGN_IN
        + """
    path = tokens.path(portal)
    path.parent.mkdir(parents=True, exist_ok=True)
    for number in range(200):
        with open(path, "w") as stream:
            stream.write('{"accessToken": "' + f"{number}-" * 500)
            stream.flush()
            stream.write('", "expiresAt": "2027-01-01T00:00:00Z"}')
    """
    )
    reads = (
        SIGN_IN
        + """
    while tokens.load(portal) is None:
        pass
    for number in range(150):
        assert tokens.load(portal) is not None
    """
    )
    assert run([ours, theirs, reads], home) == ["", "", ""]
    assert tokens.load(portal) is not None
    assert ears.notices == []
