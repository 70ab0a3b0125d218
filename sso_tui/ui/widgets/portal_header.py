"""Which portal this is, and how long its sign-in lasts."""

from typing import NamedTuple

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class SignInState(NamedTuple):
    """A portal's sign-in in words.

    Attributes:
        words: such as "signed in · 7h 58m" or "signed out".
        style: the theme colour that goes with them: `success`, `warning` or `error`.
    """

    words: str = ""
    style: str = "primary"


class PortalHeader(Widget):
    """One line at the top of the screen."""

    DEFAULT_CSS = """
    PortalHeader {
        height: 1;
        background: $panel;
        padding: 0 1;
        &.-break-glass { background: $error 20%; }
    }
    """

    portal_name: reactive[str] = reactive("")
    place: reactive[str] = reactive("")
    hidden: reactive[int] = reactive(0)
    """How many accounts the user has hidden here."""
    sign_in: reactive[SignInState] = reactive(SignInState())
    break_glass: reactive[bool] = reactive(False, toggle_class="-break-glass")
    """Whether this portal is for emergencies alone."""

    def on_mount(self) -> None:
        """Explain itself to a mouse that rests here."""
        self.tooltip = (
            "The portal, and how long its sign-in lasts without anybody signing in again."
        )

    def render(self) -> RenderResult:
        """The name of the program and the portal on the left, the sign-in on the right."""
        left = Content.assemble(
            ("ssotui", "bold $text-primary"), ("  ", ""), Content.styled(self.portal_name, "bold")
        )
        if self.break_glass:
            left += Content("  ") + Content.styled(" BREAK GLASS ", "bold $background on $error")
        right = Content.styled(self.sign_in.words, f"$text-{self.sign_in.style}")
        right = right.truncate(
            max(self.content_size.width - left.cell_length - 2, 0), ellipsis=True
        )
        room = self.content_size.width - left.cell_length - right.cell_length
        hidden = f"{self.hidden} hidden" if self.hidden else ""
        where = " · ".join(filter(None, (self.place, hidden)))
        muted = "$foreground" if self.break_glass else "$foreground-muted"
        place = Content.styled(f"  {where}", muted)
        if place.cell_length + 2 <= room:
            left, room = left + place, room - place.cell_length
        return Content.assemble(left, " " * max(room, 1), right)
