"""What do `credential-process` and `env` print where the credentials lie in the AWS CLI's cache?

They are handed out while a quarter of an hour of their life remains, as the AWS SDKs do.
"""

from sso_tui.hot.digest import home, load
from sso_tui.hot.disk import LARGEST_SECRET, digest_of, parsed, quoted, read
from sso_tui.hot.doubt import NotHot, doubt_unless, plain
from sso_tui.hot.formats import FORMATS, render, taken_back
from sso_tui.hot.moments import seconds_until
from sso_tui.hot.reference import Role, is_account_id, portals_for, role_of
from sso_tui.hot.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MARGIN = 15 * 60
"""Seconds before their end from which on credentials count as used up."""

_KEYS = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")


def text(command: str, words: list[str], environ: "Mapping[str, str]") -> str:
    """The credentials in the form that the words ask for.

    Raises:
        NotHot: they are not at hand, or it is not sure which ones are meant.
    """
    return (_process if command == "credential-process" else _env)(words, environ)


def _process(words: list[str], environ: "Mapping[str, str]") -> str:
    options = Words(words, ("--sso-session", "--account-id", "--role-name"))
    account, role = options.get("--account-id"), options.get("--role-name")
    if not account or not role or options.references:
        raise NotHot
    doubt_unless(is_account_id(account))
    digest = load(environ)
    session = options.get("--sso-session") or environ.get("SSOTUI_SSO_SESSION")
    doubt_unless(bool(session))
    portals = portals_for(digest, session)
    return _rendered("process", (portals[0][0], account, role), None, digest, environ)


def _env(words: list[str], environ: "Mapping[str, str]") -> str:
    unset = "--unset" in words
    if unset:
        words = [word for word in words if word != "--unset"]
    options = Words(words, ("--sso-session", "--format", "--region", "--account", "--role"))
    form = options.get("--format") or _calling_shell(environ)
    doubt_unless(form in FORMATS)
    if unset:
        doubt_unless(not options.references and options.values.keys() <= {"--format"})
        return taken_back(form)
    region = options.get("--region")
    doubt_unless(region is None or _can_be_a_region(region))
    digest = load(environ)
    doubt_unless(digest["protecting"] is False)
    session = options.get("--sso-session") or environ.get("SSOTUI_SSO_SESSION")
    role = role_of(_reference(options), portals_for(digest, session), environ)
    return _rendered(form, role, region, digest, environ)


def _can_be_a_region(text: str) -> bool:
    """Whether it has the form of a region's name: `sso_tui.model.REGION`, without what reads that."""
    *words, number = text.split("-")
    if not text.isascii() or len(words) < 2 or not 2 <= len(words[0]) <= 5 or len(number) > 2:
        return False
    return number.isdigit() and all(word.isalpha() and word.islower() for word in words)


def _reference(options: Words) -> str:
    account, role = options.get("--account"), options.get("--role")
    if account and role:
        doubt_unless(not options.references)
        return f"{account}/{role}"
    doubt_unless(len(options.references) == 1 and not account and not role)
    return options.references[0]


def _calling_shell(environ: "Mapping[str, str]") -> str:
    from sso_tui.hot.shell import calling_shell

    return calling_shell(environ)


def _rendered(
    form: str,
    role: Role,
    region: str | None,
    digest: "dict[str, Any]",
    environ: "Mapping[str, str]",
) -> str:
    portal, account, name = role
    doubt_unless(digest["cache_role_credentials"] is True)
    start_url = next(url for key, url, _ in digest["portals"] if key == portal)
    key, secret, token, ends = _cached(role, start_url, environ)
    region = region or _region(role, digest)
    values = {
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_SESSION_TOKEN": token,
        "AWS_CREDENTIAL_EXPIRATION": ends,
        "SSOTUI_ROLE": plain(f"{account}/{name}"),
    }
    if region:
        values |= {"AWS_REGION": plain(region), "AWS_DEFAULT_REGION": region}
    return render(form, values)


def _region(role: Role, digest: "dict[str, Any]") -> str:
    """The settings' region for the role; the most particular one holds."""
    portal, account, name = role
    regions = digest["regions"]
    places = (f"{account}/{name}", account, portal)
    found = next((regions[place] for place in places if place in regions), None)
    return str(found or digest["region"])


def _cached(role: Role, start_url: str | None, environ: "Mapping[str, str]") -> list[str]:
    """The keys, the token and the end of the role's credentials.

    The file's name is the SHA-1 of what identifies the role (botocore, `SSOCredentialFetcher`).

    Raises:
        NotHot: there are none, or they do not last.
    """
    portal, account, name = role
    where = ("sessionName", portal) if start_url is None else ("startUrl", start_url)
    parts = (("accountId", account), ("roleName", name), where)
    identity = ",".join(f"{quoted(field)}:{quoted(value)}" for field, value in parts)
    path = f"{home(environ)}/.aws/cli/cache/{digest_of('{' + identity + '}')}.json"
    content = parsed(read(path, LARGEST_SECRET) or "")["Credentials"]
    found = [plain(content[field]) for field in _KEYS]
    doubt_unless(seconds_until(found[-1]) > MARGIN)
    return found
