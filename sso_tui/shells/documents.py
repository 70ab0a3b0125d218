"""What do credentials look like as a document, for programs rather than shells?

Two documents with a fixed shape: the JSON of the `credential_process` contract, which the AWS CLI
prints too, and a section of the shared credentials file.
"""

import json
import re
from typing import Final

from sso_tui.errors import UsageError
from sso_tui.model import Credentials
from sso_tui.shells.names import DOCUMENT_FORMATS

_WORD: Final = re.compile(r"[^\s\x00-\x1f\x7f]+")
_SECTION: Final = re.compile(r"[^\[\]\r\n\x00-\x1f\x7f]+")


def render_credentials(name: str, credentials: Credentials, section: str = "default") -> str:
    """`credentials` as a document.

    Args:
        name: one of `DOCUMENT_FORMATS`.
        credentials: what to write.
        section: the profile that `credentials-file` names its section after.

    Raises:
        UsageError: there is no such format, or the section can't have that name.
    """
    if name == "process":
        return process(credentials)
    if name == "credentials-file":
        return credentials_file(credentials, section)
    raise UsageError(f"There is no format {name!r}", f"One of: {', '.join(DOCUMENT_FORMATS)}.")


def process(credentials: Credentials) -> str:
    """The JSON that `credential_process` commands answer with.

    Key order, indentation and the spelling of the time are those of `aws configure
    export-credentials` (AWS SDKs and Tools Reference Guide, "Process credential provider").
    """
    answer = {
        "Version": 1,
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key.reveal(),
        "SessionToken": credentials.session_token.reveal(),
        "Expiration": credentials.expires_at.replace(microsecond=0).isoformat(),
    }
    return json.dumps(answer, indent=2) + "\n"


def credentials_file(credentials: Credentials, section: str) -> str:
    """A section of the shared credentials file.

    Raises:
        UsageError: a name or a value would reach beyond its line.
    """
    values = {
        "aws_access_key_id": credentials.access_key_id,
        "aws_secret_access_key": credentials.secret_access_key.reveal(),
        "aws_session_token": credentials.session_token.reveal(),
    }
    if not _SECTION.fullmatch(section) or not all(map(_WORD.fullmatch, values.values())):
        raise UsageError("A credentials file can't hold that name or value", "Use another format.")
    return "".join([f"[{section}]\n", *(f"{key} = {value}\n" for key, value in values.items())])
