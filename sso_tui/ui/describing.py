"""How the user wants to have things: an account's alias and tags, whether it is hidden, the colours.

Each question goes on with an effect; a dialog that is left goes on with nothing.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App

from sso_tui.actions import describe
from sso_tui.broker import Broker
from sso_tui.effects import Effect, Prefer
from sso_tui.model import Account, clean
from sso_tui.settings import THEMES
from sso_tui.ui.screens.choice import Choice, ChoiceScreen
from sso_tui.ui.screens.line import LineScreen
from sso_tui.ui.screens.modal import Dialog

CarryOut = Callable[[Effect], object]


def ask(app: App[Any], broker: Broker, account: Account, what: str, carry_out: CarryOut) -> None:
    """Ask how the user wants to have an account, and have that kept.

    Args:
        app: where to ask.
        broker: whose settings hold.
        account: which account.
        what: `alias`, `tags` or `hidden`; empty to ask that too.
        carry_out: what has an effect performed.
    """
    settings, where = broker.settings, broker.settings_file
    if what == "alias":
        current = settings.aliases.get(account.id, "")
        hint = "Your own name for it; empty for none."
        decide = partial(describe.alias, account)
        screen = LineScreen(f"Alias of {account.name}", current, hint, where, decide)
        _push(app, screen, lambda text: carry_out(decide(text)))
    elif what == "tags":
        current = ", ".join(settings.tags.get(account.id, ()))
        hint = "Words to find it by, parted by commas; empty for none."
        decide = partial(describe.tags, account)
        screen = LineScreen(f"Tags of {account.name}", current, hint, where, decide)
        _push(app, screen, lambda text: carry_out(decide(text)))
    elif what == "hidden":
        carry_out(describe.hidden(account, broker))
    else:
        _which(app, broker, account, carry_out)


def _which(app: App[Any], broker: Broker, account: Account, carry_out: CarryOut) -> None:
    settings = broker.settings
    choices = [
        Choice("alias", "Alias", settings.aliases.get(account.id, "none")),
        Choice("tags", "Tags", ", ".join(settings.tags.get(account.id, ())) or "none"),
        _hiding(settings.hidden_by(account), account),
    ]
    note = f"{account.id} · kept in {broker.settings_file}"
    screen = ChoiceScreen(account.name, choices, note=note)
    _push(app, screen, lambda what: ask(app, broker, account, what, carry_out))


def _hiding(by: str, account: Account) -> Choice:
    note = f"hidden by {clean(by)}" if by not in ("", account.id) else ""
    return Choice("hidden", "Show it again" if by else "Hide it", note)


def choose_theme(app: App[Any], broker: Broker, carry_out: CarryOut) -> None:
    """Offer the colour themes; the one that is chosen holds at once, and from now on."""

    def wear(name: str) -> None:
        app.theme = name
        carry_out(Prefer("theme", name, f"{name} is kept in {broker.settings_file}"))

    choices = [Choice(name, name) for name in THEMES]
    _push(app, ChoiceScreen("Theme", choices, app.theme), wear)


def _push(app: App[Any], screen: Dialog[str], go_on: Callable[[str], object]) -> None:
    """Show a dialog, and go on with its answer, which may be an empty text."""

    def answered(answer: str | None) -> None:
        if answer is not None:
            go_on(answer)

    app.push_screen(screen, answered)
