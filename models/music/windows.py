"""Windows of a file: their positions and samples, shared by both decoders."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.errors import AudioError
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

WINDOW_S: Final = 15.0
"""Length of a window in seconds: five of the network's patches."""
MAX_WINDOWS: Final = 3
RATES_HZ: Final = (1_000, 1_000_000)
"""Lowest and highest accepted sample rate."""
MAX_AMPLITUDE: Final = 8.0
"""Largest accepted amplitude: floating point files may exceed full scale (1) by 18 dB."""

CANCELLED: Final = 0.02
"""Power of the mix, relative to its loudest channel, at which the channels cancel each other."""

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Windows:
    """The analysed windows of a file."""

    samples: list[Samples]
    """At least one mono window at 16 kHz, each [n], up to `WINDOW_S` long."""
    duration_s: float
    """Length of the whole file in seconds."""


def window_starts(duration_s: float) -> list[float]:
    """Start of each window in seconds: centred in equal parts of the file and within it."""
    parts = min(MAX_WINDOWS, max(1, round(duration_s / WINDOW_S)))
    last = max(0.0, duration_s - WINDOW_S)
    centres = ((part + 0.5) * duration_s / parts for part in range(parts))
    return [min(max(0.0, centre - WINDOW_S / 2), last) for centre in centres]


def windows_with_sound(pieces: list[Samples], duration_s: float) -> Windows:
    """The pieces that are not empty; raises `AudioError` if all are empty."""
    if not any(map(len, pieces)):
        raise AudioError("damaged: nothing in it can be decoded")
    return Windows([piece for piece in pieces if len(piece)], duration_s)


def checked_rate(rate_hz: int) -> int:
    """Return `rate_hz`; raises `AudioError` if it is implausible, as memory would run out."""
    if not RATES_HZ[0] <= rate_hz <= RATES_HZ[1]:
        raise AudioError(f"states a sample rate of {rate_hz} Hz")
    return rate_hz


def resampled(samples: Samples, rate_hz: int) -> Samples:
    """Clean mono `samples` [n] and resample them from `rate_hz` to 16 kHz."""
    clean = _cleaned(samples)
    if rate_hz == SAMPLE_RATE_HZ:
        return clean
    import soxr

    at_16_khz: Samples = soxr.resample(clean, rate_hz, SAMPLE_RATE_HZ)
    return at_16_khz


def mixed(channels: Samples) -> Samples:
    """[channels, n] -> [n]: the mean, or the loudest channel if opposite phases cancel the mean."""
    mean = np.full(len(channels), np.float32(1 / len(channels))) @ channels  # quicker than mean()
    if len(channels) == 1:
        return mean
    powers = np.einsum("cn,cn->c", channels, channels)
    if float(mean @ mean) >= CANCELLED * float(powers.max(initial=0.0)):
        return mean
    loudest: Samples = channels[int(powers.argmax())]
    return loudest


def _cleaned(samples: Samples) -> Samples:
    """Replace NaN and infinity by 0 and clip values that could overflow."""
    if np.abs(samples).max(initial=0.0) <= MAX_AMPLITUDE:  # the usual case; False for NaN
        return samples
    return np.clip(np.nan_to_num(samples, posinf=0.0, neginf=0.0), -MAX_AMPLITUDE, MAX_AMPLITUDE)
