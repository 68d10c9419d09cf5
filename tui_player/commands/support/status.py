"""How a command ended, as the shell sees it."""

from typing import Final

DONE: Final = 0
"""All went well."""
SOME_FAILED: Final = 1
"""Some inputs failed, each named on stderr."""
WRONG_USAGE: Final = 2
"""The command can't be understood."""
