"""The end of every test of the whole: wherever a secret could have gone, is there one?

The portal of the test mints canaries; files, terminals, streams, addresses and processes are looked
at, and what is found where no test of the whole may have it fails the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from canaries import AT_REST, ROLE, Canaries, Watch
from programs import OVERHEARD
from stage import Stage

HANDS_OUT = ("ssotui env", "ssotui use", "ssotui credential-process", "ssotui exec")
"""Commands whose standard output is for a role's credentials."""

USUAL = {
    "environment of *": ROLE,
    "file desk*/answer*": ROLE,
    "file desk*/out *": ROLE,
    **{f"standard output of {words}": ROLE for words in HANDS_OUT},
}
"""Where a user who works with a role has its credentials: in the shell and what runs in it, in the
files that the tests' shells answer by, and in the output of what was asked for them."""


@contextmanager
def swept(stage: Stage, folder: Path) -> Iterator[Watch]:
    """A watch over a stage; whoever leaves a secret lying about is told of it at the end.

    Args:
        stage: whose portal mints canaries from now on.
        folder: where everything of the test's lies, the stage's home too.
    """
    OVERHEARD.clear()
    stage.portal.mint = (canaries := Canaries()).mint
    with Watch(canaries) as watch:
        yield watch
    watch.look_at_files(stage.home)
    for part in folder.iterdir():
        if part != stage.home:
            watch.look_at_files(part, below=folder)
    for place, said in OVERHEARD:
        watch.look(place, said)
    watch.look_at_requests(stage.portal.requests)
    leaks = watch.leaks(AT_REST, USUAL, *watch.allowed)
    assert not leaks, f"secrets where they may not be: {leaks}"
