"""What does an AWS config file say, and on which lines?

The grammar as botocore reads it, which is Python's `RawConfigParser` with `=` and `:` as delimiters,
and then `botocore.configloader` on top: names in headers by `shlex`, one level of nested maps. It
is read here again because an editor must know the line of everything, and because botocore takes
too long to import for a program that only wants to know its portals. Reading is pure, and never
fails: what makes botocore refuse the whole file is a problem with a line and a reason.
"""

import locale
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from sso_tui.store.configsection import (
    IGNORED,
    INHERITED,
    SectionKey,
    SectionText,
    Setting,
    Value,
    section_key,
)


class ConfigProblem(NamedTuple):
    """Something wrong in a config file.

    Attributes:
        line: its line, counted from 1.
        reason: what is wrong, as a clause.
    """

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class ConfigText(NamedTuple):
    """A config file, read.

    Attributes:
        data: the bytes that were read.
        encoding: what they were read as.
        sections: every section, in the order of the file.
        problems: what makes botocore refuse the whole file, by line; empty where nothing does.
    """

    data: bytes
    encoding: str
    sections: tuple[SectionText, ...]
    problems: tuple[ConfigProblem, ...]

    @property
    def lines(self) -> list[bytes]:
        """The file's lines with their ends; the indexes of settings and sections count these."""
        return self.data.splitlines(keepends=True)

    def in_force(self) -> dict[SectionKey, SectionText]:
        """The sections that count: of several with one name, the last replaces the others."""
        return {
            section.key: section
            for section in self.sections
            if section.kind not in (IGNORED, INHERITED)
        }

    def lent(self) -> dict[str, Value]:
        """What `[DEFAULT]` lends to every section that has no such setting of its own."""
        lent: dict[str, Value] = {}
        for key, setting in _inherited(self.sections).items():
            with suppress(ValueError):  # a bad map, which nobody borrows in a file without problems
                lent[key] = setting.value()
        return lent

    def readings(self) -> dict[SectionKey, dict[str, Value]]:
        """What botocore makes of the file. Only for a file without problems."""
        lent = _inherited(self.sections)
        return {
            key: {name: setting.value() for name, setting in (lent | section.settings).items()}
            for key, section in self.in_force().items()
        }

    def by_header(self) -> dict[str, dict[str, Value]]:
        """What SDKs make of it as a credentials file, where each header is a profile's name, even
        `[services-ci]`. Only for a file without problems.
        """
        lent = _inherited(self.sections)
        return {
            section.header: {
                name: setting.value() for name, setting in (lent | section.settings).items()
            }
            for section in self.sections
            if section.kind != INHERITED
        }


def file_encoding() -> str:
    """The encoding that botocore reads with: the locale's, as for every `open` in Python."""
    return locale.getpreferredencoding(False)


