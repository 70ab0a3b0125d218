"""How is this program started again, from whichever folder and by whoever reads a file of ours?"""

import shutil
import sys
from pathlib import Path
from typing import Final

NAME: Final = "ssotui"


def program() -> tuple[str, ...]:
    """The words that start it: the absolute path it was started by, or this interpreter's own way.

    A link is not followed: it stays where it is when what it leads to is upgraded.
    """
    called = Path(sys.argv[0])
    if called.stem == NAME and called.is_file():
        return (str(called.absolute()),)
    beside = shutil.which(NAME, path=str(Path(sys.executable).parent))
    return (beside,) if beside else (sys.executable, "-P", "-m", "sso_tui")
