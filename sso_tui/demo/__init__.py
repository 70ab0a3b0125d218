"""What does an Identity Center do? A whole one on loopback, with a made-up company in it.

The demo runs on it, and tests script its faults. It speaks HTTP only, on 127.0.0.1 only, and knows
nothing of the rest of the program, which reaches it as it would reach AWS.
"""

from sso_tui.demo.account import Account
from sso_tui.demo.behaviour import Behaviour
from sso_tui.demo.faults import Fault, Faults
from sso_tui.demo.organisation import Organisation
from sso_tui.demo.portal import Portal
from sso_tui.demo.wire import Request

__all__ = ["Account", "Behaviour", "Fault", "Faults", "Organisation", "Portal", "Request"]
