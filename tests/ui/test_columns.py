"""The ids of accounts stand in one column, whatever is said right of them."""

from datetime import UTC, datetime

import pytest
from rich.cells import cell_len
from rich.style import Style

from sso_tui.catalogue import Catalogue, Entry
from sso_tui.model import Account
from sso_tui.search import Index, Marks, parse
from sso_tui.ui.folds import Extent, Folds
from sso_tui.ui.outline import Outline
from sso_tui.ui.widgets.portal_tag import Tag
from sso_tui.ui.widgets.role_line import Look, column, draw

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COUNTS = (0, 1, 2, 9, 10, 99, 100, 1000)
TAGS = {"corp": Tag("corp"), "empty": Tag("empty", "nobody is signed in", "signed out")}


def entries() -> list[Entry]:
    """Accounts in every state, and with as many roles as they might have; one in each is hidden."""
    accounts = (Account(f"{n:012}", f"data-{n}") for n in range(1, 100))
    unread = next(accounts), next(accounts), next(accounts)
    read = [
        Entry(next(accounts)).listed([f"{kind}{n}" for n in range(count) for kind in kinds], NOW)
        for count in COUNTS
        for kinds in (("Read",), ("Read", "PreparedDeploy"))
    ]
    return [
        Entry(unread[0], pending=True),
        Entry(unread[1]),
        Entry(unread[2]).failed("refused"),
        read[3].failed("refused"),
        *read[:3],
        *read[4:],
    ]


@pytest.mark.parametrize("hidden", [False, True], ids=["shown", "hidden"])
@pytest.mark.parametrize("text", ["", "read", "!read5"])
@pytest.mark.parametrize("tags", [{}, TAGS], ids=["one", "several"])
@pytest.mark.parametrize("width", [60, 120])
def test_ids_stand_in_one_column(text: str, tags: dict[str, Tag], width: int, hidden: bool) -> None:
    every = entries()
    ids = frozenset(entry.account.id for entry in every) if hidden else frozenset()
    empty = Catalogue("empty", (Entry(Account("", "empty")),))
    index = Index.of([Catalogue("corp", tuple(every), NOW), empty], Marks(hidden=ids))
    result = index.search(parse(f"{text} {'is:hidden' * hidden}"))
    look, columns, states = Look(tags=tags), set(), set()
    for extent in (Extent.NOTHING, Extent.BEST):
        outline = Outline(index, result, Folds(extent))
        for line in filter(outline.is_account, range(len(outline))):
            drawn = draw(outline, line, width, look, lambda _: Style(), cursor=False).text
            assert cell_len(drawn) == width
            name, found, said = drawn.partition(outline.entry(line).account.id or "no id")
            if found:
                columns.add(cell_len(name))
                states.add(said.strip())
                assert said[0] == said[-1] == " "
    assert len(columns) == (0 if tags and width == 60 else 1)
    assert bool(columns) == (len(states) > 1)
    assert ("best of 200" in states) == (bool(columns) and text == "read")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("1 role", "     1 role"),
        ("best of 120", "best of 120"),
        ("best of 1200", "  best/1200"),
        ("9999 of 9999", "  9999/9999"),
    ],
)
def test_a_state_says_its_number_whole(state: str, said: str) -> None:
    assert column(state) == f" {said} "
