"""The least that an app in this framework can be: what the screen is measured against.

python tests/benchmarks/smallest_apps.py text|input
"""

import sys

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

MARK = "on the screen"


class Text(App[None]):
    """One text."""

    def compose(self) -> ComposeResult:
        yield Static(MARK)


class Line(App[None]):
    """One line to type in."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder=MARK)


if __name__ == "__main__":
    {"text": Text, "input": Line}[sys.argv[1]]().run()
