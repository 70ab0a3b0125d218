"""Can a browser come back to this machine at the end of a sign-in?

The sign-in in the browser ends at a loopback address, so it needs a browser on this very machine;
where there is none, a code is compared on two screens instead.
"""

from sso_tui.desktop import whereabouts
from sso_tui.desktop.browsers import chosen, installed
from sso_tui.world import World


def headless_reason(world: World) -> str:
    """Why a browser can't come back to this machine; empty where it can.

    The reason completes a sentence, as in "signing in with a code, since this runs over SSH". A
    usable BROWSER outweighs every sign but SSH.
    """
    if whereabouts.remote(world):
        return "over SSH"
    if chosen(world):
        return ""
    signs = {
        "in CI": whereabouts.in_ci(world),
        "in a container": whereabouts.in_container(world),
        "under WSL": whereabouts.under_wsl(),
        "without a display": not whereabouts.has_display(world),
        "without a browser": not installed(world),
    }
    return next((reason for reason, seen in signs.items() if seen), "")
