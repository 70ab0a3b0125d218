"""What is an access key that nobody has to sign in for, and whose is it?"""

from dataclasses import dataclass, field

from sso_tui.model import Secret, clean


@dataclass(frozen=True, slots=True)
class LongTermKey:
    """An access key of an IAM user, which works until somebody deactivates it.

    Attributes:
        access_key_id: `AKIA…` (IAM User Guide, "IAM identifiers"); no secret, but drawn only in part.
        secret_access_key: what signs with it.
    """

    access_key_id: str = field(repr=False)
    secret_access_key: Secret


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose a key is, as STS has it.

    Attributes:
        account_id: twelve digits.
        wire_arn: such as `arn:aws:iam::000000000012:user/ci`.
    """

    account_id: str
    wire_arn: str

    @property
    def user(self) -> str:
        """The name of the IAM user, safe to draw; empty where the caller is none."""
        resource = self.wire_arn.split(":", 5)[-1]
        return clean(resource.rpartition("/")[2]) if resource.startswith("user/") else ""
