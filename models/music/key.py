"""Key of a song, from the energy of the twelve pitch classes.

The pitch classes are correlated with the key profiles of Krumhansl & Kessler 1982, as in the
algorithm of Krumhansl & Schmuckler. An FFT of half a second tells semitones apart from 65 Hz up.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

FFT_SIZE: Final = 8192
HOP_LENGTH: Final = 4096
LOWEST_HZ: Final = 65.0
HIGHEST_HZ: Final = 2100.0
PITCH_CLASSES: Final = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MAJOR: Final = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR: Final = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
LEAST_FIT: Final = 0.5
"""Least correlation with a profile; below it the music has no key."""

Floats = NDArray[np.float32]


def key_of(windows: Sequence[Floats]) -> str | None:
    """Key of mono samples at 16 kHz, such as `A minor`; None for music without one."""
    total = np.sum([chroma(samples).sum(axis=1) for samples in windows], axis=0)
    if not total.any():
        return None
    fits = np.array([[_fit(total, profile, tonic) for tonic in range(12)] for profile in _PROFILES])
    mode, tonic = np.unravel_index(int(fits.argmax()), fits.shape)
    if fits[mode, tonic] < LEAST_FIT:
        return None
    return f"{PITCH_CLASSES[tonic]} {('major', 'minor')[mode]}"


def chroma(samples: Floats) -> Floats:
    """[n] -> [12, frames]: magnitude by pitch class, C first."""
    from scipy.fft import rfft

    padded = np.pad(samples, (0, max(0, FFT_SIZE - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT_SIZE)[::HOP_LENGTH]
    magnitude = np.abs(rfft(frames * np.hanning(FFT_SIZE).astype(np.float32), axis=1))
    by_class: Floats = _pitch_classes() @ magnitude.T
    return by_class


_PROFILES: Final = (MAJOR, MINOR)


def _fit(total: NDArray[np.float64], profile: Sequence[float], tonic: int) -> float:
    return float(np.corrcoef(total, np.roll(profile, tonic))[0, 1])


@lru_cache(maxsize=1)
def _pitch_classes() -> Floats:
    """[12, 1 + FFT_SIZE // 2]: 1 where a bin belongs to a pitch class, else 0."""
    frequency_hz = np.fft.rfftfreq(FFT_SIZE, 1 / SAMPLE_RATE_HZ)
    audible = (frequency_hz >= LOWEST_HZ) & (frequency_hz <= HIGHEST_HZ)
    note = 69 + 12 * np.log2(np.maximum(frequency_hz, 1.0) / 440)
    classes = np.round(note).astype(int) % 12
    matrix: Floats = ((classes == np.arange(12)[:, None]) & audible).astype(np.float32)
    return matrix
