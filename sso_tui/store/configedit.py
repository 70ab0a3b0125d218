"""How do the lines of an AWS config file change, and which stay?

Only lines that say something else afterwards are touched: a changed value is exchanged on its
line, a missing key follows the last one of its section with the same indent, a new section follows
the last line of the file, a section that goes leaves its comments behind. What goes can stay to be
read, as comments under a heading. All other bytes stay. The result is read again, and is refused
unless it says exactly what was meant and nothing else.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from sso_tui.effects import Section
from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.store.configaim import merged, require_meant, require_single, require_unlent
from sso_tui.store.configsection import SectionKey, SectionText, Setting
from sso_tui.store.configtext import ConfigText
from sso_tui.store.configwords import header_of

_COMMENTS: Final = ("#", ";")


def edited(
    text: ConfigText,
    sections: Iterable[Section],
    removed: Collection[SectionKey],
    heading: str = "",
) -> bytes:
    """The bytes of a config file after a change.

    Args:
        text: the file, without problems.
        sections: what it is to have; a setting with an empty value is taken away.
        removed: sections to take away; those that are not there are no matter.
        heading: what stands above the lines that are taken away, which then stay as comments;
            empty where they go.

    Raises:
        ConfigError: a word can't be written, or no way was found to change this and nothing else.
    """
    wanted = merged(sections)
    require_unlent(text, wanted)
    there = text.in_force()
    edit = _Edit(text, heading)
    require_single(text, removed)
    for key in removed:
        if key in there:
            edit.remove(there[key])
    for key, settings in wanted.items():
        if key in there:
            edit.update(there[key], settings)
    data = edit.result([(key, settings) for key, settings in wanted.items() if key not in there])
    require_meant(text, data, wanted, removed)
    return data


class _Edit:
    """The lines of one file, and what becomes of them; an empty one is gone."""

    def __init__(self, text: ConfigText, heading: str) -> None:
        self._text = text
        self._heading = heading
        self._before = text.lines
        self._lines = list(self._before)
        self._retired: set[int] = set()
        self._inserted: dict[int, list[bytes]] = {}
        self._end = _line_end(self._before[0] if self._before else b"") or b"\n"

    def update(self, section: SectionText, settings: Mapping[str, str]) -> None:
        """Give a section that is there these settings."""
        missing = {}
        for key, value in settings.items():
            setting = section.settings.get(key)
            if setting is None:
                missing[key] = value
            elif not value:
                self._retire(setting.first, setting.end)
            elif setting.value() != value:
                self._exchange(setting, value)
        end = self._end_of(section.end - 1)
        self._inserted[section.end] = self._new_lines(self._indent(section), missing, end)

    def remove(self, section: SectionText) -> None:
        """Take a section away, with the blank line that set it off, but not its comments."""
        self._retire(section.line, section.end)
        if self._heading:
            return
        before = section.line - 1
        if before >= 0 and not self._before[before].strip():
            self._lines[before] = b""

    def result(self, added: Iterable[tuple[SectionKey, Mapping[str, str]]]) -> bytes:
        """The file, with these sections at its end."""
        lines: list[bytes] = []
        for index, line in enumerate([*self._lines, b""]):
            _insert(lines, self._inserted.get(index, []))
            if index in self._retired:
                lines += self._as_comment(index)
            elif line:
                lines.append(line)
        end = next(filter(None, map(_line_end, reversed(lines))), self._end)
        for key, settings in added:
            header = self._encoded(f"[{header_of(key)}]") + end
            if lines and not _line_end(lines[-1]):
                lines[-1] += end
            if lines and lines[-1].strip():
                lines.append(end)
            lines += [header, *self._new_lines("", settings, end)]
        return b"".join(lines)

    def _end_of(self, index: int) -> bytes:
        """How a line ends, and what is put below it; in a mixed file that differs."""
        return _line_end(self._before[index]) or self._end

    def _new_lines(self, indent: str, settings: Mapping[str, str], end: bytes) -> list[bytes]:
        return [
            self._encoded(f"{indent}{key} = {value}") + end
            for key, value in settings.items()
            if value
        ]

    def _exchange(self, setting: Setting, value: str) -> None:
        """Put another value on a setting's line; what surrounded the old one stays."""
        line = self._before[setting.first]
        head, rest = _parted(self._decoded(setting.first))
        gap = rest[: len(rest) - len(rest.lstrip())]
        if not rest.strip():
            gap = " " if head[-2:-1].isspace() else ""
        self._drop(setting.first, setting.end)
        self._lines[setting.first] = self._encoded(head + gap + value) + _line_end(line)

    def _drop(self, first: int, end: int) -> None:
        for index in range(first, end):
            if not self._decoded(index).lstrip().startswith(_COMMENTS):
                self._lines[index] = b""

    def _retire(self, first: int, end: int) -> None:
        """Have lines go; under a heading, where there is one, they stay to be read."""
        if self._heading:
            self._retired.update(index for index in range(first, end) if not self._is_quiet(index))
        else:
            self._drop(first, end)

    def _as_comment(self, index: int) -> list[bytes]:
        """A line that went; the first of those that stand together stands below the heading."""
        line = self._encoded("# ") + self._before[index]
        before = index - 1
        while before >= 0 and before not in self._retired and self._is_quiet(before):
            before -= 1
        if before in self._retired:
            return [line]
        return [self._encoded(f"# {self._heading}") + self._end_of(index), line]

    def _is_quiet(self, index: int) -> bool:
        text = self._decoded(index).strip()
        return not text or text.startswith(_COMMENTS)

    def _indent(self, section: SectionText) -> str:
        """What a new setting must begin with to belong to the section, and to let the next begin.

        After a setting, a line that is indented further continues it.
        """
        if section.settings:
            index = max(setting.first for setting in section.settings.values())
        else:
            later = (one.line for one in self._text.sections if one.line > section.line)
            index = min(later, default=section.line)
        line = self._decoded(index)
        return line[: len(line) - len(line.lstrip())]

    def _decoded(self, index: int) -> str:
        return self._before[index].decode(self._text.encoding)

    def _encoded(self, line: str) -> bytes:
        try:
            return line.encode(self._text.encoding)
        except UnicodeEncodeError:
            encoding = self._text.encoding.upper()
            raise ConfigError(f"{clean(line)} can't be written in {encoding}") from None


def _insert(lines: list[bytes], more: Sequence[bytes]) -> None:
    """Add lines such that a file without a line end at its end stays one."""
    if more and lines and not _line_end(lines[-1]):
        end = _line_end(more[-1])
        lines[-1] += end
        more = [*more[:-1], more[-1].removesuffix(end)]
    lines += more


def _line_end(line: bytes) -> bytes:
    return line[len(line.rstrip(b"\r\n")) :]


def _parted(line: str) -> tuple[str, str]:
    """A setting's line up to its delimiter, and the rest without the line end."""
    body = line.rstrip("\r\n")
    at = min(at for at in (body.find("="), body.find(":")) if at >= 0) + 1
    return body[:at], body[at:]
