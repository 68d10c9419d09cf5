"""Recordings made into others: faster or slower, with another tone.

The teacher hears each variant anew, so that what the small network learns of it is true of it.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.dataset import Clip, read_clip

SPEEDS: Final = (0.82, 1.22)
"""Slowest and fastest; the pitch changes with it, as on a turntable."""
TONE_DB: Final = 8.0

Samples = NDArray[np.float32]


def make_variant(clip: Clip, number: int) -> Samples:
    """Mono at 16 kHz, [n]: 0 is the clip as it is; each other number the same at every call."""
    samples = read_clip(clip)
    if number == 0:
        return samples
    random = np.random.default_rng([number, *clip.name.encode()])
    return _toned(_at_another_speed(samples, random), random)


def _at_another_speed(samples: Samples, random: np.random.Generator) -> Samples:
    import soxr

    slowest, fastest = map(math.log, SPEEDS)
    speed = math.exp(random.uniform(slowest, fastest))
    changed: Samples = soxr.resample(samples, SAMPLE_RATE_HZ * speed, SAMPLE_RATE_HZ)
    return changed


def _toned(samples: Samples, random: np.random.Generator) -> Samples:
    """With a smooth curve over the frequencies, by octaves, as an equaliser makes it."""
    spectrum = np.fft.rfft(samples)
    octaves = np.log2(np.linspace(0, SAMPLE_RATE_HZ / 2, len(spectrum)) + 60)
    points = np.linspace(octaves[0], octaves[-1], 5)
    gains_db = np.interp(octaves, points, random.uniform(-TONE_DB, TONE_DB, len(points)))
    toned: Samples = np.fft.irfft(spectrum * 10 ** (gains_db / 20), len(samples)).astype(np.float32)
    return toned
