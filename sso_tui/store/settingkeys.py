"""May a user's own key be what it is said to be?

Only a key that a terminal sends, that leaves typing and choosing alone, and that nothing else has at
the same time. Keys have Textual's names: `ctrl+w`, `f5`, `pageup`, `x`.
"""

import re
import string
import unicodedata
from collections.abc import Mapping
from typing import Final

from sso_tui.keys import KEYS, LETTERS_FIT, Key, Place, held_by, together
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

_NEEDED: Final = frozenset(
    ("enter", "up", "down", "left", "right", "home", "end", "backspace", "delete")
)
"""Keys by which one types, chooses and agrees in a box."""

_WITHOUT_A_BOX: Final = frozenset({Place.MAIN, Place.TREE, Place.SIGN_IN, Place.PROTECTED})
"""Where nothing is typed or chosen in a box."""

_SENT: Final = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Signs that go by another name than Unicode's (Textual, "keys.py")."""

_MODIFIED: Final = re.compile(r"((?:(?:ctrl|alt|shift)\+)*)(.+)")

_TAKEN: Final = {
    "ctrl+c": "leaves at once, everywhere",
    "ctrl+z": "suspends the program",
    "ctrl+h": "is backspace to a terminal",
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
    own = {name: ",".join(map(_as_sent, keys.split(","))) for name, keys in own.items()}
    for name in own:
        _require_free(KEYS[name], own)
    return own


def _as_sent(name: str) -> str:
    """The key by the name under which it arrives: its modifiers stand in their order."""
    *modifiers, base = re.split(r"(?<=.)\+(?=.)", name.strip())
    return "+".join((*sorted(modifiers), _SENT.get(base, base)))


def _as_named(name: str) -> str:
    """The same with a sign by its name, which two ways to write one key have in common."""
    lead, base = name[:-1], name[-1]
    if base.isalnum() or (lead and not lead.endswith("+")):
        return name
    return lead + _as_sent(re.sub("[ -]", "_", unicodedata.name(base, base).lower()))


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
    if name in _NEEDED and name not in key.keys.split(",") and key.place not in _WITHOUT_A_BOX:
        raise Wrong(f"can't be {name}, which boxes need: take one such as ctrl+w or f5", key.id)
    if name == "backspace" and key.place is Place.MAIN:
        raise Wrong("can't be backspace, which is for typing: take one such as f5", key.id)
    writes = not modifiers and base not in _KEYS
    if writes and key.place not in LETTERS_FIT:
        raise Wrong(f"can't be {name}, which is for typing: take one such as ctrl+w or f5", key.id)


def _require_free(key: Key, own: Mapping[str, str]) -> None:
    for other in KEYS.values():
        shared = set(map(_as_named, held_by(key, own))) & set(map(_as_named, held_by(other, own)))
        if shared and other is not key and together(key, other):
            raise Wrong(f"can't be {min(shared)}, which {other.id} has already", key.id)
