"""What holds for any catalogue and any text in the filter."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from sso_tui.catalogue import Catalogue, Entry, order
from sso_tui.model import Account, Role
from sso_tui.search import Index, Marks, Result, parse
from sso_tui.search.letters import fold, kinds
from sso_tui.search.query import Field
from sso_tui.search.scorer import align

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LETTERS = "abAB-é "
NAMES = st.text(LETTERS, max_size=6) | st.text(max_size=6)
WORDS = st.text(LETTERS + "^$'!", max_size=5)
PIECES = WORDS | st.sampled_from(
    ["role:a", "!account:b", "is:failed", "!is:recent", "tag:a", "id:0"]
)
QUERIES = st.lists(PIECES, max_size=4).map(" ".join) | st.text(max_size=12)


@st.composite
def indexes(draw: st.DrawFn) -> Index:
    count = draw(st.integers(0, 6))
    entries = []
    for number in range(count):
        account = Account(f"{number:012d}", draw(NAMES), draw(NAMES))
        roles = draw(st.lists(st.text(LETTERS, min_size=1, max_size=5), max_size=3))
        entries.append(Entry(account).listed(roles, NOW) if roles else Entry(account))
    marked = f"{0:012d}"
    marks = Marks(
        aliases={marked: draw(NAMES)},
        tags={marked: tuple(draw(st.lists(NAMES, max_size=2)))},
        frecency={Role("corp", marked, "a"): 1.0},
    )
    return Index.of([Catalogue("corp", tuple(sorted(entries, key=order)))], marks)


def found(index: Index, text: str, previous: Result | None = None) -> Result:
    return index.search(parse(text), previous)


@given(indexes(), QUERIES)
def test_a_query_never_fails(index: Index, text: str) -> None:
    result = found(index, text)
    assert len(set(result.rows)) == len(result.rows) <= len(index)
    assert 0 <= result.shown <= result.total
    numbers = [index.entry_number(row) for row in result.rows]
    assert len(result.groups) == len(set(numbers))
    for row in result.rows:
        columns, spans = index.columns(row), index.spans(result.query, row)
        for text_drawn, places in (
            (columns.name, spans.name),
            (columns.id, spans.id),
            (columns.role, spans.role),
            (columns.alias, spans.alias),
        ):
            assert all(0 <= place < len(text_drawn) for place in places)


@given(indexes(), st.text(LETTERS.replace(" ", ""), min_size=1, max_size=4))
def test_a_row_is_found_where_letters_can_be_aligned_or_the_e_mail_has_them(
    index: Index, text: str
) -> None:
    (term,) = parse(text).terms
    expected = set()
    for row in range(len(index)):
        whole = index.texts.whole(Field.ANY, index.entry_number(row), index.names[row])
        email = index.columns(row).email
        if not term.cased:
            whole, email = fold(whole), fold(email)
        if align(term.needle, whole, kinds(whole)) or term.needle in email:
            expected.add(row)
    assert set(found(index, text).rows) == expected


@given(indexes(), QUERIES, QUERIES)
def test_a_search_goes_on_from_an_earlier_one_as_if_from_the_start(
    index: Index, before: str, after: str
) -> None:
    for text in (after, before + after, f"{before} {after}"):
        assert found(index, text, found(index, before)).rows == found(index, text).rows


@given(indexes(), QUERIES)
@settings(max_examples=50)
def test_typing_letter_by_letter_finds_the_same(index: Index, text: str) -> None:
    result = None
    for end in range(len(text) + 1):
        result = found(index, text[:end], result)
        assert result.rows == found(index, text[:end]).rows


@given(indexes(), WORDS.filter(lambda word: not {" ", "^", "$", "'", "!"} & set(word)))
def test_what_is_taken_away_is_what_has_it_as_it_is(index: Index, word: str) -> None:
    kept = set(found(index, f"!{word}").rows)
    if not word:
        assert len(kept) == len(index)
        return
    with_email = set(found(index, f"'{word}").rows)
    assert kept | with_email == set(range(len(index)))
