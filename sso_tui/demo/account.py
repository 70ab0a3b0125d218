"""What does the portal say of one AWS account?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """An account and the roles (permission sets) assigned to the user there.

    All of it goes out as it stands, legal or not; a name or an e-mail of None is left out of the
    answer.
    """

    id: str
    name: str | None
    email: str | None
    roles: tuple[str, ...] = ()
