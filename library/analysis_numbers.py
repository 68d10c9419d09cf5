"""The numbers of an analysis in one block of bytes, so that a library is small and opens quickly.

A block holds little-endian float16: the values at the indices below, then the probabilities of
`GENRES` in their order.
"""

import struct
from collections.abc import Mapping, Sequence
from typing import Final

from tui_player.models.music import GENRES

FIRST_QUADRANT: Final = 0
VALENCE: Final = 4
AROUSAL: Final = 5
VALENCE_DEVIATION: Final = 6
AROUSAL_DEVIATION: Final = 7
SPEECH: Final = 8
NOISE: Final = 9
TEMPO: Final = 10
"""Beats a minute; 0 if there is none."""
FIRST_GENRE: Final = 11

_BLOCK: Final = struct.Struct(f"<{FIRST_GENRE + len(GENRES)}e")
_HALF: Final = struct.Struct("<e")


def pack(numbers: Sequence[float], genres: Mapping[str, float]) -> bytes:
    """A block of the `FIRST_GENRE` numbers before the genres, and of the genres in `GENRES`."""
    return _BLOCK.pack(*numbers, *(genres.get(name, 0.0) for name in GENRES))


def whole(block: bytes) -> bytes:
    """A block of another network, cut or filled with zeros to the length of this one's."""
    if len(block) == _BLOCK.size:
        return block
    return block[: _BLOCK.size].ljust(_BLOCK.size, b"\0")


def number(block: bytes, index: int) -> float:
    """One number of a block."""
    value: float = _HALF.unpack_from(block, index * _HALF.size)[0]
    return value


def genres_of(block: bytes) -> dict[str, float]:
    """The probability of each of `GENRES`."""
    return dict(zip(GENRES, _BLOCK.unpack(block)[FIRST_GENRE:], strict=True))
