"""What is known of the highlighted account and role."""

from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static


class Details(NamedTuple):
    """The facts to show, in the order in which they are shown.

    Attributes:
        title: what it is about, safe to draw.
        facts: pairs of a word and a text, safe to draw; the pairs without a text are left out.
        trouble: what went wrong with it, safe to draw.
    """

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


class DetailPane(VerticalScroll, can_focus=False):
    """A column on the right; it is not there on narrow screens."""

    DEFAULT_CSS = """
    DetailPane {
        width: 38%;
        min-width: 36;
        max-width: 46;
        background: $surface;
        padding: 1 2;
        & > Static { width: 1fr; }
    }
    """

    details: var[Details] = var(Details())

    def compose(self) -> ComposeResult:
        """One text that wraps."""
        yield Static(markup=False)

    def watch_details(self, details: Details) -> None:
        """Show other facts."""
        parts = [Content.styled(details.title, "bold $primary")]
        for word, text in details.facts:
            if text:
                parts.append(Content.assemble("\n", (word, "$foreground-muted"), "\n", text))
        if details.trouble:
            parts.append(Content.assemble("\n", (details.trouble, "$text-error")))
        self.query_one(Static).update(Content("\n").join(parts) if details.title else Content(""))
