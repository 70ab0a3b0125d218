"""What each text in the filter asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_tui.search import Field, State, Term, parse
from sso_tui.search.letters import SEPARATOR as S
from sso_tui.search.letters import fold


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("pay", Term("pay", fuzzy=True)),
        ("Pay", Term("Pay", fuzzy=True, cased=True)),
        ("zürich", Term("zurich", fuzzy=True)),
        ("zu\u0308rich", Term("zurich", fuzzy=True)),
        ("'pay", Term("pay")),
        ("'Pay", Term("Pay", cased=True)),
        ("^pay", Term(S + "pay")),
        ("pay$", Term("pay" + S)),
        ("^pay$", Term(S + "pay" + S)),
        ("!pay", Term("pay", negated=True)),
        ("!'pay", Term("pay", negated=True)),
        ("!^pay", Term(S + "pay", negated=True)),
        ("!pay$", Term("pay" + S, negated=True)),
        ("account:pay", Term("pay", Field.ACCOUNT, fuzzy=True)),
        ("ROLE:adm", Term("adm", Field.ROLE, fuzzy=True)),
        ("role:'adm", Term("adm", Field.ROLE)),
        ("role:^adm$", Term(S + "adm" + S, Field.ROLE)),
        ("!role:adm", Term("adm", Field.ROLE, negated=True)),
        ("id:12", Term("12", Field.ID)),
        ("email:@corp", Term("@corp", Field.EMAIL)),
        ("tag:fin", Term(S + "fin", Field.TAG)),
        ("tag:'fin", Term("fin", Field.TAG)),
        ("tag:fin$", Term(S + "fin" + S, Field.TAG)),
        ("portal:corp", Term(S + "corp", Field.PORTAL)),
        ("is:favourite", Term(State.FAVOURITE, Field.IS)),
        ("is:favorite", Term(State.FAVOURITE, Field.IS)),
        ("is:fav", Term(State.FAVOURITE, Field.IS)),
        ("!is:recent", Term(State.RECENT, Field.IS, negated=True)),
        ("is:Active", Term(State.ACTIVE, Field.IS)),
        ("is:failed", Term(State.FAILED, Field.IS)),
        ("is:green", Term("is:green", fuzzy=True)),
        ("foo:bar", Term("foo:bar", fuzzy=True)),
        ("a'b", Term("a'b", fuzzy=True)),
        ("a^b", Term("a^b", fuzzy=True)),
    ],
)
def test_one_term(text: str, term: Term) -> None:
    assert parse(text).terms == (term,)


@pytest.mark.parametrize(
    ("text", "needles"),
    [
        ("pay/Adm", ["pay", "Adm"]),
        ("pay/", ["pay"]),
        ("123456789012/Adm", ["123456789012", "Adm"]),
        ("web/shop/adm", ["web", "shop", "adm"]),
        ("[/]", ["[/]"]),
        ("/", ["/"]),
        ("'pay/adm", ["pay/adm"]),
        ("account:web/shop", ["web/shop"]),
        ("!pay/adm", ["pay/adm"]),
    ],
)
def test_what_is_written_as_a_role_asks_for_both_parts(text: str, needles: list[str]) -> None:
    assert [term.needle for term in parse(text).terms] == needles


@pytest.mark.parametrize(
    "text", ["", " \t\n", "!", "^", "$", "'", "^$", "!'", "role:", "is:", "is:fa"]
)
def test_what_is_not_typed_to_its_end_asks_for_nothing(text: str) -> None:
    assert not parse(text)


def test_terms_are_separated_by_blanks_of_any_kind_and_count_once() -> None:
    assert [term.needle for term in parse(" pay\tprod  pay\nadm ").terms] == ["pay", "prod", "adm"]


@pytest.mark.parametrize(
    ("new", "old", "narrows"),
    [
        ("payp", "pay", True),
        ("pay prod", "pay", True),
        ("pay", "", True),
        ("xpay", "pay", True),
        ("payP", "pay", True),
        ("pa", "pay", False),
        ("pxay", "pay", False),
        ("pay", "paY", False),
        ("prod", "pay", False),
        ("!payp", "!pay", False),
        ("!pay x", "!pay", True),
        ("'payp", "pay", False),
        ("^payp", "^pay", True),
        ("apay$", "pay$", True),
        ("pay$", "pay", False),
        ("is:recent pay", "is:recent", True),
        ("role:pay", "pay", False),
    ],
)
def test_narrows(new: str, old: str, narrows: bool) -> None:
    assert parse(new).narrows(parse(old)) is narrows


@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert query.text == text
    assert all(term.needle.strip(S) for term in query.terms)
    assert query.narrows(query)


@given(st.text())
def test_folding_keeps_positions(text: str) -> None:
    assert len(fold(text)) == len(text)
