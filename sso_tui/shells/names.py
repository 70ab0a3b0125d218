"""What are the formats and shells called?

Names alone: the command line and the screen ask for those long before anything is written in any.
"""

from typing import Final

VARIABLE_FORMATS: Final = (
    "env",
    "env-no-export",
    "fish",
    "powershell",
    "windows-cmd",
    "nu",
    "dotenv",
    "json",
)
"""The formats of variables, under the names that `aws configure export-credentials` has for its
own; `formats.render` knows them."""

DOCUMENT_FORMATS: Final = ("process", "credentials-file")
"""The formats of documents, which `documents.render_credentials` knows."""

INIT_SHELLS: Final = ("bash", "zsh", "fish", "powershell", "nu")
"""The shells that `init` has code for."""
