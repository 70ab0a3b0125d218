"""What is known of a portal without asking it?"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sso_tui.model import Role, Token
from sso_tui.search import Marks
from sso_tui.store import profiles


class Local(NamedTuple):
    """What this machine knows of a portal, without asking it.

    Attributes:
        token: the sign-in, valid or not; None where there is none.
        held: roles whose credentials are at hand, and when those end.
        config: the AWS config file.
        marks: favourites, aliases, tags and recent use, for the search.
        last: the role that was used last, in whichever portal; None where none was.
        in_shell: the role that the calling shell has, in whichever portal; None where it has none,
            or its portal is not known.
    """

    token: Token | None = None
    held: Mapping[Role, datetime] = {}
    config: profiles.AwsConfig = profiles.AwsConfig()
    marks: Marks = Marks()
    last: Role | None = None
    in_shell: Role | None = None
