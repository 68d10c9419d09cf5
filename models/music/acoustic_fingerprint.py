"""A print of a recording: alike for the same sound in another file, format or with other tags.

After Haitsma & Kalker 2002 ("A highly robust audio fingerprinting system", ISMIR): each bit says
whether the difference of two neighbouring bands grew or fell from one moment to the next.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import BANDS

MOMENT_FRAMES: Final = 20
"""0.32 s: long beside the few hundredths by which encoders move a recording."""
GROUPED_BANDS: Final = 3
BITS: Final = BANDS // GROUPED_BANDS
"""Of a moment: one for each pair of neighbours, and one for the loudness."""
MOMENTS: Final = 32
"""About 10 s from the middle of a window."""


def sound_print(log_mel: NDArray[np.float32]) -> bytes:
    """`log_mel` [96, T] of a window in the middle of the recording -> `MOMENTS` * `BITS` / 8 bytes.

    A shorter window has fewer moments, and a shorter print.
    """
    moments = log_mel.shape[1] // MOMENT_FRAMES
    kept = min(moments, MOMENTS + 1)
    begin = (log_mel.shape[1] - kept * MOMENT_FRAMES) // 2
    cut = log_mel[:, begin : begin + kept * MOMENT_FRAMES]
    levels = cut.reshape(BITS, GROUPED_BANDS, kept, MOMENT_FRAMES).mean(axis=(1, 3))
    slopes = np.concatenate([np.diff(levels, axis=0), levels.mean(axis=0, keepdims=True)])
    return np.packbits(np.diff(slopes, axis=1).T > 0).tobytes()


def difference(one: bytes, other: bytes) -> float:
    """Share of the bits in which two prints differ, 0..1; 1 where one is too short to tell."""
    if len(one) != len(other) or len(one) < BITS:
        return 1.0
    bits = np.frombuffer(one, np.uint8) ^ np.frombuffer(other, np.uint8)
    return float(np.bitwise_count(bits).sum()) / (8 * len(one))
