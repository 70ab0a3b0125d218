"""What can the word be that is being typed?

Commands and options come from what the long way left, accounts and roles from what was last listed, nothing
from the network. Every answer is one plain word: an account whose name is none, or is shared by
several accounts, is named by its id.
"""

from sso_tui.hot.catalogues import Listed, listed
from sso_tui.hot.digest import load, load_grammar, roles_of_profiles
from sso_tui.hot.doubt import PLAIN, NotHot, doubt_unless
from sso_tui.hot.hidden import Hidden
from sso_tui.hot.line import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

MOST = 200
"""Roles that are offered at once; beyond that, the accounts come first."""


def text(words: list[str], environ: "Mapping[str, str]") -> str:
    """The completions, one per line.

    Args:
        words: `--shell NAME`, `--`, and the command line from the word after the program's name
            to the one being typed.
        environ: the environment variables.

    Raises:
        NotHot: there is neither a digest nor a grammar, or only one.
    """
    return completions(_typed(words), load_grammar(environ), load(environ), environ)


def completions(
    typed: list[str],
    grammar: "dict[str, Any]",
    digest: "dict[str, Any]",
    environ: "Mapping[str, str]",
) -> str:
    """The completions of the last word, one per line.

    Args:
        typed: the words after the program's name.
        grammar: which words the commands take.
        digest: the portals, and which accounts are hidden.
        environ: the environment variables.
    """
    line = Line(typed, grammar)
    found = dict.fromkeys(_Offers(line, {**grammar, **digest}, environ).all())
    lines = [line.lead + one + "\n" for one in found if one.startswith(line.current)]
    return "".join(sorted(lines))


def _typed(words: list[str]) -> list[str]:
    """The words of the line; all shells are answered alike."""
    start = 2 if words[0] == "--shell" else 0
    doubt_unless(words[start] == "--")
    return words[start + 1 :]


class _Offers:
    """What can stand where the line ends."""

    def __init__(self, line: Line, known: "dict[str, Any]", environ: "Mapping[str, str]") -> None:
        self._line, self._known, self._environ = line, known, environ

    def all(self) -> "Iterable[str]":
        """Every plain word that can stand there."""
        line = self._line
        if line.ended:
            return ()
        if line.awaited is not None:
            return self._values(line.awaited)
        if line.current.startswith("-"):
            return line.options
        if line.commands:
            names = [name for name in line.commands if name.startswith(line.current)]
            return names or self._values("" if line.node else "reference")
        return self._values(line.operand)

    def _values(self, kind: "Any") -> "Iterable[str]":
        if isinstance(kind, list):
            return [one for one in kind if isinstance(one, str)]
        if kind == "reference":
            return [*self._references(), *self._profiles()]
        if kind == "portal":
            return [key for key, _, _ in self._known["portals"] if _offered(key)]
        if kind == "account":
            return [label for label, _, _ in self._accounts(self._line.current)]
        if kind == "role":
            return self._roles()
        return [one for one in self._known["known_regions"] if kind == "region"]

    def _references(self) -> list[str]:
        """`ACCOUNT/ROLE`; where there are too many to read, `ACCOUNT/`."""
        account, slash, _ = self._line.current.rpartition("/")
        found = list(self._accounts(account or self._line.current))
        if not slash and len(found) > MOST:
            return [f"{label}/" for label, _, _ in found]
        every = [
            f"{label}/{role}"
            for label, catalogue, place in found
            if not slash or label == account
            for role in _roles(catalogue, place)
        ]
        return every if slash or len(every) <= MOST else [f"{label}/" for label, _, _ in found]

    def _profiles(self) -> list[str]:
        if not self._line.current:
            return []
        return [one for one in roles_of_profiles(self._environ) if _offered(one)]

    def _roles(self) -> "Iterable[str]":
        """The roles of the account that the line names, or all."""
        account = self._line.values.get("--account") or self._line.values.get("--account-id")
        if not account:
            return [one for each in self._catalogues() for one in self._names_of(each)]
        return [
            role
            for label, catalogue, place in self._accounts(account)
            if label == account
            for role in _roles(catalogue, place)
        ]

    def _names_of(self, each: Listed) -> "Iterable[str]":
        """The roles' names of a portal, but for those that hidden accounts alone have."""
        hidden = Hidden(self._known["hidden"])
        if not hidden:
            return filter(_offered, each.role_names)
        accounts = enumerate(zip(each.ids, each.names, strict=True))
        return filter(_offered, each.roles_of([at for at, one in accounts if not hidden.by(*one)]))

    def _accounts(self, prefix: str) -> "Iterator[tuple[str, Listed, int]]":
        """Accounts by the word that names them, with their place in a list; none that are hidden."""
        every = list(self._catalogues())
        fitting = [name for each in every for name in each.names if name.startswith(prefix)]
        hidden = Hidden(self._known["hidden"])
        times: dict[str, int] = {}
        for name in fitting:
            times[name] = times.get(name, 0) + 1
        for each in every:
            for place, (number, name) in enumerate(zip(each.ids, each.names, strict=True)):
                if hidden and hidden.by(number, name):
                    continue
                if times.get(name) == 1 and "/" not in name and _offered(name):
                    yield name, each, place
                elif not prefix:
                    yield number, each, place
                if prefix and number.startswith(prefix):
                    yield number, each, place

    def _catalogues(self) -> "Iterator[Listed]":
        wanted = self._line.values.get("--sso-session") or self._environ.get("SSOTUI_SSO_SESSION")
        for key, _, _ in self._known["portals"]:
            if wanted in (None, "", key) and (catalogue := _sound(key, self._environ)):
                yield catalogue


def _sound(key: str, environ: "Mapping[str, str]") -> Listed | None:
    """The list of the portal; None where it can't be understood, of which a Tab says nothing."""
    try:
        found = listed(key, environ)
        if found and found.ids and found.names:
            found.roles(0)
        return found
    except (NotHot, LookupError, TypeError, ValueError, OSError):
        return None


def _roles(catalogue: Listed, place: int) -> list[str]:
    return [name for name in catalogue.roles(place) if _offered(name)]


def _offered(word: str) -> bool:
    """Whether the word means itself and nothing more on a command line."""
    return PLAIN.issuperset(word) and word != "" and not word.startswith("-")
