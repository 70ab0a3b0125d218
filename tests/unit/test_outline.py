"""The lines of the tree are those that one would write down one after the other."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sso_tui.catalogue import Catalogue, Entry
from sso_tui.model import Account
from sso_tui.search import Index, Marks, Result, parse
from sso_tui.ui.folds import Extent, Folds
from sso_tui.ui.outline import Outline, Target

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = ("AdministratorAccess", "DatabaseAdministrator", "ReadOnlyAccess")

roles = st.lists(st.sampled_from(ROLES), unique=True)
queries = st.sampled_from(["", "a", "adm", "data", "prodadm", "is:failed", "!read", "nothing"])
extents = st.sampled_from(Extent)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Index, Result, Folds]:
    """Some accounts, what a query finds among them, and how far each is open."""
    held = draw(st.lists(roles, max_size=6))
    accounts = (Account(f"{n:012}", f"data-prod-{n}") for n in range(len(held)))
    entries = [Entry(one).listed(names, NOW) for one, names in zip(accounts, held, strict=True)]
    index = Index.of([Catalogue("corp", tuple(entries), NOW)], Marks())
    result = index.search(parse(draw(queries)))
    folds = Folds(draw(extents))
    for entry in entries:
        if draw(st.booleans()):
            folds.put(("corp", entry.account.id), draw(extents))
    return index, result, folds


def written_down(index: Index, result: Result, folds: Folds) -> list[Target]:
    """The lines, one after the other."""
    lines = []
    for number, rows in zip(result.ranking.numbers, result.groups, strict=True):
        key = ("corp", index.entries[number].account.id)
        lines.append(Target(*key))
        extent = folds.touched.get(key, folds.usual)
        shown = {
            Extent.NOTHING: 0,
            Extent.BEST: result.ranking.leading.get(number, len(rows)),
            Extent.ALL: len(rows),
        }[extent]
        found = (index.role(row) for row in rows[:shown])
        lines += [Target(*key, role) for role in found if role is not None]
    return lines


@given(scenes())
def test_lines_are_in_their_order(scene: tuple[Index, Result, Folds]) -> None:
    outline, lines = Outline(*scene), written_down(*scene)
    assert [outline.target(line) for line in range(len(outline))] == lines
    assert [outline.line_of(target) for target in lines] == list(range(len(lines)))


@given(scenes())
def test_what_is_said_of_an_account_holds_on_all_its_lines(
    scene: tuple[Index, Result, Folds],
) -> None:
    outline, lines = Outline(*scene), written_down(*scene)
    for line, target in enumerate(lines):
        of_account = [one for one in lines if one.account_key == target.account_key]
        assert outline.is_account(line) is (target.role is None)
        assert outline.account_line(line) == lines.index(of_account[0])
        assert outline.shown_of(line) == len(of_account) - 1
        assert outline.shown_of(line) <= outline.matching_of(line)
        assert outline.entry(line).account.id == target.account_id


@given(scenes())
def test_what_has_no_line_is_nowhere(scene: tuple[Index, Result, Folds]) -> None:
    outline, lines = Outline(*scene), written_down(*scene)
    index = scene[0]
    for row in range(len(index)):
        role = index.role(row)
        target = Target("corp", index.entry(row).account.id, role)
        assert (outline.line_of(target) is not None) is (target in lines)
    assert outline.line_of(Target("corp", "999999999999")) is None


@given(scenes(), st.integers(0, 30))
def test_nothing_is_held_back_where_all_of_it_fits(
    scene: tuple[Index, Result, Folds], room: int
) -> None:
    index, result, folds = scene
    everything = len(result.groups) + sum(map(len, result.groups))
    if folds.usual is Extent.BEST and everything <= room:
        touched, folds = folds.touched, Folds(Extent.ALL)
        for key, extent in touched.items():
            folds.put(key, extent)
    outline = Outline(*scene, room)
    lines = written_down(index, result, folds)
    assert [outline.target(line) for line in range(len(outline))] == lines
