"""What do the settings say of the kinds of accounts?"""

from collections.abc import Mapping
from typing import Any, Final

from sso_tui.environments import COLOURS, USUAL, Environment
from sso_tui.model import clean
from sso_tui.store.settingvalues import Understand, Wrong, a_table, accounts, one_of, texts


def environments(value: object) -> tuple[Environment, ...]:
    """The user's own kinds of accounts, then the usual ones that they did not make their own."""
    own = {word: _environment(word, one) for word, one in a_table(_a_kind)(value).items()}
    return (*own.values(), *(one for one in USUAL if one.word not in own))


def _a_kind(value: object) -> Mapping[str, Any]:
    """What a table says of one kind; other keys may belong to another version."""
    if not isinstance(value, dict):
        raise Wrong('must be a table such as { colour = "red", names = ["live"] }')
    known = {key: value[key] for key in value if key in KNOWN}
    found = {}
    for key, one in known.items():
        try:
            found[key] = KNOWN[key](one)
        except Wrong as wrong:
            raise Wrong(str(wrong), key) from None
    return found


def _environment(word: str, given: Mapping[str, Any]) -> Environment:
    usual = next((one for one in USUAL if one.word == word), Environment(clean(word)))
    return usual._replace(**given)


KNOWN: Final[Mapping[str, Understand]] = {
    "colour": one_of(COLOURS),
    "names": texts,
    "accounts": accounts,
    "tags": texts,
    "protected": texts,
}
"""How the value of each key of an environment is understood."""
