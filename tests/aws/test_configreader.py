"""The config file as botocore itself reads it."""

import sys

import pytest

from sso_tui.aws import configreader
from sso_tui.errors import ConfigError


def test_sections_are_known_by_kind_and_name(tmp_path):
    path = tmp_path / "config"
    path.write_text(
        "[default]\nregion = a\n[profile 'b c']\ns3 =\n  x = 1\n[sso-session s]\nsso_region = d\n"
        "[services v]\nsso =\n  endpoint_url = e\n[toggle]\nf = g\n"
    )
    assert configreader.read(path) == {
        ("profile", "default"): {"region": "a"},
        ("profile", "b c"): {"s3": {"x": "1"}},
        ("sso-session", "s"): {"sso_region": "d"},
        ("services", "v"): {"sso": {"endpoint_url": "e"}},
        ("other", "toggle"): {"f": "g"},
    }


def test_a_missing_file_is_empty(tmp_path):
    assert configreader.read(tmp_path / "none") == {}


@pytest.mark.parametrize("data", [b"[a]\n[a]\n", b"a\n", b"\xef\xbb\xbf[a]\n", b"[a]\nb = \xff\n"])
def test_what_botocore_refuses_is_refused(tmp_path, data):
    path = tmp_path / "config"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=r"botocore can't read .*config"):
        configreader.read(path)


def test_botocore_is_not_imported_before_it_is_needed():
    import subprocess

    code = "import sys, sso_tui.aws.configreader; sys.exit('botocore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
