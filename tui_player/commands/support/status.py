"""Exit statuses of commands."""

from typing import Final

DONE: Final = 0
"""The command succeeded."""
SOME_FAILED: Final = 1
"""Some inputs failed; each is named on stderr."""
WRONG_USAGE: Final = 2
"""The command line can't be understood."""
