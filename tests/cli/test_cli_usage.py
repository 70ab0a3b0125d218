"""The words of the command line, and the files and variables that a command finds before it starts."""

import contextlib
import importlib
import re
from pathlib import Path

import pytest
from cli_support import ADMIN, add_session, calls, one_sentence, tokens_of
from stage import Stage

from sso_tui import __version__
from sso_tui.cli.command import COMMANDS, load
from sso_tui.cli.parser import parse, parser_of
from sso_tui.cli.use import UNSAID

ROOT = Path(__file__).parents[2]

COMMAND_WORDS = [("login",), ("logout",), ("list",), ("env", ADMIN), ("use", ADMIN), ()]
"""Every command that needs a portal."""


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(stranger: Stage, command: str) -> None:
    ran = stranger.run(command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert f"usage: ssotui {command}" in ran.out
    assert "example:\n  " in ran.out
    assert "ssotui" in ran.out.partition("example:")[2]
    assert stranger.run("help", command).out == ran.out


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_the_overview_names_every_command(stranger: Stage, word: str) -> None:
    ran = stranger.run(word)
    assert (ran.status, ran.err) == (0, "")
    assert all(f"\n  {command} " in ran.out for command in COMMANDS)


def test_the_readme_names_every_command_and_no_option_that_is_not_there() -> None:
    table = {
        line.split("`")[1]: line
        for line in (ROOT / "README.md").read_text().splitlines()
        if line.startswith("| `ssotui ")
    }
    named = {words.split()[1] for words in table if not words.startswith("ssotui [")}
    assert named == set(COMMANDS)
    for line in table.values():
        for usage in line.split("`")[1::2]:
            if not usage.startswith("ssotui ") or usage.startswith("ssotui ["):
                continue
            name = usage.split()[1]
            known = option_words(name, usage.split()[2:3])
            for option in re.findall(r"--[a-z][a-z-]+", usage):
                assert option in known, usage


def test_no_word_means_what_the_parser_makes_of_none() -> None:
    assert vars(UNSAID) == vars(parse("use", [])[1])


def option_words(name: str, following: list[str]) -> str:
    """The help of a command, and of its subcommand where one is named."""
    command = load(name)
    text = parser_of(name, command).format_help()
    for word in following:
        with contextlib.suppress(ImportError):
            sub = importlib.import_module(f"sso_tui.cli.{name}_{word}")
            text += parser_of(f"{name} {word}", sub).format_help()
    return text


def test_version(stranger: Stage) -> None:
    ran = stranger.run("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"ssotui {__version__}\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ("--nonsense",),
        ("-x",),
        ("-s",),
        ("list", "--nonsense"),
        ("list", "--jso"),
        ("env", ADMIN, "--region"),
        ("login", "extra"),
        ("use", "--format", "csh", ADMIN),
        ("demo", "--accounts", "many"),
        ("-s", "demo", "login", "extra"),
        ("use", "\x1b[31m\n--x"),
        ("--\x1b[31m\nx",),
    ],
)
def test_words_that_make_no_command(stranger: Stage, words: tuple[str, ...]) -> None:
    assert one_sentence(stranger.run(*words), 2).isprintable()
    assert stranger.portal.requests == []


@pytest.mark.parametrize("words", [("help", "desk"), ("--", "help"), ("help", "desk", "prod")])
def test_help_in_a_query_is_searched_for(user: Stage, words: tuple[str, ...]) -> None:
    assert "TERM is dumb" in one_sentence(user.run(*words), 2)


def test_a_complaint_leads_to_the_help_of_what_was_typed(stranger: Stage) -> None:
    assert one_sentence(stranger.run("--nonsense"), 2).endswith("See ssotui --help.")
    assert one_sentence(stranger.run("list", "-x"), 2).endswith("See ssotui list --help.")


