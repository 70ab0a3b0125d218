"""May a user's own key be what it is said to be?

Only a key that a terminal sends, that leaves typing alone, and that nothing else has at the same
time. Keys have Textual's names: `ctrl+w`, `f5`, `pageup`, `x`.
"""

import re
import string
import unicodedata
from collections.abc import Mapping
from typing import Final

from sso_tui.keys import KEYS, LETTERS_FIT, Key, held_by, together
from sso_tui.store.settingvalues import Wrong, a_table, a_text

_KEYS: Final = frozenset(
    ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
).union(
    ("backspace", "enter", "tab", "escape"),
    (f"f{number}" for number in range(1, 25)),
)
"""Keys that write nothing."""

_SIGNS: Final = frozenset(
    ("space", "minus", "plus", "underscore", "slash", "backslash", "at")
).union(re.sub("[ -]", "_", unicodedata.name(sign).lower()) for sign in string.punctuation)
"""Keys that write a sign, by its name (Textual, "keys.py", and Unicode)."""

_MODIFIED: Final = re.compile(r"((?:(?:ctrl|alt|shift)\+)*)(.+)")

_TAKEN: Final = {
    "ctrl+c": "leaves at once, everywhere",
    "ctrl+z": "suspends the program",
    "ctrl+i": "is tab to a terminal",
    "ctrl+m": "is enter to a terminal",
    "ctrl+left_square_bracket": "is escape to a terminal",
    "ctrl+[": "is escape to a terminal",
}
"""Keys that can't be chosen, and why."""


def own_keys(value: object) -> Mapping[str, str]:
    """Keys of the user's own, by the ids of `KEYS`."""
    own: Mapping[str, str] = a_table(a_text)(_flat(value))
    for name, keys in own.items():
        if name not in KEYS:
            from difflib import get_close_matches

            near = get_close_matches(name, KEYS, 1)
            hint = f"; did you mean {near[0]}?" if near else ", which the README lists"
            raise Wrong(f"is not the id of a key{hint}", name)
        for one in keys.split(","):
            _require_key(KEYS[name], one.strip())
    for name in own:
        _require_free(KEYS[name], own)
    return own


def _flat(value: object) -> object:
    """The same table, with `menu.copy` in place of `copy` in a table `menu`."""
    if not isinstance(value, dict):
        return value
    flat: dict[str, object] = {}
    for name, one in value.items():
        inner = one if isinstance(one, dict) else {}
        flat |= {f"{name}.{key}": each for key, each in inner.items()} or {name: one}
    return flat


def _require_key(key: Key, name: str) -> None:
    match = _MODIFIED.fullmatch(name)
    modifiers, base = match.groups() if match else ("", "")
    single = len(base) == 1 and base.isprintable() and base != " "
    if not single and base not in _KEYS | _SIGNS:
        raise Wrong(f"can't be {name!r}: keys are named such as ctrl+w, f5, pageup or x", key.id)
    if name in _TAKEN:
        raise Wrong(f"can't be {name}, which {_TAKEN[name]}", key.id)
    if single and "shift+" in modifiers:
        raise Wrong(f"can't be {name}: what shift makes of a key is a key itself", key.id)
    writes = not modifiers and base not in _KEYS
    if writes and key.place not in LETTERS_FIT:
        raise Wrong(f"can't be {name}, which is for typing: take one such as ctrl+w or f5", key.id)


def _require_free(key: Key, own: Mapping[str, str]) -> None:
    for other in KEYS.values():
        shared = set(held_by(key, own)) & set(held_by(other, own))
        if shared and other is not key and together(key, other):
            raise Wrong(f"can't be {min(shared)}, which {other.id} has already", key.id)
