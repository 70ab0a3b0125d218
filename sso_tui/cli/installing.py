"""How do a shell's own files come to load `ssotui`, and how are they as they were again?

Nothing is written before the change was shown and agreed to, and only onto the content that it was
shown for. What the files hold otherwise, their mode, owner and links stay.
"""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sso_tui.cli.agreeing import agree
from sso_tui.cli.output import say
from sso_tui.errors import SsotuiError, StorageError
from sso_tui.shells.init import init
from sso_tui.shells.rcfile import code_file, loading, rc_file, with_block, without_block
from sso_tui.store.files import MEBIBYTE, Places, remove
from sso_tui.store.safewrite import Snapshot, drafted, settled
from sso_tui.text import made_safe, shown_path
from sso_tui.world import World


@dataclass(frozen=True, slots=True)
class Change:
    """New content for a file.

    Attributes:
        path: the file, as the user names it.
        old: the file as it is.
        new: what it is to hold; None where it is to go.
    """

    path: Path
    old: Snapshot
    new: bytes | None

    @property
    def needed(self) -> bool:
        """Whether it changes anything."""
        return self.old.data != self.new

    @property
    def diff(self) -> str:
        """The lines that change, and none beside them, which may hold anything."""
        before, after = (
            (data or b"").decode("utf-8", "replace").splitlines()
            for data in (self.old.data, self.new)
        )
        name = str(self.path)
        lines = difflib.unified_diff(before, after, name, name, lineterm="", n=0)
        return "\n".join(map(made_safe, lines))

    def make(self, spare: Path) -> None:
        """Make it.

        Args:
            spare: a folder of our own for what can't lie beside the file.

        Raises:
            StorageError: it can't be written, or somebody else has changed the file meanwhile.
        """
        if self.new is None:
            made = self.old.current() and remove(self.path)
        else:
            with drafted(self.old, self.new, spare) as draft:
                made = draft.put()
        if not made:
            raise StorageError(
                f"{shown_path(self.path)} was changed by another program", "Try again."
            )


def install(world: World, shell: str, program: Sequence[str], *, ask: bool) -> None:
    """Have `shell` load its function whenever it starts.

    Args:
        world: whose shell, and whom to ask.
        shell: one of `INIT_SHELLS`.
        program: the words that start the program, the first an absolute path.
        ask: whether the user has yet to agree.

    Raises:
        SsotuiError: a file can't be read, understood or written.
        Cancelled: the user did not agree.
    """
    path, code = rc_file(shell, world), code_file(shell, world)
    old = _read(world, path)
    block = with_block(old.data, path, shell, loading(shell, [str(code)] if code else program))
    changes = [Change(path, old, block)]
    if code:
        changes.insert(0, _of_code(world, code, init(shell, *program).encode()))
    if _made(world, changes, ask=ask):
        say(world, f"Every {shell} that starts from now on has the function ssotui.")


def uninstall(world: World, shell: str, *, ask: bool) -> None:
    """Take away what `install` put in, and nothing else.

    Raises:
        SsotuiError: a file can't be read, understood or written.
        Cancelled: the user did not agree.
    """
    path, code = rc_file(shell, world), code_file(shell, world)
    old = _read(world, path)
    changes = [Change(path, old, without_block(old.data, path) if old.data else old.data)]
    if code:
        changes.append(_of_code(world, code, None))
    if _made(world, changes, ask=ask):
        say(world, f"{shell} no longer loads the function ssotui.")


def _of_code(world: World, path: Path, new: bytes | None) -> Change:
    """The change of a file that is all ours."""
    old = _read(world, path)
    if old.data and not old.data.startswith(b"# ssotui for "):
        raise SsotuiError(
            f"{shown_path(path)} is not ssotui's", "Give it another name, then try again."
        )
    return Change(path, old, new)


def _read(world: World, path: Path) -> Snapshot:
    return settled(path, MEBIBYTE, world.wait)


def _made(world: World, changes: list[Change], *, ask: bool) -> bool:
    """Show the changes, have them agreed to, and make them; False where there are none."""
    needed = [change for change in changes if change.needed]
    for change in needed:
        say(world, change.diff)
    if not needed:
        say(world, f"There is nothing to change in {shown_path(changes[-1].path)}.")
        return False
    if ask:
        agree(world)
    for change in needed:
        change.make(Places.of(world).state_dir / "drafts")
    return True
