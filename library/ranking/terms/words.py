"""Names from the tags, shortened for reasons."""

from typing import Final

from tui_player.text import one_line

LONGEST_NAME: Final = 40
"""Most characters of a name."""


def short_name(text: str) -> str:
    """A name from the tags on one line, cut to `LONGEST_NAME`."""
    line = one_line(text)
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"
