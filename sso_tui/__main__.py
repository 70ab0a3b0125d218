"""`ssotui` and `python -m sso_tui`: the outermost root, where an interrupt is not a traceback."""

import sys


def main() -> int:
    """Run the program with the words of the command line; the result is its exit status."""
    try:
        from sso_tui.cli.run import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