def test_no_portal_is_configured(stranger: Stage) -> None:
    stranger.config.unlink()
    for words in COMMAND_WORDS:
        said = one_sentence(stranger.run(*words), 1)
        assert "No portal is configured" in said
        assert "ssotui configure" in said
        assert "ssotui demo" in said


@pytest.mark.parametrize("how", ["option", "variable", "before"])
def test_an_unknown_portal(stranger: Stage, how: str) -> None:
    name = "prod\x1b[31m\n"
    for words in COMMAND_WORDS:
        if how == "variable":
            ran = stranger.run(*words, SSOTUI_SSO_SESSION=name)
        else:
            ran = stranger.run(*(("-s", name, *words) if how == "before" else (*words, "-s", name)))
        said = one_sentence(ran, 2)
        assert "No portal is named prod" in said
        assert "has demo" in said


@pytest.mark.requirement("REL-17")
def test_a_config_file_that_does_not_parse(stranger: Stage) -> None:
    lines = len(stranger.config.read_text().splitlines())
    with stranger.config.open("a") as config:
        config.write("[profile fine]\nregion = x\nthis is no setting\n")
    before = stranger.config.read_bytes()
    for words in COMMAND_WORDS:
        said = one_sentence(stranger.run(*words), 1)
        assert f"line {lines + 3}" in said
        assert "config" in said
    assert stranger.config.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("http://127.0.0.1", "http://portal.example.com", "https://"),
        ("http://127.0.0.1", "ftp://127.0.0.1", "https://"),
        ("sso_region = eu-central-1", "sso_region = eu-centrall-1", "eu-central-1"),
        ("sso_region = eu-central-1", "sso_region = mars-north-1", "mars-north-1"),
        ("sso_region = eu-central-1", "", "sso_region"),
        ("sso_region = eu-central-1", "sso_region = eu-central-1.evil.example#", "region"),
    ],
)
def test_a_portal_that_can_not_be_one(user: Stage, old: str, new: str, what: str) -> None:
    user.config.write_text(user.config.read_text().replace(old, new, 1))
    before, files = len(user.portal.requests), tokens_of(user)
    for words in COMMAND_WORDS:
        assert what in one_sentence(user.run(*words), 1)
    assert len(user.portal.requests) == before
    assert tokens_of(user) == files


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            '# mine\ntheme = "nord"\ncache_role_credentials = "yes"\n',
            "config.toml, line 3: cache_role_credentials must be true or false",
        ),
        ("\ntheme = nord\n", "line 2"),
    ],
)
def test_broken_settings(stranger: Stage, text: str, complaint: str) -> None:
    settings = stranger.home / ".config" / "ssotui" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(text)
    for words in COMMAND_WORDS:
        assert complaint in (said := one_sentence(stranger.run(*words), 1))
        assert "config.toml" in said


@pytest.mark.requirement("SEC-14")
def test_the_general_endpoint_and_a_profile_of_the_environment_change_nothing(user: Stage) -> None:
    plain = user.run("list", "--json").out
    user.config.write_text(
        user.config.read_text()
        + "[profile gone-too]\nendpoint_url = http://127.0.0.1:1/\nservices = x\n"
        + "[services x]\nsso =\n  endpoint_url = http://127.0.0.1:1/\n"
    )
    for variables in (
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1/"},
        {"AWS_PROFILE": "gone", "AWS_DEFAULT_PROFILE": "gone"},
        {"AWS_PROFILE": "gone-too"},
        {"AWS_ACCESS_KEY_ID": "AKIAOLD", "AWS_SECRET_ACCESS_KEY": "old"},
    ):
        ran = user.run("list", "--json", "--refresh", **variables)
        assert (ran.status, ran.out, ran.err) == (0, plain, "")
        assert user.run("env", ADMIN, "--refresh", **variables).status == 0
    signed = [one for one in user.portal.requests if "authorization" in one.headers]
    assert signed == []


