"""Text measured in terminal cells, where "音" takes two and a combining accent none."""

import re
from typing import Final

from rich.cells import cell_len, set_cell_size

from tui_player.text import printable

ELLIPSIS: Final = "…"
_WIDTH_CHANGING: Final = re.compile(
    "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)
"""What makes one picture of several characters or a coloured one of a plain one (variation
selectors, skin tones, joiners of emoji): terminals disagree on the width that this makes."""


def shown(text: str) -> str:
    """Text from tags or file names as it can be shown: printable, and as wide as it is measured."""
    return _WIDTH_CHANGING.sub("", printable(text))


def fit(text: str, cells: int) -> str:
    """`text` in exactly so many cells: padded with spaces, or cut with an ellipsis."""
    if cells <= 0:
        return ""
    if cell_len(text) <= cells:
        return set_cell_size(text, cells)
    return set_cell_size(set_cell_size(text, cells - 1).rstrip() + ELLIPSIS, cells)


def fit_right(text: str, cells: int) -> str:
    """`text` at the right end of so many cells, cut with an ellipsis where it is longer."""
    missing = cells - cell_len(text)
    return " " * missing + text if missing >= 0 else fit(text, cells)


def clock(milliseconds: int | None) -> str:
    """A length or a position such as "3:07" or "1:02:03"; "-:--" where it is not known."""
    if milliseconds is None:
        return "-:--"
    minutes, seconds = divmod(max(milliseconds, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
