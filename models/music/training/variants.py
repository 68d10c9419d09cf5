"""Recordings made into others: faster or slower, with another tone, mixed with a second one.

The teachers hear each variant anew, so that what the small network learns of it is true of it.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.dataset import Clip, read_clip

PLAIN: Final = (0, 1, 2)
"""Variants that keep the clip's labels: as it is, and two at other speeds."""
MIXED: Final = (3, 4)
"""Variants that hold another clip of the same fold as well: only the teachers can label these."""
SPEEDS: Final = (0.82, 1.22)
"""Slowest and fastest; the pitch changes with it, as on a turntable."""
TONE_DB: Final = 8.0
SECOND_DB: Final = (-12.0, 0.0)
"""How loud the second clip of a mix is."""

Samples = NDArray[np.float32]


class Variants:
    """Variant `number` of a clip among `clips`, the same at every call."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        self._partners: dict[int, list[Clip]] = {}
        for clip in clips:
            self._partners.setdefault(clip.fold, []).append(clip)

    def make(self, clip: Clip, number: int) -> Samples:
        """Mono at 16 kHz, [n]."""
        samples = read_clip(clip)
        if number == 0:
            return samples
        random = np.random.default_rng([number, *clip.name.encode()])
        samples = _toned(_at_another_speed(samples, number, random), random)
        if number in MIXED:
            partners = self._partners[clip.fold]
            second = _toned(read_clip(partners[random.integers(len(partners))]), random)
            samples = _mixed(samples, second, random)
        return samples


def _at_another_speed(samples: Samples, number: int, random: np.random.Generator) -> Samples:
    """Odd numbers slower, even ones faster."""
    import soxr

    limit = math.log(SPEEDS[0] if number % 2 else SPEEDS[1])
    speed = math.exp(limit * random.uniform(0.3, 1.0))
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


def _mixed(first: Samples, second: Samples, random: np.random.Generator) -> Samples:
    """Both at once, the second softer, by what they measure over their whole length."""
    length = min(len(first), len(second))
    first, second = first[:length], second[:length]
    loudness = float(np.sqrt((first**2).mean())), float(np.sqrt((second**2).mean()))
    gain = loudness[0] / max(loudness[1], 1e-6) * 10 ** (random.uniform(*SECOND_DB) / 20)
    mix: Samples = first + np.float32(gain) * second
    return mix / np.float32(max(1.0, np.abs(mix).max()))
