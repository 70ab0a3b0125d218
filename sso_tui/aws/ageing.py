"""Whose roles are asked for again? Those of the accounts whose answer has grown old.

A listing names every account each time, a hundred to a call, but asks for the roles of each with a
call of its own, and those calls are what a portal throttles. So the answers age one by one:

- A small portal is read whole each time; it takes seconds.
- In a larger one, an answer holds for three seconds for each account there is: at the twenty calls
  a second that Identity Center was seen to allow, keeping up with that takes a sixtieth of them. Of
  1,000 accounts it holds 50 minutes, of 10,000 eight hours; never longer than half a day.
- What somebody looks at holds for five minutes.
- What was never read, or could not be, is always due.
- Whoever asks for it (ctrl+r, `--refresh`) has everything read again.

An answer holds from when it was read, whether or not its listing came to an end. So a listing that
was broken off goes on where it was, and one that is begun anew each day asks for what is oldest.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sso_tui.catalogue import Entry

SMALL: Final = 100
"""Accounts that are read whole each time: they fit on one page."""

HOLDS_FOR_EACH: Final = timedelta(seconds=3)
"""How long an answer holds, for each account there is."""

HOLDS_AT_MOST: Final = timedelta(hours=12)
"""How long an answer holds, however many accounts there are."""

HOLDS_LOOKED_AT: Final = timedelta(minutes=5)
"""How long an answer holds that somebody looks at."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """How long the answers of one portal hold.

    Attributes:
        accounts: how many there are, as far as is known.
        everything: whether all are to be asked for again, however old.
    """

    accounts: int
    everything: bool = False

    def due(self, entry: Entry, now: datetime, *, looked_at: bool = False) -> bool:
        """Whether the roles of an account are to be asked for, again or for the first time."""
        if self.everything or self.accounts <= SMALL or entry.failure or entry.listed_at is None:
            return True
        holds = min(self.accounts * HOLDS_FOR_EACH, HOLDS_AT_MOST)
        if looked_at:
            holds = min(holds, HOLDS_LOOKED_AT)
        return not timedelta(0) <= now - entry.listed_at < holds  # a clock may have been set back
