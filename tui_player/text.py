"""Functions for text of unknown origin, such as tags and file names."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

UNPRINTABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that could control a terminal or disguise a name: controls (C0, DEL, C1), line
separators, bidi overrides and isolates, lone surrogates (bytes of a name that is not UTF-8)."""

ELLIPSIS: Final = "…"
JOINER: Final = "\u200d"
EMOJI_STYLE: Final = "\ufe0f"
"""Variation selector 16, which shows a narrow symbol as a wide emoji."""

_ZERO_WIDTH_CATEGORIES: Final = frozenset({"Mn", "Mc", "Me", "Cf"})
_ZERO_WIDTH: Final = re.compile(
    "[\u1160-\u11ff\u3164\ud7b0-\ud7ff\uffa0"  # Hangul vowels and fillers
    "\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"  # skin tones, tags
)
_ONE_CELL_FORMAT: Final = re.compile(
    "[\xad\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]"
)
_WIDE: Final = re.compile(
    "[\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d356\U0001d360-\U0001d376"
    "\U0001fa70-\U0001faff\U00020000-\U0003fffd]"
)
"""Wide characters in Unicode 16 that older Pythons take for narrow ones."""

_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_DELETE_PICTURE: Final = "\u2421"
_REPLACEMENT: Final = "\ufffd"


def printable(text: str) -> str:
    """Replace each unsafe character of `text` by a visible one that is one cell wide.

    A C0 control becomes its control picture (ESC becomes `␛`), any other U+FFFD. Markup such as
    `[bold]` is kept, so show the result as plain text.
    """
    return UNPRINTABLE.sub(_stand_in, text)


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return _DELETE_PICTURE if code == _DELETE else _REPLACEMENT


def cell_width(text: str) -> int:
    """Number of terminal cells that `text` takes. Textual draws by the same rules."""
    if text.isascii():
        return len(text)
    if JOINER in text or EMOJI_STYLE in text:
        return sum(cells for _, cells in _graphemes(text))
    return sum(map(_character_cells, text))


def cut(text: str, width: int) -> str:
    """Longest beginning of `text` that takes at most `width` cells; no character is split."""
    kept = 0
    for grapheme, cells in _graphemes(text):
        width -= cells
        if width < 0:
            break
        kept += len(grapheme)
    return text[:kept]


def shortened(text: str, width: int) -> str:
    """`text` in at most `width` cells; `…` replaces the end of a longer text."""
    return text if cell_width(text) <= width else cut(text, width - 1) + ELLIPSIS


def _graphemes(text: str) -> Iterator[tuple[str, int]]:
    """Split `text` into visible characters with their cells; a family emoji or a flag is one."""
    start = cells = 0
    for index, character in enumerate(text):
        own = _character_cells(character)
        if character == EMOJI_STYLE:
            cells = 2 if cells else 0
        elif _is_flag_half(character) and _is_flag_half(text[start:index]):
            cells = 2
        elif index > start and own and text[index - 1] != JOINER:
            yield text[start:index], cells
            start, cells = index, own
        elif index == start:
            cells = own
    if text:
        yield text[start:], cells


def _is_flag_half(text: str) -> bool:
    return len(text) == 1 and "\U0001f1e6" <= text <= "\U0001f1ff"


@lru_cache(maxsize=4096)
def _character_cells(character: str) -> int:
    if _WIDE.match(character):
        return 2
    if _ONE_CELL_FORMAT.match(character):
        return 1
    category = unicodedata.category(character)
    if category in _ZERO_WIDTH_CATEGORIES or _ZERO_WIDTH.match(character):
        return 0
    if category == "Cn":  # unassigned: unicodedata gives no useful width
        return 1
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def one_line(text: str) -> str:
    """`text` on one line: each run of white space becomes one space, and none is at the ends."""
    return " ".join(text.split())


def without_accents(text: str) -> str:
    """`text` for comparison: without case and accents ("Beyoncé" becomes "beyonce")."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
