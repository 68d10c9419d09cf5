"""Names from the tags, shortened for reasons."""

from typing import Final

LONGEST_NAME: Final = 40
"""Most characters of a name."""


def one_line(text: str) -> str:
    """A name from the tags without line breaks, cut to `LONGEST_NAME`."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"
