"""Text fitted to terminal cells: "音" takes two cells, and a combining accent takes none."""

import re
from typing import Final

from tui_player.text import ELLIPSIS, cell_width, cut, printable

_WIDTH_CHANGING: Final = re.compile(
    "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
)
"""Variation selectors, skin tones and joiners of emoji. Terminals disagree on the width of the
emoji that these make."""


def shown(text: str) -> str:
    """Make text from tags or file names printable, with the same width in all terminals."""
    return _WIDTH_CHANGING.sub("", printable(text))


def fit(text: str, cells: int) -> str:
    """`text` in exactly `cells` cells: padded with spaces, or cut with an ellipsis."""
    if cells <= 0:
        return ""
    if cell_width(text) > cells:
        text = cut(text, cells - 1).rstrip() + ELLIPSIS
    return text + " " * (cells - cell_width(text))


def fit_right(text: str, cells: int) -> str:
    """`text` aligned to the right in `cells` cells, or cut with an ellipsis."""
    missing = cells - cell_width(text)
    return " " * missing + text if missing >= 0 else fit(text, cells)


def clock(milliseconds: int | None) -> str:
    """A length or position such as "3:07" or "1:02:03"; "-:--" if it is unknown."""
    if milliseconds is None:
        return "-:--"
    minutes, seconds = divmod(max(milliseconds, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
