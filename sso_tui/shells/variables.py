"""Which environment variables carry an identity?

Two lists, which together leave nothing stale behind: what is taken away so that it can't win over
the keys just handed out, and what is handed out and can be taken back. The module imports nothing.
"""

from typing import Final

IDENTITY_VARIABLES: Final = (
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
"""What would win over exported keys, or be taken for a part of them.

botocore reads the profile variables before the keys' (`session.py`), AWS_SECURITY_TOKEN before
AWS_SESSION_TOKEN, and AWS_CREDENTIAL_EXPIRATION and AWS_ACCOUNT_ID as belonging to the keys; the
role, web identity and container variables stand elsewhere in the chains of the SDKs, which differ
(AWS SDKs and Tools Reference Guide, "Environment variables").
"""

HANDED_OUT: Final = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "SSOTUI_ROLE",
)
"""What a shell that was given a role may hold of it; unsetting these takes the role back."""
