"""What a query finds, in which order, and with which letters."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from sso_tui.catalogue import Catalogue, Entry, order
from sso_tui.model import Account, Role
from sso_tui.search import Index, Marks, Result, parse
from sso_tui.search import match as search_match
from sso_tui.search.match import DEEPEST
from sso_tui.search.measure import Measure
from sso_tui.search.rank import MEASURED

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ADMIN, READ, POWER = "AdministratorAccess", "ReadOnlyAccess", "PowerUserAccess"


def entry(name: str, number: int, *roles: str, email: str = "") -> Entry:
    return Entry(Account(f"{number:012d}", name, email)).listed(roles, NOW)


def catalogue(*entries: Entry, portal: str = "corp") -> Catalogue:
    return Catalogue(portal, tuple(sorted(entries, key=order)), NOW)


ACCOUNTS = catalogue(
    entry("payments-prod", 111122223333, ADMIN, READ, email="root+pay@bank.example"),
    entry("payments-dev", 111122224444, ADMIN, POWER),
    entry("Data Lake", 555500001234, READ, email="lake@corp.example"),
    Entry(Account("999900009999", "Archive"), failure="Access denied"),
    Entry(Account("999900008888", "sandbox"), pending=True),
)
MARKS = Marks(
    aliases={"555500001234": "warehouse"},
    tags={"555500001234": ("finance", "eu"), "999900008888": ("toy",)},
    favourites=frozenset({f"555500001234/{READ}"}),
    frecency={Role("corp", "111122224444", POWER): 3.0, Role("corp", "000000000000", ADMIN): 9.0},
    active=frozenset({Role("corp", "111122223333", READ)}),
)
INDEX = Index.of([ACCOUNTS], MARKS)


def found(index: Index, text: str) -> Result:
    return index.search(parse(text))


def names(index: Index, rows: Sequence[int]) -> list[str]:
    columns = map(index.columns, rows)
    return [f"{one.name}/{one.role}" if one.role else one.name for one in columns]


PROD = [f"payments-prod/{ADMIN}", f"payments-prod/{READ}"]
DEV = [f"payments-dev/{ADMIN}", f"payments-dev/{POWER}"]
LAKE = [f"Data Lake/{READ}"]
ALL = {*PROD, *DEV, *LAKE, "Archive", "sandbox"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("pay", {*PROD, *DEV}),
        ("payprodadm", {PROD[0]}),
        ("pay prod adm", {PROD[0]}),
        ("adm prod pay", {PROD[0]}),
        ("paymnts", {*PROD, *DEV}),
        ("3333", {*PROD}),
        ("1111adm", {PROD[0], DEV[0]}),
        ("warehouse", {*LAKE}),
        ("warehread", {*LAKE}),
        ("readfin", {*LAKE}),
        ("finance", {*LAKE}),
        ("lake@corp", {*LAKE}),
        ("PAY", set()),
        ("RO", {PROD[1], *LAKE}),
        ("'lake", {*LAKE}),
        ("'lke", set()),
        ("'bank.example", {*PROD}),
        ("^pay", {*PROD, *DEV}),
        ("^prod", set()),
        ("^1111", {*PROD, *DEV}),
        ("^power", {DEV[1]}),
        ("^ware", {*LAKE}),
        ("^eu", {*LAKE}),
        ("prod$", {*PROD}),
        ("4444$", {*DEV}),
        ("useraccess$", {DEV[1]}),
        ("^payments-dev$", {*DEV}),
        ("^payments$", set()),
        ("!pay", {*LAKE, "Archive", "sandbox"}),
        ("!admin", {PROD[1], DEV[1], *LAKE, "Archive", "sandbox"}),
        ("!^data", {*PROD, *DEV, "Archive", "sandbox"}),
        ("!dev$", {*PROD, *LAKE, "Archive", "sandbox"}),
        ("!pymnts", {*ALL}),
        ("!bank.example", {*ALL}),
        ("pay !admin", {PROD[1], DEV[1]}),
        ("account:pymnts", {*PROD, *DEV}),
        ("account:1111", set()),
        ("account:warehouse", {*LAKE}),
        ("account:admin", set()),
        ("role:pay", set()),
        ("role:rdnly", {PROD[1], *LAKE}),
        ("role:^read", {PROD[1], *LAKE}),
        ("!role:admin", {PROD[1], DEV[1], *LAKE, "Archive", "sandbox"}),
        ("id:22222", set()),
        ("id:2222", {*PROD, *DEV}),
        ("id:^1", {*PROD, *DEV}),
        ("email:bank", {*PROD}),
        ("email:bnk", set()),
        ("!email:bank", {*DEV, *LAKE, "Archive", "sandbox"}),
        ("tag:fin", {*LAKE}),
        ("tag:fin$", set()),
        ("tag:nance", set()),
        ("tag:'nance", {*LAKE}),
        ("portal:corp", {*ALL}),
        ("portal:orp", set()),
        ("is:favourite", {*LAKE}),
        ("is:recent", {DEV[1]}),
        ("is:active", {PROD[1]}),
        ("is:failed", {"Archive"}),
        ("!is:failed", {*ALL} - {"Archive"}),
        ("!is:favourite", {*ALL} - {*LAKE}),
        ("sandb", {"sandbox"}),
        ("sandbox admin", set()),
        ("nothing:here", set()),
        ("role:", {*ALL}),
    ],
)
def test_finds(text: str, rows: set[str]) -> None:
    assert set(names(INDEX, found(INDEX, text).rows)) == rows


def test_the_empty_query_keeps_the_order_of_the_catalogue() -> None:
    result = found(INDEX, "")
    assert names(INDEX, result.rows) == ["Archive", *LAKE, *DEV, *PROD, "sandbox"]
    assert (result.shown, result.total) == (5, 5)


HIDING = Index.of(
    [ACCOUNTS],
    Marks(
        favourites=frozenset({f"111122223333/{READ}", f"555500001234/{READ}"}),
        frecency={Role("corp", "111122223333", ADMIN): 5.0},
        hidden=frozenset({"111122223333", "999900008888", "000000000000"}),
    ),
)
"""An index in which payments-prod and the sandbox are hidden."""


@pytest.mark.parametrize(
    ("text", "rows", "total"),
    [
        ("", {*DEV, *LAKE, "Archive"}, 3),
        ("pay", {*DEV}, 3),
        ("is:favourite", {*LAKE}, 3),
        ("is:recent", set(), 3),
        ("!is:hidden", {*DEV, *LAKE, "Archive"}, 3),
        ("is:hidden", {*PROD, "sandbox"}, 2),
        ("is:h read", {PROD[1]}, 2),
        ("is:hidden dev", set(), 2),
        ("is:hidden is:favourite", {PROD[1]}, 2),
        ("is:hidden !is:hidden", set(), 2),
    ],
)
def test_what_is_hidden_is_found_by_asking_for_it_alone(
    text: str, rows: set[str], total: int
) -> None:
    result = found(HIDING, text)
    assert set(names(HIDING, result.rows)) == rows
    assert (result.shown, result.total) == (len(rows - {"Archive", "sandbox"}), total)


def test_a_search_does_not_go_on_from_one_that_looked_elsewhere() -> None:
    for before, after in [("pay", "pay is:hidden"), ("pay is:hidden", "pay"), ("", "is:hidden")]:
        anew = found(HIDING, after)
        assert HIDING.search(parse(after), found(HIDING, before)) == anew


def test_nothing_that_is_hidden_is_highlighted_or_wanted_first() -> None:
    best = found(HIDING, "").best
    assert best is not None
    assert names(HIDING, [best]) == LAKE
    assert list(HIDING.promising(parse("sandb"), 9)) == []
    assert [one.account.name for one in INDEX.promising(parse("sandb"), 9)] == ["sandbox"]


def test_failures_are_those_of_the_accounts_that_are_looked_at() -> None:
    index = Index.of([ACCOUNTS], Marks(hidden=frozenset({"999900009999"})))
    assert index.failures(parse("pay")) == []
    assert [one.account.name for one in index.failures(parse("is:hidden"))] == ["Archive"]


@pytest.mark.parametrize(
    ("favourites", "frecency", "best"),
    [
        ({f"555500001234/{READ}"}, {Role("corp", "111122224444", POWER): 3.0}, LAKE[0]),
        (set(), {Role("corp", "111122224444", POWER): 3.0}, DEV[1]),
        (set(), {}, None),
    ],
)
def test_without_a_query_the_dearest_is_best(
    favourites: set[str], frecency: Mapping[Role, float], best: str | None
) -> None:
    index = Index.of([ACCOUNTS], Marks(favourites=frozenset(favourites), frecency=frecency))
    row = found(index, "").best
    assert (None if row is None else names(index, [row])[0]) == best


def test_counts_roles_and_not_the_rows_of_accounts_without_any() -> None:
    result = found(INDEX, "!pay")
    assert (result.shown, len(result.rows), result.total) == (1, 3, 5)


def test_the_best_is_a_role_even_where_an_account_without_any_comes_first() -> None:
    index = Index.of([catalogue(Entry(Account("1" * 12, "pay")), entry("xpay", 2, READ))], Marks())
    result = found(index, "pay")
    assert names(index, result.rows) == ["pay", f"xpay/{READ}"]
    assert result.best == result.rows[1]
    assert found(index, "^pay$").best is None


def ranked(text: str, *entries: Entry, marks: Marks | None = None) -> list[str]:
    index = Index.of([catalogue(*entries)], marks or Marks())
    return names(index, found(index, text).rows)


def test_letters_together_come_before_letters_at_the_start_of_words() -> None:
    entries = (entry("p-r-o-d", 1, READ), entry("reproduce", 2, READ))
    assert ranked("prod", *entries) == [f"reproduce/{READ}", f"p-r-o-d/{READ}"]


def test_the_start_of_a_word_comes_before_its_middle() -> None:
    entries = (entry("approd", 1, READ), entry("my-prod", 2, READ), entry("prod-of-it", 3, READ))
    assert [one.split("/")[0] for one in ranked("prod", *entries)] == [
        "prod-of-it",
        "my-prod",
        "approd",
    ]


def test_an_e_mail_address_counts_least() -> None:
    entries = (entry("alpha", 1, READ, email="prod@corp.example"), entry("pXrXoXd", 2, READ))
    assert ranked("prod", *entries)[0].startswith("pXrXoXd")


def test_roles_of_an_account_stand_together_the_best_first() -> None:
    entries = (entry("read", 1, ADMIN, READ), entry("xread", 2, "Only", READ))
    assert ranked("read", *entries) == [
        f"read/{ADMIN}",
        f"read/{READ}",
        f"xread/{READ}",
        "xread/Only",
    ]


def test_ties_go_to_favourites_then_use_then_the_shorter_name_then_the_first() -> None:
    entries = [entry(f"prod-{letter}", n, READ) for n, letter in enumerate("abcd")]
    marks = Marks(
        favourites=frozenset({f"{3:012d}/{READ}"}),
        frecency={Role("corp", f"{2:012d}", READ): 1.0},
    )
    entries.append(entry("prod-aa", 9, READ))
    order_found = [one.split("/")[0] for one in ranked("prod", *entries, marks=marks)]
    assert order_found == ["prod-d", "prod-c", "prod-a", "prod-b", "prod-aa"]


def test_ties_within_an_account() -> None:
    marks = Marks(
        favourites=frozenset({f"{1:012d}/C"}), frecency={Role("corp", f"{1:012d}", "B"): 1.0}
    )
    assert ranked("prod", entry("prod", 1, "A", "B", "C"), marks=marks) == [
        "prod/C",
        "prod/B",
        "prod/A",
    ]


def test_a_query_without_letters_puts_the_dearest_first() -> None:
    assert names(INDEX, found(INDEX, "!archive").rows) == [*LAKE, DEV[1], DEV[0], *PROD, "sandbox"]


def test_of_very_many_matches_the_best_are_still_first() -> None:
    many = [entry(f"account-{n:05d}", n, READ) for n in range(3 * MEASURED)]
    marks = Marks(favourites=frozenset({f"{3 * MEASURED - 1:012d}/{READ}"}))
    rows = ranked("c", *many, entry("zz-c", 10**6, READ), entry("c", 10**7, READ), marks=marks)
    assert [one.split("/")[0] for one in rows[:2]] == ["c", "zz-c"]
    assert rows[2].startswith(f"account-{3 * MEASURED - 1:05d}")
    assert len(rows) == len(set(rows)) == 3 * MEASURED + 2


@pytest.mark.parametrize(
    ("text", "row", "spans"),
    [
        ("payprodadm", PROD[0], ((0, 1, 2, 9, 10, 11, 12), (), (0, 1, 2), ())),
        ("pay 33$ Read", PROD[1], ((0, 1, 2), (10, 11), (0, 1, 2, 3), ())),
        ("3333", PROD[0], ((), (8, 9, 10, 11), (), ())),
        ("^data", LAKE[0], ((0, 1, 2, 3), (), (), ())),
        ("ware", LAKE[0], ((), (), (), (0, 1, 2, 3))),
        ("account:house", LAKE[0], ((), (), (), (4, 5, 6, 7, 8))),
        ("role:only", LAKE[0], ((), (), (4, 5, 6, 7), ())),
        ("id:1234", LAKE[0], ((), (8, 9, 10, 11), (), ())),
        ("finance !admin is:favourite lake@", LAKE[0], ((), (), (), ())),
        ("", LAKE[0], ((), (), (), ())),
        ("sand", "sandbox", ((0, 1, 2, 3), (), (), ())),
    ],
)
def test_spans(text: str, row: str, spans: tuple[tuple[int, ...], ...]) -> None:
    query = parse(text)
    number = names(INDEX, range(len(INDEX))).index(row)
    assert number in found(INDEX, text).rows
    found_spans = INDEX.spans(query, number)
    assert (found_spans.name, found_spans.id, found_spans.role, found_spans.alias) == spans
    assert bool(found_spans) is any(spans)


def test_positions_are_those_of_the_text_that_is_drawn() -> None:
    index = Index.of([catalogue(entry("a\x1b[31m\u202ered É", 1, "Rôle\x00X"))], Marks())
    row = found(index, "red e role").best
    assert row is not None
    spans, columns = index.spans(parse("red e role"), row), index.columns(row)
    assert "".join(columns.name[place] for place in spans.name) == "redÉ"
    assert "".join(columns.role[place] for place in spans.role) == "Rôle"


def test_rows_of_two_portals_that_share_an_account() -> None:
    one = catalogue(entry("shared", 1, READ), entry("a", 2, READ))
    other = catalogue(entry("shared", 1, READ, ADMIN), portal="other")
    index = Index.of([one, other], Marks(favourites=frozenset({f"{1:012d}/{READ}"})))
    assert [index.catalogue(row).portal for row in range(len(index))] == ["corp"] * 2 + [
        "other"
    ] * 2
    assert names(index, found(index, "portal:oth").rows) == [f"shared/{READ}", f"shared/{ADMIN}"]
    assert len(found(index, "is:favourite").rows) == 2
    for row in range(len(index)):
        role = index.role(row)
        assert role is not None
        assert index.row_of(role) == row
        assert index.entry(row).account.id == role.account_id


def test_rows_that_are_not_there() -> None:
    assert INDEX.row_of(Role("corp", "111122223333", "Gone")) is None
    assert INDEX.row_of(Role("elsewhere", "111122223333", READ)) is None
    for row in (-1, len(INDEX)):
        with pytest.raises(IndexError):
            INDEX.entry(row)


def test_nothing_to_search() -> None:
    index = Index.of([], Marks())
    assert (len(index), found(index, "a").rows, found(index, "").best) == (0, (), None)


def test_the_texts_of_accounts_that_stayed_are_used_again() -> None:
    found(INDEX, "pay")
    grown = ACCOUNTS.with_entries({"999900008888": ACCOUNTS.entries[-1].listed([ADMIN], NOW)})
    again = Index.of([grown], MARKS, INDEX)
    assert again.texts is INDEX.texts
    assert names(again, found(again, "sandbox admin").rows) == [f"sandbox/{ADMIN}"]
    assert Index.of([grown], Marks(), INDEX).texts is not INDEX.texts
    assert Index.of([ACCOUNTS, grown], MARKS, INDEX).texts is not INDEX.texts


def test_a_result_of_another_index_is_no_start() -> None:
    before = found(Index.of([catalogue(entry("pay", 1, READ))], Marks()), "pay")
    result = INDEX.search(parse("pay"), before)
    assert set(names(INDEX, result.rows)) == {*PROD, *DEV}


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("core adm", [f"core/{ADMIN}", "core/DatabaseAdministrator"]),
        ("coreadm", [f"core/{ADMIN}"]),
        ("core", [f"core/{ADMIN}", "core/DatabaseAdministrator", f"core/{READ}"]),
        ("is:failed", []),
    ],
)
def test_an_account_leads_with_what_fits_about_as_well_as_its_best(
    text: str, leading: list[str]
) -> None:
    core = entry("core-data-only-rd", 7, ADMIN, READ, "DatabaseAdministrator")
    index = Index.of([catalogue(core)], Marks())
    ranking = found(index, text).ranking
    shown = [
        row
        for number, rows in zip(ranking.numbers, ranking.groups, strict=True)
        for row in rows[: ranking.leading.get(number, len(rows))]
    ]
    assert [row.replace("core-data-only-rd", "core") for row in names(index, shown)] == leading


def test_of_very_many_matches_only_some_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = []
    scores = Measure.scores
    monkeypatch.setattr(
        Measure, "scores", lambda self, n, held: measured.append(n) or scores(self, n, held)
    )
    many = [entry(f"account-{n:05d}", n, READ) for n in range(3 * MEASURED)]
    found(Index.of([catalogue(*many)], Marks()), "acc")
    assert len(measured) == MEASURED


def test_a_longer_query_looks_at_what_the_shorter_one_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at = []
    narrowed = search_match.narrowed
    monkeypatch.setattr(
        search_match,
        "narrowed",
        lambda every, term, matches: (
            looked_at.append(len(matches)) or narrowed(every, term, matches)
        ),
    )
    before = found(INDEX, "pay")
    after = INDEX.search(parse("payp"), before)
    assert looked_at == [len(ACCOUNTS.entries), len(before.groups)]
    assert after is not None
    assert names(INDEX, after.rows) == names(INDEX, found(INDEX, "payp").rows)


@pytest.mark.parametrize("size", [1, DEEPEST, DEEPEST + 1, 500])
def test_letters_in_order_may_be_many(size: int) -> None:
    index = Index.of([catalogue(entry("ab" * 250, 1, READ))], Marks())
    assert found(index, "a" + "b" * min(size - 1, 249)).rows
    assert not found(index, "a" + "b" * 251 + "z").rows


def test_an_index_of_the_same_is_the_same() -> None:
    assert Index.of([ACCOUNTS], MARKS, INDEX) is INDEX
    assert Index.of([ACCOUNTS], Marks(), INDEX) is not INDEX
    assert Index.of([catalogue(*ACCOUNTS.entries)], MARKS, INDEX) is not INDEX


class TestPortalsThatStandApart:
    """What is for emergencies comes last, whatever is looked for."""

    USUAL = catalogue(*(entry(f"payments-{n:03}", n, ADMIN, READ) for n in range(MEASURED + 20)))
    GLASS = catalogue(entry("payments", 999, ADMIN), entry("zeta", 998, READ), portal="glass")
    EMERGENCY = Role("glass", f"{999:012d}", ADMIN)

    def index(self) -> Index:
        marks = Marks(
            apart=frozenset({"glass"}),
            frecency={self.EMERGENCY: 9.0},
            favourites=frozenset({f"{998:012d}/{READ}"}),
        )
        return Index.of((self.USUAL, self.GLASS), marks)

    @pytest.mark.parametrize("text", ["", "payments", "'payments", "^payments$", "is:recent", "!x"])
    def test_they_come_last(self, text: str) -> None:
        index = self.index()
        result = index.search(parse(text))
        apart = [index.catalogue(row).portal == "glass" for row in result.rows]
        assert apart == sorted(apart)
        assert any(apart)
        numbers = result.ranking.numbers
        assert [index.entry_number(rows[0]) for rows in result.groups] == list(numbers)

    def test_the_best_is_among_the_others_while_there_are_any(self) -> None:
        index = self.index()
        best = index.search(parse("payments")).best
        assert index.role(best).portal == "corp"
        assert index.search(parse("")).best is None
        assert index.role(index.search(parse("portal:glass admin")).best) == self.EMERGENCY
