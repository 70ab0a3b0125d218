"""What becomes of a copy where no clipboard can be reached, as over SSH?

The terminal that all this is drawn on can copy, if it wants to (OSC 52; xterm's ctlseqs, "Manipulate
Selection Data"). The text then passes through whatever stands between, and nobody can tell whether
it arrived; so the user is asked, and may say once that it is always to be so.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from sso_tui.effects import Copy, Effect, Prefer
from sso_tui.errors import NoClipboard
from sso_tui.ui.screens.choice import Choice, ChoiceScreen
from sso_tui.ui.telling import CLIPBOARD

if TYPE_CHECKING:
    from sso_tui.ui.app import SsotuiApp

SETTING: Final = "terminal_clipboard"

WHY: Final = (
    "The terminal may be able to copy (OSC 52). What it copies passes through all that stands"
    " between, tmux too (which needs set-clipboard on), and nobody can tell whether it did."
)


def copy_by_terminal(
    app: "SsotuiApp", copy: Copy, error: NoClipboard, carry_out: Callable[[Effect], object]
) -> None:
    """Have the terminal copy, as far as the settings let it; ask where they say so.

    Args:
        app: what draws on the terminal.
        copy: what is to be copied.
        error: why no clipboard did.
        carry_out: what has an effect performed.
    """

    def answered(answer: str | None) -> None:
        if not answer:
            return
        if answer == "always":
            note = f"The terminal copies from now on: {app.broker.settings_file}"
            carry_out(Prefer(SETTING, "always", note))
        _copy(app, copy)

    permission = app.broker.settings.terminal_clipboard
    if permission == "always":
        _copy(app, copy)
    elif permission == "never":
        app.tell(str(error), "error", (CLIPBOARD,))
    else:
        choices = [
            Choice("once", "Let the terminal copy this"),
            Choice("always", "Let the terminal copy, and don't ask again"),
        ]
        app.push_screen(ChoiceScreen(error.what, choices, note=WHY), answered)


def _copy(app: "SsotuiApp", copy: Copy) -> None:
    seconds = app.broker.settings.clear_clipboard_after if copy.sensitive else 0
    app.have_terminal_copy(copy.text.reveal(), seconds)
    cleared = f"; cleared in {seconds} s unless ssotui ends before" if seconds else ""
    app.tell(f"Told the terminal to copy the {copy.note}{cleared}", about=(CLIPBOARD,))
