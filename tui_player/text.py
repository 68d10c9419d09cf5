"""Text of unknown origin (tags, file names) made safe to show."""

import re
import unicodedata
from typing import Final

UNPRINTABLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What could steer a terminal or hide how a name is written: controls (C0, DEL, C1), line
separators, bidi overrides and isolates, lone surrogates (bytes of a name that is not UTF-8)."""

_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_DELETE_PICTURE: Final = "\u2421"
_REPLACEMENT: Final = "\ufffd"


def printable(text: str) -> str:
    """`text` with each unsafe character replaced by a visible stand-in of the same width, one cell.

    C0 controls become their control pictures (ESC is `␛`), all others the replacement character.
    Markup such as `[bold]` is left alone: who shows the text must not read it as markup.
    """
    return UNPRINTABLE.sub(_stand_in, text)


def _stand_in(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return _DELETE_PICTURE if code == _DELETE else _REPLACEMENT


def cell_width(text: str) -> int:
    """How many terminal cells `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200b\u200d\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def shortened(text: str, width: int) -> str:
    """`text`, cut so that it takes at most `width` cells; `…` stands for what was cut off."""
    if cell_width(text) <= width:
        return text
    kept = ""
    room = width - 1
    for character in text:
        room -= _character_width(character)
        if room < 0:
            break
        kept += character
    return kept + "…"


def without_accents(text: str) -> str:
    """`text` as it is compared: without case and accents ("Beyoncé" is "beyonce")."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
