"""What do plain words of a command line mean?

Only what can be taken in one way: no abbreviation, nothing twice, no value that begins with a dash.
"""

from sso_tui.hot.doubt import doubt_unless


class Words:
    """The words of a command.

    Attributes:
        values: the options' values by the option's long name.
        references: what is no option.
    """

    def __init__(self, words: list[str], options: tuple[str, ...]) -> None:
        """
        Args:
            words: the words, without the command's name.
            options: the options that take a value, by their long names.

        Raises:
            NotHot: there are other words.
        """
        self.values: dict[str, str] = {}
        self.references: list[str] = []
        left = iter(words)
        for word in left:
            if not word.startswith("-"):
                self.references.append(word)
                continue
            name, assigned, value = word.partition("=")
            name = "--sso-session" if word == "-s" else name
            doubt_unless(name in options and name not in self.values)
            self.values[name] = value if assigned else next(left, "")
        for value in (*self.values.values(), *self.references):
            doubt_unless(bool(value) and not value.startswith("-"))

    def get(self, name: str) -> str | None:
        """The value of the option; None where it is not given."""
        return self.values.get(name)
