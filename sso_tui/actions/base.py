"""What an action is: a function from a request to an effect.

An action holds no user interface and changes nothing on the machine. It may ask the portal for
credentials, and so it can wait, fail and be cancelled.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sso_tui.broker import Broker
from sso_tui.effects import Effect
from sso_tui.model import Account, Credentials, Portal, Role
from sso_tui.world import Wait


@dataclass(frozen=True, slots=True)
class ConsoleVisit:
    """Where the AWS console is to open, and by which way.

    Attributes:
        page: a service's usual name, or the address of a page of the console's; None for its home.
        duration: seconds that the session is to last; None for as long as the credentials do.
        by_shortcut: True for the access portal's own link, which holds no credentials.
        in_container: True for a link to a Firefox container that is named after the role.
    """

    page: str | None = None
    duration: int | None = None
    by_shortcut: bool = False
    in_container: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One role, and the circumstances under which something is to be done with it.

    Attributes:
        broker: where credentials and configuration come from.
        portal: the role's portal.
        account: the role's account.
        role: the role.
        wait: the patience of whoever asks.
        shell: the format of the shell that text is made for, such as `env` or `fish`.
        region: the region asked for; None to take the one that the settings know.
        refresh: True to get new credentials though the cached ones still hold.
        profile_name: the profile to write; None for the name that the settings' template makes.
        profile_kind: how programs get credentials by it: `sso-session`, `credential-process` or
            `keys`.
        profile_output: the AWS CLI's output format under it; None to leave that be.
        key: which of the three keys to copy, by its environment variable.
        console: where the AWS console is to open, and by which way.
    """

    broker: Broker
    portal: Portal
    account: Account
    role: Role
    wait: Wait
    shell: str = "env"
    region: str | None = None
    refresh: bool = False
    profile_name: str | None = None
    profile_kind: str = "sso-session"
    profile_output: str | None = None
    key: str = "AWS_ACCESS_KEY_ID"
    console: ConsoleVisit = field(default_factory=ConsoleVisit)

    @property
    def aws_region(self) -> str | None:
        """The region for commands: the one asked for, else the settings'; None to leave it be."""
        return self.region or self.broker.settings.region_for(self.role)

    @property
    def label(self) -> str:
        """Account and role as the user knows them, safe to draw."""
        return f"{self.account.name}/{self.role.name}"

    @property
    def protected(self) -> bool:
        """Whether the settings have the user asked once more before this role is handed out."""
        return self.broker.settings.protects(self.role, self.account.wire_name)

    def credentials(self) -> Credentials:
        """The role's credentials, from the cache where they still hold."""
        return self.broker.credentials(self.portal, self.role, wait=self.wait, refresh=self.refresh)


Prepare = Callable[[Request], Effect]
"""Work out what is to be done to the machine; raises SsotuiError."""
