"""The keys that the settings can name are the keys that are bound, and no two are the same."""

import importlib
import pkgutil
from collections import defaultdict
from itertools import combinations

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import sso_tui.ui
from sso_tui.actions.menu import MENU
from sso_tui.keys import KEYS, held_by, shown, together

FIXED = {"ctrl+c", "ctrl+z"}
"""Keys that are always the same, since they end or suspend the program."""


def bindings() -> list[Binding]:
    """Every binding of the program's own screens and widgets."""
    for module in pkgutil.walk_packages(sso_tui.ui.__path__, "sso_tui.ui."):
        importlib.import_module(module.name)
    found, classes = [], [DOMNode]
    while classes:
        one = classes.pop()
        classes += one.__subclasses__()
        if one.__module__.startswith("sso_tui.") and "BINDINGS" in vars(one):
            found += one.BINDINGS
    return [one for one in found if isinstance(one, Binding)]


def test_every_binding_has_an_id_and_the_keys_that_are_listed() -> None:
    bound: dict[str, set[str]] = defaultdict(set)
    for binding in bindings():
        assert binding.id is not None or binding.key in FIXED, binding
        if binding.id is not None:
            bound[binding.id].add(binding.key)
    assert bound == {key.id: {key.keys} for key in KEYS.values()}


def test_the_menu_has_the_keys_that_are_listed() -> None:
    for item in MENU:
        assert KEYS[f"menu.{item.name}"].keys == item.key
        assert not item.control or KEYS[item.name].keys == item.control


def test_no_two_keys_that_hold_together_are_the_same() -> None:
    for one, other in combinations(KEYS.values(), 2):
        if together(one, other):
            assert set(held_by(one, {})).isdisjoint(held_by(other, {})), (one, other)


@pytest.mark.parametrize(
    ("name", "own", "wanted"),
    [
        ("back", {}, "esc"),
        ("list-again", {}, "ctrl+r"),
        ("list-again", {"list-again": "f5, ctrl+r"}, "f5"),
        ("switch-focus", {}, "tab"),
    ],
)
def test_a_key_in_a_sentence(name: str, own: dict[str, str], wanted: str) -> None:
    assert shown(name, own) == wanted
