"""What is known of a portal without asking it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sso_tui.model import Role, Token
from sso_tui.search import Marks
from sso_tui.store import profiles


@dataclass(frozen=True, slots=True)
class Local:
    """What this machine knows of a portal, without asking it.

    Attributes:
        token: the sign-in, valid or not; None where there is none.
        held: roles whose credentials are at hand, and when those end.
        config: the AWS config file.
        marks: favourites, aliases, tags and recent use, for the search.
        last: the role that was used last, in whichever portal; None where none was.
    """

    token: Token | None = None
    held: Mapping[Role, datetime] = field(default_factory=dict)
    config: profiles.AwsConfig = field(default_factory=profiles.AwsConfig)
    marks: Marks = field(default_factory=Marks)
    last: Role | None = None
