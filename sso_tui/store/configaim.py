"""What is an AWS config file to say after a change, and does it?

The aim is told in what a reader makes of the file, whatever lines say it: exactly what was meant,
and nothing else.
"""

from collections.abc import Collection, Iterable, Mapping

from sso_tui.effects import Section
from sso_tui.errors import ConfigError
from sso_tui.model import clean
from sso_tui.store.configsection import INHERITED, SectionKey, Value
from sso_tui.store.configtext import ConfigText, parse
from sso_tui.store.configwords import require_setting


def key_of(section: Section) -> SectionKey:
    """Kind and name."""
    return section.kind, section.name


def merged(sections: Iterable[Section]) -> dict[SectionKey, dict[str, str]]:
    """The settings of each section; of two that set the same, the later one counts.

    Raises:
        ConfigError: a setting can't be written.
    """
    wanted: dict[SectionKey, dict[str, str]] = {}
    for section in sections:
        for key, value in section.settings:
            require_setting(key, value)
        wanted.setdefault(key_of(section), {}).update(section.settings)
    return wanted


def meant(
    before: Mapping[SectionKey, Mapping[str, Value]],
    wanted: Mapping[SectionKey, Mapping[str, str]],
    removed: Collection[SectionKey],
    lent: Mapping[str, Value],
) -> dict[SectionKey, dict[str, Value]]:
    """What a reader is to make of the file afterwards.

    Args:
        before: what it makes of the file as it is.
        wanted: settings by section; an empty value takes the key away.
        removed: sections to take away.
        lent: the settings that `[DEFAULT]` lends to every section.
    """
    after = {key: dict(settings) for key, settings in before.items() if key not in removed}
    for key, settings in wanted.items():
        section = after.setdefault(key, dict(lent))
        for name, value in settings.items():
            if value:
                section[name] = value
            elif name in lent:
                section[name] = lent[name]
            else:
                section.pop(name, None)
    return after


def require_single(text: ConfigText, keys: Collection[SectionKey]) -> None:
    """Refuse to take away sections that are there in several spellings.

    Raises:
        ConfigError: one of them is; the sentence names the lines.
    """
    lines: dict[SectionKey, list[str]] = {key: [] for key in keys}
    for section in text.sections:
        if section.key in lines:
            lines[section.key].append(str(section.line + 1))
    for key, found in lines.items():
        if len(found) > 1:
            raise ConfigError(
                f"the {clean(' '.join(key))} occurs in several spellings, in lines {', '.join(found)}",
                "Remove those that are not needed, then try again.",
            )


def require_unlent(text: ConfigText, wanted: Mapping[SectionKey, Mapping[str, str]]) -> None:
    """Refuse to take away what `[DEFAULT]` lends: the section would have it all the same.

    Args:
        text: the file as it is.
        wanted: settings by section; an empty value takes the key away.

    Raises:
        ConfigError: it lends one of them; the sentence names the line.
    """
    lent = [
        one
        for section in text.sections
        if section.kind == INHERITED
        for one in section.settings.values()
    ]
    for (kind, name), settings in wanted.items():
        for one in lent:
            if settings.get(one.key) == "":
                raise ConfigError(
                    f"[DEFAULT] lends its {clean(one.key)}, on line {one.first + 1}, to every section, and "
                    f"the {kind} {clean(name)} would not be what was meant",
                    "Take that line out by hand in a text editor, then try again.",
                )


def require_meant(
    text: ConfigText,
    data: bytes,
    wanted: Mapping[SectionKey, Mapping[str, str]],
    removed: Collection[SectionKey],
) -> None:
    """Refuse what would say anything else than was meant.

    Args:
        text: the file as it is.
        data: its bytes after the change.
        wanted: settings by section; an empty value takes the key away.
        removed: sections to take away.

    Raises:
        ConfigError: it would.
    """
    after = parse(data, text.encoding)
    aim = meant(text.readings(), wanted, removed, text.lent())
    if not after.problems and after.readings() == aim:
        return
    found = after.problems[0] if after.problems else "other settings would change with it"
    raise ConfigError(
        f"the AWS config file can't be changed safely: {clean(str(found))}",
        "Change it by hand in a text editor.",
    )
