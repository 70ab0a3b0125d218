"""Show the screen, on the terminal itself, and give the terminal back."""

import os
from contextlib import suppress
from typing import Final

from sso_tui.broker import Broker
from sso_tui.errors import NoPortal, NoTerminal, UnknownPortal
from sso_tui.model import Portal
from sso_tui.settings import EVERY_PORTAL
from sso_tui.ui.outcome import Calling, Outcome

FRAMES: Final = "120"
"""Frames a second that are drawn at most: a letter shows up half a frame earlier than at the usual
60, at the same cost, for nothing is drawn where nothing changed."""


def show(broker: Broker, session: str | None, calling: Calling, search_text: str) -> Outcome:
    """Run the screen until the user chooses or leaves; without a portal, it asks for one first.

    Args:
        broker: whom to ask.
        session: the portal's name, where one was given.
        calling: who called, and for what.
        search_text: what the filter begins with.

    Raises:
        NoTerminal: there is nothing to draw on.
        SsotuiError: the screen failed.
    """
    from sso_tui.ui.collector import hold
    from sso_tui.ui.terminal import keep_standard_streams_open, terminal

    dumb = (broker.world.get("TERM") or "dumb") == "dumb"
    portal = _portal(broker, session, asks=not dumb)
    if dumb:
        raise NoTerminal("This terminal can't show a screen (TERM is dumb)")
    keep_standard_streams_open()
    device = terminal()
    hold()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)  # read once, when Textual is imported
    from sso_tui.ui.app import SsotuiApp
    from sso_tui.ui.tty_driver import driver_for

    driver = driver_for(device, suspends=not calling.listens)
    every = broker.settings.begin_with == EVERY_PORTAL and not _named(broker, session)
    app = SsotuiApp(broker, portal, calling, search_text, every=every, driver_class=driver)
    try:
        outcome = app.run()
    finally:
        with suppress(OSError):  # where the terminal is gone
            device.flush()
    if app.crash is not None:
        raise app.crash
    return outcome or Outcome(status=app.return_code or 0)


def _portal(broker: Broker, session: str | None, *, asks: bool) -> Portal | None:
    """The portal to show; None where none is configured at all, and the screen can ask for one."""
    begins = broker.settings.begin_with
    wanted = _named(broker, session) or (begins if begins != EVERY_PORTAL else None) or None
    try:
        return broker.portal(wanted)
    except UnknownPortal as error:
        if wanted != begins:
            raise
        raise UnknownPortal(f"begin_with in the settings leads nowhere: {error.what}") from None
    except NoPortal:
        if session or not asks:
            raise
        return None


def _named(broker: Broker, session: str | None) -> str | None:
    """The portal that was asked for, by option or variable."""
    return session or broker.world.get("SSOTUI_SSO_SESSION")
