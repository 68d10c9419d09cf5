"""Names from the tags, as reasons say them."""

from typing import Final

LONGEST_NAME: Final = 40
"""Characters of a name from the tags."""


def one_line(text: str) -> str:
    """A name from the tags without line breaks, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"
