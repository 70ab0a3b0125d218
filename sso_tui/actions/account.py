"""What people paste of an account."""

from sso_tui.actions.base import Request
from sso_tui.effects import Copy
from sso_tui.model import Secret


def copy_id(request: Request) -> Copy:
    """Copy the account's twelve digits."""
    number = Secret(request.role.account_id)
    return Copy(number, note=f"account id of {request.account.name}", sensitive=False)
