"""The parts of a file that are heard: where they lie, and what both decoders hand over."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.errors import AudioError
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

WINDOW_S: Final = 15.0
"""Length of a window: five of the network's patches, and no sound decoded in vain."""
MAX_WINDOWS: Final = 3
RATES_HZ: Final = (1_000, 1_000_000)
"""Lowest and highest sample rate that is believed."""
LOUDEST: Final = 8.0
"""Floating point files may go beyond full scale (1), but not by more than 18 dB."""

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Windows:
    """The parts of a file that are heard."""

    samples: list[Samples]
    """Mono, 16 kHz, each [n] with n up to `WINDOW_S`; at least one."""
    duration_s: float
    """Length of the whole file in seconds."""


def window_starts(duration_s: float) -> list[float]:
    """Where windows begin, seconds: centred in equal parts of the file, never beyond its end."""
    parts = min(MAX_WINDOWS, max(1, round(duration_s / WINDOW_S)))
    last = max(0.0, duration_s - WINDOW_S)
    centres = ((part + 0.5) * duration_s / parts for part in range(parts))
    return [min(max(0.0, centre - WINDOW_S / 2), last) for centre in centres]


def windows_with_sound(pieces: list[Samples], duration_s: float) -> Windows:
    """Those of `pieces` that hold anything; raises `AudioError` where none does."""
    if not any(map(len, pieces)):
        raise AudioError("damaged: nothing in it can be decoded")
    return Windows([piece for piece in pieces if len(piece)], duration_s)


def checked_rate(rate_hz: int) -> int:
    """`rate_hz` itself; raises `AudioError` where no recording has it: memory would run out."""
    if not RATES_HZ[0] <= rate_hz <= RATES_HZ[1]:
        raise AudioError(f"states a sample rate of {rate_hz} Hz")
    return rate_hz


def resampled(samples: Samples, rate_hz: int) -> Samples:
    """Mono `samples` [n] from `rate_hz` to 16 kHz, without what is no sound."""
    clean = _cleaned(samples)
    if rate_hz == SAMPLE_RATE_HZ:
        return clean
    import soxr

    at_16_khz: Samples = soxr.resample(clean, rate_hz, SAMPLE_RATE_HZ)
    return at_16_khz


def _cleaned(samples: Samples) -> Samples:
    """Without what is no number, and without numbers that would overflow."""
    if np.abs(samples).max(initial=0.0) <= LOUDEST:  # as nearly always, and never true of NaN
        return samples
    return np.clip(np.nan_to_num(samples, posinf=0.0, neginf=0.0), -LOUDEST, LOUDEST)
