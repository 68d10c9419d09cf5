"""Acoustic fingerprint of a recording, similar for other files, formats and tags of it.

The method follows Haitsma & Kalker 2002 ("A highly robust audio fingerprinting system", ISMIR).
Each bit has the sign of a change in time: the difference of two neighbouring bands rose or fell.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import BANDS

STEP_FRAMES: Final = 20
"""Frames per step: 0.32 s, long compared to the delay of an encoder (some 0.01 s)."""
GROUPED_BANDS: Final = 3
BITS: Final = BANDS // GROUPED_BANDS
"""Bits per sub-fingerprint: one for each pair of neighbouring bands, one for the loudness."""
SUB_FINGERPRINTS: Final = 32
"""Sub-fingerprints in a fingerprint: about 10 s from the middle of a window."""


def fingerprint(log_mel: NDArray[np.float32]) -> bytes:
    """`log_mel` [96, T] of the recording's middle window -> `SUB_FINGERPRINTS` * `BITS` / 8 bytes.

    A short window gives a shorter fingerprint.
    """
    steps = log_mel.shape[1] // STEP_FRAMES
    kept = min(steps, SUB_FINGERPRINTS + 1)
    begin = (log_mel.shape[1] - kept * STEP_FRAMES) // 2
    cut = log_mel[:, begin : begin + kept * STEP_FRAMES]
    levels = cut.reshape(BITS, GROUPED_BANDS, kept, STEP_FRAMES).mean(axis=(1, 3))
    slopes = np.concatenate([np.diff(levels, axis=0), levels.mean(axis=0, keepdims=True)])
    return np.packbits(np.diff(slopes, axis=1).T > 0).tobytes()


def bit_error_rate(one: bytes, other: bytes) -> float:
    """Share of differing bits, 0..1; 1 if the lengths differ or a fingerprint is too short."""
    if len(one) != len(other) or len(one) < BITS:
        return 1.0
    bits = np.frombuffer(one, np.uint8) ^ np.frombuffer(other, np.uint8)
    return float(np.bitwise_count(bits).sum()) / (8 * len(one))
