"""Where on a command line is the cursor? What kind of word is wanted there, and what stands before it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_UNKNOWN: "dict[str, Any]" = {"options": {}}
_GLOBAL = ("-s", "--sso-session")


class Line:
    """The command line as far as it is typed.

    Attributes:
        current: the word being typed, or the part of it that is to be completed.
        lead: the part in front, which every completion begins with.
        node: what the command takes; None before there is a command.
        awaited: the kind of value that an option in front waits for; None where none does.
        values: the values that options have got, by the option.
        ended: whether `--` stands in front.
    """

    def __init__(self, typed: list[str], grammar: "dict[str, Any]") -> None:
        self.current = typed[-1] if typed else ""
        self.lead = ""
        self.node: dict[str, Any] | None = None
        self.awaited: Any = None
        self.values: dict[str, str] = {}
        self.ended = False
        self._grammar = grammar
        self._taken = 0
        left = iter(typed[:-1])
        for word in left:
            self._take(word, left)
        self._enter_option()

    @property
    def options(self) -> "dict[str, Any]":
        """The options that can stand here, with the kind of their values; None for none."""
        options: dict[str, Any] = (self.node or self._grammar)["options"]
        return options

    @property
    def commands(self) -> "dict[str, Any]":
        """The commands, or commands of a command, one of which comes next."""
        commands: dict[str, Any] = (self.node or self._grammar).get("commands") or {}
        return commands

    @property
    def operand(self) -> "Any":
        """The kind of what is no option and comes next; None where nothing does."""
        operands = (self.node or {}).get("operands") or []
        return operands[self._taken] if self._taken < len(operands) else None

    def _take(self, word: str, left: "Iterator[str]") -> None:
        name, assigned, value = word.partition("=")
        if self.ended:
            return
        if word == "--":
            self.ended = True
        elif word.startswith("-"):
            self._take_option(name, value if assigned else None, left)
        elif self.commands:
            self._enter(word)
        else:
            self._taken += 1

    def _enter(self, word: str) -> None:
        """Go into a command; a first word that is none begins a query, as for `use`."""
        known = self.commands
        self._taken = int(word not in known)
        self.node = known.get(word) or (_UNKNOWN if self.node else known["use"])

    def _take_option(self, name: str, value: str | None, left: "Iterator[str]") -> None:
        kind = self.options.get(name)
        if kind is None or value is not None:
            self.values[name] = value or ""
            return
        value = next(left, None)
        if value is None:
            self.awaited = kind
        else:
            self.values["--sso-session" if name in _GLOBAL else name] = value

    def _enter_option(self) -> None:
        """Complete the value alone in `--option=value`."""
        name, assigned, value = self.current.partition("=")
        if self.awaited is None and name.startswith("--") and assigned:
            self.awaited, self.current = self.options.get(name) or "", value
            self.lead = f"{name}="
