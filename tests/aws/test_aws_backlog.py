"""In which order a listing's accounts are taken."""

from sso_tui.aws.backlog import Backlog
from sso_tui.model import Account


def accounts(*numbers: int) -> list[Account]:
    return [Account(f"{number:012}") for number in numbers]


def ids(*numbers: int) -> list[str]:
    return [account.id for account in accounts(*numbers)]


def taken(backlog: Backlog, most: int = 100) -> list[int]:
    found = []
    for _ in range(most):
        account = backlog.take()
        if account is None:
            break
        found.append(int(account.id))
        backlog.give_back(account)
    return found


def backlog_of(*numbers: int, read_at: dict[int, float] | None = None) -> Backlog:
    backlog = Backlog(lambda account_id: (read_at or {}).get(int(account_id), 0.0))
    backlog.add(accounts(*numbers))
    return backlog


def test_what_was_never_read_comes_first_then_the_eldest() -> None:
    backlog = backlog_of(1, 2, 3, 4, 5, read_at={1: 30.0, 3: 10.0, 4: 20.0})
    backlog.complete(())
    assert taken(backlog) == [2, 5, 3, 4, 1]


def test_what_is_preferred_comes_first_in_its_order() -> None:
    backlog = backlog_of(1, 2, 3, 4, 5)
    backlog.prefer(ids(4, 9, 2))
    backlog.complete(())
    assert taken(backlog) == [4, 2, 1, 3, 5]


def test_what_is_preferred_before_it_comes_is_first_when_it_does() -> None:
    backlog = backlog_of(1, 2)
    backlog.prefer(ids(7, 8))
    assert taken(backlog, 1) == [1]
    backlog.add(accounts(6, 8, 7))
    backlog.complete(())
    assert taken(backlog) == [7, 8, 2, 6]


def test_another_preference_takes_the_place_of_the_one_before() -> None:
    backlog = backlog_of(1, 2, 3)
    backlog.prefer(ids(3))
    backlog.prefer(ids(2))
    backlog.complete(())
    assert taken(backlog) == [2, 1, 3]


def test_nothing_is_taken_twice_however_often_it_is_added() -> None:
    backlog = backlog_of(1, 2)
    assert backlog.add(accounts(2, 3, 3)) == set(ids(3))
    assert taken(backlog, 2) == [1, 2]
    assert backlog.add(accounts(1)) == set()
    backlog.complete(())
    assert taken(backlog) == [3]


def test_what_failed_is_taken_once_more_after_all_others() -> None:
    backlog = backlog_of(1, 2, 3)
    backlog.complete(())
    first = backlog.take()
    backlog.give_back(first, failed=True)
    assert taken(backlog, 2) == [2, 3]
    assert backlog.take() is first
    backlog.give_back(first, failed=True)
    assert backlog.take() is None


def test_what_is_gone_need_not_be_read() -> None:
    backlog = backlog_of(1, 2, 3)
    failed = backlog.take()
    backlog.give_back(failed, failed=True)
    backlog.complete(ids(1, 3))
    assert taken(backlog) == [2]


def test_how_many_are_left() -> None:
    backlog = backlog_of(1, 2, 3)
    assert backlog.left == 3
    account = backlog.take()
    assert backlog.left == 3
    backlog.give_back(account)
    assert backlog.left == 2
    backlog.close()
    assert (backlog.left, backlog.take()) == (0, None)


def test_nothing_is_added_after_the_end() -> None:
    backlog = backlog_of(1)
    backlog.complete(())
    assert taken(backlog) == [1]
    assert backlog.add(accounts(2)) == set()
    assert backlog.take() is None
