"""The most particular region holds."""

import pytest

from sso_tui.model import Role
from sso_tui.settings import Settings

ROLE = Role("main", "000000000012", "Admin")


@pytest.mark.parametrize(
    ("region", "regions", "wanted"),
    [
        ("", {}, None),
        ("eu-west-1", {}, "eu-west-1"),
        ("eu-west-1", {"main": "us-east-1"}, "us-east-1"),
        ("eu-west-1", {"main": "us-east-1", "000000000012": "us-east-2"}, "us-east-2"),
        (
            "eu-west-1",
            {"main": "a-1", "000000000012": "b-1", "000000000012/Admin": "us-west-2"},
            "us-west-2",
        ),
        ("eu-west-1", {"000000000012/admin": "x-1", "other": "y-1"}, "eu-west-1"),
        ("eu-west-1", {"000000000012": ""}, "eu-west-1"),
        ("", {"000000000012": ""}, None),
    ],
)
def test_the_region_for_a_role(region: str, regions: dict[str, str], wanted: str | None) -> None:
    assert Settings(region=region, regions=regions).region_for(ROLE) == wanted


def test_the_wire_name_counts_and_not_the_one_that_is_drawn() -> None:
    odd = Role("main", "000000000012", "Odd\x01")
    assert Settings(regions={"000000000012/Odd\x01": "us-east-1"}).region_for(odd) == "us-east-1"
    assert Settings(regions={f"000000000012/{odd.name}": "us-east-1"}).region_for(odd) is None
