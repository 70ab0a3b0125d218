"""A role as a profile of the AWS config file, for the AWS CLI and every SDK."""

from sso_tui.actions.base import Request
from sso_tui.effects import Save, Section
from sso_tui.errors import ConfigError
from sso_tui.model import ACCESS_SCOPE, Portal


def write(request: Request) -> Save:
    """Write a profile that names the portal's `[sso-session]`, and that section if it is missing.

    Raises:
        ConfigError: the portal is a legacy one, the name can't be written, or the file can't be
            edited safely.
    """
    name = request.profile_name or default_name(request)
    settings = [
        ("sso_session", _session(request.portal)),
        ("sso_account_id", request.role.account_id),
        ("sso_role_name", request.role.wire_name),
    ]
    if request.aws_region:
        settings.append(("region", request.aws_region))
    section = Section("profile", name, tuple(settings))
    return request.broker.config_edit((section,), note=f"profile {name}")


def default_name(request: Request) -> str:
    """The name that the settings' template makes for the role, with blanks and quotes replaced."""
    template = request.broker.settings.profile_name
    account = request.broker.settings.aliases.get(request.role.account_id, request.account.name)
    filled = (
        template.replace("{account_id}", request.role.account_id)
        .replace("{account}", account)
        .replace("{role}", request.role.name)
        .replace("{portal}", request.portal.name)
    )
    return slug(filled) or slug(f"{request.role.account_id}-{request.role.name}")


def slug(text: str) -> str:
    """`text` with every run of characters that some SDK can't read in a profile's name as one `-`.

    What stays is `[A-Za-z0-9._@:/+=,-]`: none of it is quoted, escaped or cut by any reader of the
    AWS config file.
    """
    kept = (
        character
        if character.isascii() and (character.isalnum() or character in "._@:/+=,-")
        else " "
        for character in text
    )
    return "-".join("".join(kept).split()).strip("-")


def _session(portal: Portal) -> str:
    if portal.session_name is None:
        raise ConfigError(
            f"The sign-in for {portal.name} has no [sso-session], which a profile needs to name",
            f"Add a section with its start URL, region and the scope {ACCESS_SCOPE}.",
        )
    return portal.session_name
