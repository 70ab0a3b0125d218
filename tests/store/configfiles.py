"""Generated AWS config files: tidy ones that botocore reads, and nasty ones that it may not."""

from hypothesis import strategies as st

HEADERS = [
    "[default]",
    "[profile default]",
    "[profile x]",
    "[profile 'x']",
    '[profile "a b"]',
    "[profile 'a b']",
    "[profile a b]",
    "[profile O'Brien]",
    "[profile a\\b]",
    "[profile a#b]",
    '[profile "a]b"]',
    "[profile   x]",
    "[profile\tx]",
    "[profile z ]",
    "[ profile y ]",
    "[profilex y]",
    "[profile-set q]",
    "[Profile x]",
    "[DEFAULT]",
    '[profile ""]',
    "[profile ]",
    "[profile]",
    "[profiles]",
    "[sso_sessions]",
    "[profile late] # words ] and more",
    "[sso-session s]",
    "[sso-session 's']",
    "[SSO-Session s]",
    "[services v]",
    "[plain]",
    "[profile é]",
    "[profile a\u00a0b]",
    "[profile a\x0bb]",
    "  [profile indented]",
    "[]]",
]
SETTINGS = [
    "region = eu-west-1",
    "Region=us-east-1",
    "output: json",
    "sso_region = a # b",
    "https://x = 3",
    "empty =",
    "empty2=   ",
    "s3 =",
    "\tindented = 1",
    "  deeper = 2",
    "  no equals",
    "    nested_more = a = b",
    "%weird% = %(x)s",
    "k\u00e9y = v\u00e4lue",
    "  a\x0b = b\x0cc = d",
    "  x = 1\x0b2",
    "\u00a0nbsp = 1",
    "trailing = blanks   ",
    "a : b = c",
    "[odd = key",
]
QUIET = ["", "   ", "# comment", "  ; comment", "\t# [profile no]", "\x0b"]
WRONG = ["alone", "= nothing", ": nothing", "\ufeff[default]", "[]"]

ends = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"])
lines = st.one_of(
    st.sampled_from(HEADERS),
    st.sampled_from(SETTINGS),
    st.sampled_from(SETTINGS),
    st.sampled_from(QUIET),
)


@st.composite
def nasty(draw: st.DrawFn) -> bytes:
    """Lines in any order, mostly refused by botocore for one reason or another."""
    end = draw(ends)
    body = draw(st.lists(st.one_of(lines, lines, lines, st.sampled_from(WRONG)), max_size=12))
    text = end.join(body) + draw(st.sampled_from(["", end]))
    return text.encode() + draw(st.sampled_from([b"", b"", b"", b"", b"# \xe9\n"]))


@st.composite
def tidy(draw: st.DrawFn) -> bytes:
    """Sections with keys that occur once, and everything odd that botocore nevertheless reads."""
    end = draw(ends)
    headers = draw(st.lists(st.sampled_from(HEADERS), unique=True, max_size=7))
    body = draw(st.lists(st.sampled_from(QUIET), max_size=2))
    for header in headers:
        body.append(header)
        for index in range(draw(st.integers(0, 4))):
            indent = draw(st.sampled_from(["", "", "", " ", "\t"]))
            delimiter = draw(st.sampled_from(["=", " = ", ":", "  =\t"]))
            key = draw(st.sampled_from(["region", "Output", "sso_region", "k\u00e9y", f"k{index}"]))
            value = draw(st.sampled_from(["", "a", "A b # c", "'q'", "x = y", "\u00e9"]))
            if not any(key.lower() in line.lower() for line in body[body.index(header) :]):
                body.append(f"{indent}{key}{delimiter}{value}")
                body += draw(
                    st.sampled_from(
                        [[], [], [], ["  m = 1"], ["    m = 1", "", "  # c", "    n=2"]]
                    )
                )
            body += draw(st.lists(st.sampled_from(QUIET), max_size=1))
    return (end.join(body) + draw(st.sampled_from(["", end, end + end]))).encode()
