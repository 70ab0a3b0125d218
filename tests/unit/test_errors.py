"""Every failure has its exit status and reads as one sentence with a next step."""

import inspect
import re

import pytest

from sso_tui import errors
from sso_tui.errors import Cancelled, SsotuiError, unforeseen

STATUSES = {
    "SsotuiError": 1,
    "UsageError": 2,
    "NoTerminal": 2,
    "UnknownPortal": 2,
    "ConfigError": 1,
    "NoPortal": 1,
    "StorageError": 1,
    "DesktopError": 1,
    "NoClipboard": 1,
    "SignInNeeded": 3,
    "SignInFailed": 1,
    "NoAccess": 4,
    "Ambiguous": 5,
    "PortalError": 6,
    "Throttled": 6,
    "MalformedAnswer": 6,
    "Cancelled": 130,
}
KINDS = [
    one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, SsotuiError)
]


def test_the_tree_is_the_documented_one() -> None:
    assert {kind.__name__: kind.exit_status for kind in KINDS} == STATUSES
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in KINDS)
    documented = re.findall(r"^[ │├└─]{4,}(\w+) +(\d+)   ", errors.__doc__ or "", re.MULTILINE)
    assert {name: int(status) for name, status in documented} == STATUSES


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_it_reads_as_a_sentence_and_a_next_step(kind: type[SsotuiError]) -> None:
    error = kind("The thing broke")
    assert str(error) == f"The thing broke. {kind.remedy}".rstrip()
    assert not kind.remedy or kind.remedy[0].isupper()


def test_what_and_remedy_are_kept_apart() -> None:
    error = SsotuiError("It broke", "Mend it.")
    assert (error.what, error.remedy, str(error)) == ("It broke", "Mend it.", "It broke. Mend it.")
    assert str(SsotuiError("It broke", "")) == "It broke."
    assert str(errors.UsageError("Which role?", "Name one.")) == "Which role? Name one."
    assert str(Cancelled()) == "Cancelled."


@pytest.mark.requirement("SEC-07")
def test_an_unforeseen_failure_tells_its_kind_and_place_and_not_its_text() -> None:
    try:
        {}["aoaSECRET"]
    except KeyError as error:
        said = str(unforeseen(error))
    assert "KeyError in test_errors:" in said
    assert "SECRET" not in said
    assert "report" in said
    assert "ValueError)" in str(unforeseen(ValueError("aoaSECRET")))


@pytest.mark.requirement("REL-43")
def test_scarcity_is_nobodys_fault() -> None:
    told = unforeseen(OSError(24, "secret", "/secret"))
    assert str(told).startswith("The system has nothing left to give: Too many open files. ")
    assert "report" not in str(told)
