"""What all the screens that come up over the main one share: a frame, a title, and the way back."""

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sso_tui.keys import shown
from sso_tui.ui.bound import bound
from sso_tui.ui.widgets.key_line import KeyLine

ResultT = TypeVar("ResultT")


class Dialog(ModalScreen[ResultT]):
    """A framed box in the middle of the screen, with its own keys at the bottom."""

    AUTO_FOCUS = "*"

    BINDINGS: ClassVar[list[BindingType]] = [
        bound("dialog.back", "dismiss(None)", "Back", show=True),
        bound("help", "app.help", "Help", show=True),
        bound("quit", "app.quit", "Quit"),
        Binding("ctrl+c", "app.help_quit", "Quit", show=False),
    ]

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;

        & > #box {
            width: 72;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            background: $surface;
            border: round $primary;
            border-title-color: $primary;
            border-title-style: bold;
            border-subtitle-color: $foreground-muted;
        }
        & OptionList {
            border: none;
            background: $surface;
            height: auto;
            max-height: 100%;
            padding: 0;
            &:focus { border: none; background-tint: transparent; }
        }
    }
    """

    def __init__(self, title: str, about: str = "") -> None:
        """
        Args:
            title: what stands in the frame's upper line, safe to draw.
            about: what stands in the lower one, safe to draw.
        """
        super().__init__()
        self._box_title = title
        self._box_about = about

    def compose(self) -> ComposeResult:
        """The frame around whatever the dialog itself holds."""
        box = Vertical(*self.compose_box(), id="box")
        box.border_title = Content(self._box_title)
        box.border_subtitle = Content(self._box_about)
        yield box
        yield KeyLine()

    def key_for(self, name: str) -> str:
        """The key of that id as it holds here, to be named in a sentence."""
        held = (one.binding for one in self.active_bindings.values())
        key = next((one.key for one in held if one.id == name), None)
        return shown(name, {name: key} if key else {})

    def compose_box(self) -> ComposeResult:
        """What stands in the frame."""
        yield Static()
