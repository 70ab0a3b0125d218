"""What do the quick answers need to know of the settings, of the AWS config file, of the commands?

All of it is put together here, the long way, and kept in the cache folder for `sso_tui.hot`. None
of it is a secret, and all of it may be deleted at any time.
"""

from argparse import Action, ArgumentParser
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sso_tui.broker import Broker
from sso_tui.cli.command import COMMANDS, load
from sso_tui.cli.parser import Parser, add_global, parser_of
from sso_tui.errors import SsotuiError, StorageError
from sso_tui.hot import digest as hot
from sso_tui.hot.disk import stamp
from sso_tui.hot.doubt import NotHot
from sso_tui.model import Portal
from sso_tui.store.files import remove
from sso_tui.store.folders import own_folder
from sso_tui.store.jsonfile import write_object
from sso_tui.store.places import Places
from sso_tui.world import World

MOST_KEPT: Final = 8
"""Digests that are kept, each for another environment; the eldest beyond go."""

_KINDS: Final = {
    "sso_session": "portal",
    "account": "account",
    "account_id": "account",
    "role": "role",
    "role_name": "role",
    "region": "region",
    "reference": "reference",
}
"""The kind of an option's value, or of a word that is no option, by its name in the parser."""


def keep(world: World) -> None:
    """Keep a digest for the next time, where there is none that is up to date.

    Raises:
        SsotuiError: a file can't be understood or written; the next answer takes as long again.
        NotHot: there is no place for it.
    """
    if not _up_to_date(world) and _can_be_told_apart(world):
        _store(world, digest(world))


def digest(world: World) -> dict[str, Any]:
    """What the settings and the AWS config file say.

    Raises:
        ConfigError: they can't be understood.
    """
    places = Places.of(world)
    files = [[str(path), stamp(str(path))] for path in (places.aws_config, places.settings_file)]
    broker = Broker(world)
    config, settings = broker.config, broker.settings
    roles = ((name, config.role_of_profile(name)) for name in config.profiles)
    return {
        "code": hot.code_stamp(),
        "files": files,
        "cache_role_credentials": settings.cache_role_credentials,
        "protecting": any(one.protected for one in settings.environments),
        "hidden": list(settings.hidden),
        "region": settings.region,
        "regions": dict(settings.regions),
        "portals": [
            [portal.key, portal.start_url if portal.legacy else None, _usable(broker, portal)]
            for portal in config.portals()
        ],
        "profiles": {name: role for name, role in roles if role},
    }


def grammar() -> dict[str, Any]:
    """Which words the commands take."""
    from sso_tui.aws.portals import LONG_KNOWN_REGIONS

    overall = Parser(prog="ssotui")
    overall.add_argument("--version", action="store_true")
    add_global(overall)
    return {
        "code": hot.code_stamp(),
        "options": _taken_by(overall)["options"],
        "commands": {name: _taken_by(parser_of(name, load(name))) for name in COMMANDS},
        "known_regions": sorted(LONG_KNOWN_REGIONS),
    }


def keep_grammar(world: World, found: Mapping[str, Any]) -> None:
    """Keep which words the commands take, where there is a place for it."""
    with suppress(NotHot, StorageError):
        path = Path(hot.grammar_path(world.environ))
        own_folder(path.parent)
        write_object(path, found)


def _usable(broker: Broker, portal: Portal) -> bool:
    try:
        return broker.portal(portal.key) == portal
    except SsotuiError:
        return False


def _up_to_date(world: World) -> bool:
    try:
        return bool(hot.load(world.environ))
    except (NotHot, LookupError, TypeError, ValueError):
        return False


def _can_be_told_apart(world: World) -> bool:
    """Whether the variables that name files say all by themselves where those are."""
    named = (world.get("AWS_CONFIG_FILE"), world.get("SSOTUI_CONFIG"))
    return all(name is None or (name.startswith(("/", "~/")) and "$" not in name) for name in named)


def _store(world: World, content: Mapping[str, Any]) -> None:
    """Write it, unless a file that it speaks of was written meanwhile."""
    if any(stamp(path) != was for path, was in content["files"]):
        return
    path = hot.digest_path(world.environ)
    folder = own_folder(Path(path).parent)
    write_object(Path(hot.profiles_path(path)), content["profiles"])
    write_object(Path(path), {key: value for key, value in content.items() if key != "profiles"})
    _sweep(folder)


def _sweep(folder: Path) -> None:
    found = sorted(folder.glob("hot-*[0-9a-f].json"), key=lambda one: one.stat().st_mtime)
    for eldest in found[:-MOST_KEPT]:
        remove(eldest)
        remove(Path(hot.profiles_path(str(eldest))))


def _taken_by(parser: ArgumentParser) -> dict[str, Any]:
    """What the parser takes: options, words, and commands with what each of those takes."""
    options: dict[str, object] = {}
    operands: list[object] = []
    commands: dict[str, object] = {}
    for action in parser._actions:
        if action.option_strings:
            options |= dict.fromkeys(action.option_strings, _kind(action))
        elif isinstance(action.choices, Mapping):
            commands |= {name: _taken_by(inner) for name, inner in action.choices.items()}
        else:
            operands.append(_kind(action))
    return {"options": options, "operands": operands, "commands": commands}


def _kind(action: Action) -> object:
    """What the value of the option, or the word, can be; None where the option takes none."""
    if action.nargs == 0:
        return None
    if action.choices is not None:
        return list(action.choices)
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return "reference" if "REF" in metavar.split("|") else _KINDS.get(action.dest, "")
