"""One thing out of a few, each with a word of explanation."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sso_tui.ui.screens.modal import Dialog


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a choice.

    Attributes:
        value: what choosing it yields.
        label: the line, safe to draw.
        note: a word of explanation behind it, safe to draw.
    """

    value: str
    label: str
    note: str = ""


class ChoiceScreen(Dialog[str]):
    """A short list to choose from; its result is the value chosen."""

    HELP = """\
### A choice

The arrows move, **enter** takes what is highlighted. At first that is what holds now.
"""

    DEFAULT_CSS = """
    ChoiceScreen {
        & #note { margin: 0 1 1 1; color: $foreground-muted; }
    }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        chosen: str = "",
        note: str = "",
        about: str = "",
    ) -> None:
        """
        Args:
            title: what is chosen, safe to draw.
            choices: what there is to choose from.
            chosen: the value that holds now.
            note: a sentence above the choices, safe to draw.
            about: what they concern beside the title, safe to draw.
        """
        super().__init__(title, about)
        self._note = note
        self._choices = tuple(choices)
        self._chosen = chosen

    def compose_box(self) -> ComposeResult:
        """One line for each."""
        if self._note:
            yield Static(self._note, id="note", markup=False)
        yield OptionList(*(Option(self._line(choice)) for choice in self._choices), markup=False)

    def on_mount(self) -> None:
        """Highlight what holds now."""
        values = [choice.value for choice in self._choices]
        line = values.index(self._chosen) if self._chosen in values else 0
        self.query_one(OptionList).highlighted = line

    @on(OptionList.OptionSelected)
    def selected(self, event: OptionList.OptionSelected) -> None:
        """Leave with the highlighted value."""
        self.dismiss(self._choices[event.option_index].value)

    def _line(self, choice: Choice) -> Content:
        """The notes stand below one another."""
        width = max(cell_len(one.label) for one in self._choices)
        label = f" {choice.label}{' ' * (width - cell_len(choice.label))}"
        return Content.assemble(label, (f"   {choice.note}", "$foreground-muted"))