@pytest.mark.requirement("SEC-14")
@pytest.mark.parametrize("name", ["AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC"])
@pytest.mark.parametrize("url", ["http://10.0.0.1", "http://127.0.0.1.evil.example", "nonsense"])
def test_an_endpoint_that_is_neither_https_nor_here(user: Stage, name: str, url: str) -> None:
    before = len(user.portal.requests)
    for words in COMMAND_WORDS:
        assert name in one_sentence(user.run(*words, **{name: url}), 1)
    assert len(user.portal.requests) == before


def test_the_portal_used_last_is_taken_where_none_is_named(user: Stage) -> None:
    add_session(user)
    user.run("use", ADMIN, "-s", "demo")
    assert user.run("list").status == 0
    assert calls(user, "ListAccounts") == 1


@pytest.mark.requirement("SEC-30", "SEC-36")
@pytest.mark.parametrize("word", ["l\x1bst", "l\x9bst", "l\u202est", "l\nst"])
def test_a_complaint_is_one_line_that_drives_no_terminal(stranger: Stage, word: str) -> None:
    said = one_sentence(stranger.run(word), 2)
    assert "did you mean list?" in said
    assert said.isprintable()


REGIONAL = (
    ("env", ADMIN, "--region"),
    ("use", ADMIN, "--region"),
    (ADMIN, "--region"),
    ("exec", ADMIN, "--region"),
    ("console", ADMIN, "--print", "--region"),
    ("profile", "write", ADMIN, "--dry-run", "--region"),
    ("configure", "--start-url", "https://x.awsapps.com/start", "--region"),
    ("configure", "--start-url", "https://x.awsapps.com/start", "--default-region"),
)


@pytest.mark.parametrize("words", REGIONAL, ids=" ".join)
@pytest.mark.parametrize("region", ["nonsense!", "eu-west", "eu-west-1;x", "", "\x1b]52;c;eA=="])
def test_what_can_be_no_region_is_refused(user: Stage, words: tuple[str, ...], region: str) -> None:
    config = user.config.read_text()
    ran = user.run(*words[:-1], f"{words[-1]}={region}")
    said = one_sentence(ran, 2)
    assert "is no region's name" in said
    assert said.isprintable()
    assert user.config.read_text() == config
    assert not calls(user, "GetRoleCredentials")


@pytest.mark.parametrize("region", ["eu-west-1", "us-gov-west-1", "us-isof-south-1", "xy-new-12"])
def test_a_region_that_nobody_has_heard_of_yet_goes_through(user: Stage, region: str) -> None:
    for given in (region, region.upper()):
        ran = user.run("env", ADMIN, "--region", given)
        assert (ran.status, ran.out.count(f"AWS_REGION='{region}'")) == (0, 1)


def test_files_are_named_as_people_write_them(user: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """By `~`, whatever is wrong with them."""
    monkeypatch.setenv("HOME", str(user.home))
    config, settings = user.config, user.home / ".config" / "ssotui" / "config.toml"
    written = config.read_text()
    settings.parent.mkdir(parents=True)

    def refused(*words: str) -> str:
        said = one_sentence(user.run(*words), 1)
        assert str(user.home) not in said
        return said

    settings.write_text("theme = 1\n")
    assert "~/.config/ssotui/config.toml, line 1: theme" in refused("list")
    settings.write_bytes(b"\xff")
    assert "~/.config/ssotui/config.toml is not UTF-8" in refused("list")
    settings.unlink()
    settings.mkdir()
    assert "~/.config/ssotui/config.toml" in refused("list")
    settings.rmdir()
    for text in ("", "[sso-session x]\nsso_region = eu-west-1\n", "[profile\n"):
        config.write_text(text)
        assert "~/.aws/config" in refused("list")
    config.write_text(written)
    cache = user.home / ".aws" / "cli" / "cache"
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("")
    ran = user.run("env", ADMIN)
    assert ran.status == 0
    assert "~/.aws/cli/cache" in ran.err
    assert str(user.home) not in ran.err
