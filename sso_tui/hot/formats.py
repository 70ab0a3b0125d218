"""What do variables look like in each shell, where no value needs an escape?"""

from sso_tui.hot.doubt import NotHot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

IDENTITY_VARIABLES = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ACCOUNT_ID",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
)
"""What would win over exported keys; `sso_tui.shells.variables` says why."""

HANDED_OUT = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "SSOTUI_ROLE",
)
"""What a shell that was given a role may hold of it."""

_SHELLS = {
    "env": ("unset %s\n", "export %s='%s'\n"),
    "env-no-export": ("unset %s\n", "%s='%s'\n"),
    "fish": ("set -eg %s; or true\n", "set -gx %s '%s'\n"),
    "powershell": ("Remove-Item Env:%s -ErrorAction Ignore\n", "$Env:%s = '%s'\n"),
    "windows-cmd": ('set "%s="\n', 'set "%s=%s"\n'),
    "nu": ("hide-env --ignore-errors %s\n", '$env.%s = "%s"\n'),
}
"""How each takes a variable away, and how it sets one."""

FORMATS = (*_SHELLS, "dotenv", "json", "process", "credentials-file")
"""The forms in which credentials can be printed."""

VARIABLE_FORMATS = FORMATS[:-2]
"""Those of them that are variables."""

_PROCESS = """\
{
  "Version": 1,
  "AccessKeyId": "%s",
  "SecretAccessKey": "%s",
  "SessionToken": "%s",
  "Expiration": "%s+00:00"
}
"""

_SECTION = """\
[default]
aws_access_key_id = %s
aws_secret_access_key = %s
aws_session_token = %s
"""


def render(form: str, values: dict[str, str]) -> str:
    """The variables as text.

    Args:
        form: one of `FORMATS`.
        values: the variables; the three keys and their end, as `…Z`, come first.
    """
    key, secret, token, ends = [*values.values()][:4]
    if form == "process":
        return _PROCESS % (key, secret, token, ends[:-1])
    if form == "credentials-file":
        return _SECTION % (key, secret, token)
    if form == "dotenv":
        return "".join([f"{name}={value}\n" for name, value in values.items()])
    if form == "json":
        lines = [f'  "{name}": "{value}"' for name, value in values.items()]
        return "{\n" + ",\n".join(lines) + "\n}\n"
    removal, assignment = _SHELLS[form]
    gone = [name for name in IDENTITY_VARIABLES if name not in values]
    return _removed(removal, gone) + "".join([assignment % pair for pair in values.items()])


def taken_back(form: str) -> str:
    """The lines that take from a shell whatever it was given.

    Raises:
        NotHot: the format can't say this.
    """
    if form not in _SHELLS:
        raise NotHot
    return _removed(_SHELLS[form][0], dict.fromkeys((*HANDED_OUT, *IDENTITY_VARIABLES)))


def _removed(removal: str, names: "Iterable[str]") -> str:
    return "".join([removal % name for name in names])