def parse(data: bytes, encoding: str = "utf-8") -> ConfigText:
    """Read the bytes of an AWS config file.

    Args:
        data: the whole file.
        encoding: any in which line ends, brackets and delimiters are those of ASCII.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = len((data[: error.start] + b".").splitlines())
        problem = ConfigProblem(line, f"bytes that are not {encoding.upper()}")
        return ConfigText(data, encoding, (), (problem,))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    scan = _Scan()
    scan.read(lines)
    problems = sorted([*scan.problems, *_nesting_problems(scan.sections, lines)])
    return ConfigText(data, encoding, tuple(scan.sections), tuple(problems))


class _Scan:
    """The reading of one file, line by line, as `configparser.RawConfigParser` does it."""

    __slots__ = (
        "_blanks", "_headers", "_indent", "_lent", "_more", "_section", "_setting", "problems",
        "sections",
    )  # fmt: skip

    def __init__(self) -> None:
        self.sections: list[SectionText] = []
        self.problems: list[ConfigProblem] = []
        self._headers: set[str] = set()
        self._lent: set[str] = set()
        self._section: SectionText | None = None
        self._setting: Setting | None = None
        self._more: list[str] = []
        self._indent = self._blanks = 0

    def read(self, lines: Sequence[str]) -> None:
        for index, line in enumerate(lines):
            text = line.strip()
            if not text:
                self._blanks += 1
            elif text[0] not in "#;":
                indent = 0 if line[0] == text[0] else len(line) - len(line.lstrip())
                if indent > self._indent and self._setting:
                    self._continue_setting(index, text)
                elif not self._open(index, indent, text):
                    break
        self._close_setting()

    def _open(self, index: int, indent: int, text: str) -> bool:
        """Begin a section or a setting; False where reading can't go on."""
        if self._more:
            self._close_setting()
        self._indent = indent
        if text[0] == "[" and (bracket := text.rfind("]")) > 1:
            self._open_section(index, text[1:bracket])
        elif self._section is None:
            self._complain(index, "text before the first [section]" + _mark(text))
            return False
        else:
            self._open_setting(index, text, self._section)
        return True

    def _open_section(self, index: int, header: str) -> None:
        section = self._section = SectionText(*section_key(header), header, index, {})
        self._setting = None
        if header in self._headers:
            self._complain(index, f"the section [{header}] occurs twice")
        elif section.kind != INHERITED:
            self._headers.add(header)
        self.sections.append(section)

    def _open_setting(self, index: int, text: str, section: SectionText) -> None:
        key, delimiter, value = text.partition("=")
        if ":" in key:
            key, delimiter, value = text.partition(":")
        key = key.rstrip().lower()
        if not delimiter:
            return self._complain(index, "neither a [section] nor a key with = and a value")
        if not key:
            return self._complain(index, f"no key before {delimiter}")
        if key in section.settings or (key in self._lent and section.kind == INHERITED):
            self._complain(index, f"the key {key} occurs twice in [{section.header}]")
        if section.kind == INHERITED:
            self._lent.add(key)
        self._setting = section.settings[key] = Setting(key, value.lstrip(), index, index + 1)
        self._blanks = 0
        return None

    def _continue_setting(self, index: int, text: str) -> None:
        if self._setting and self._section:
            self._more += [""] * self._blanks + [text]
            self._setting = self._setting._replace(end=index + 1)
            self._blanks = 0

    def _close_setting(self) -> None:
        if self._more and self._setting and self._section:
            whole = "\n".join([self._setting.text, *self._more])
            self._section.settings[self._setting.key] = self._setting._replace(text=whole)
        self._more = []

    def _complain(self, index: int, reason: str) -> None:
        self.problems.append(ConfigProblem(index + 1, reason))


def _mark(text: str) -> str:
    """A word about the byte order mark, which can't be seen and yet spoils the first header."""
    return ": a byte order mark, to be removed" if text.startswith(("\ufeff", "ï»¿")) else ""


def _inherited(sections: Sequence[SectionText]) -> dict[str, Setting]:
    return {
        key: setting
        for section in sections
        if section.kind == INHERITED
        for key, setting in section.settings.items()
    }


def _nesting_problems(
    sections: Sequence[SectionText], lines: Sequence[str]
) -> Iterator[ConfigProblem]:
    borrowers = [section for section in sections if section.kind != INHERITED]
    for section in borrowers:
        for setting in section.settings.values():
            if setting.text[:1] == "\n":
                yield from _lines_without_equals(setting, lines)
    for key, setting in _inherited(sections).items():
        if setting.nested and any(key not in section.settings for section in borrowers):
            yield from _lines_without_equals(setting, lines)


def _lines_without_equals(setting: Setting, lines: Sequence[str]) -> Iterator[ConfigProblem]:
    for index in range(setting.first + 1, setting.end):
        text = lines[index].strip()
        if text.startswith(("#", ";")):
            continue
        if any("=" not in piece for piece in text.splitlines() if piece.strip()):
            yield ConfigProblem(index + 1, f"a line under {setting.key} has no =")
