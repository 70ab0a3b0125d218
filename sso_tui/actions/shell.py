"""A new shell that has the role, to leave again with `exit`."""

from sso_tui.actions.base import Request
from sso_tui.actions.env import variables
from sso_tui.effects import Run
from sso_tui.model import Secret
from sso_tui.shells.variables import IDENTITY_VARIABLES


def start(request: Request) -> Run:
    """Run the user's own shell with the role's credentials in its environment."""
    wanted = variables(request.role, request.credentials(), request.aws_region)
    return Run(
        command=(request.broker.world.get("SHELL") or "/bin/sh",),
        set={name: Secret(value) for name, value in wanted.items()},
        unset=tuple(name for name in IDENTITY_VARIABLES if name not in wanted),
        note=f"A shell with {request.label}",
    )
