"""Log-mel spectrogram, the input of the music network."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ: Final = 16_000
FFT_SIZE: Final = 512
HOP_LENGTH: Final = 256
"""Hop length in samples: 16 ms, 62.5 frames a second."""
BANDS: Final = 96
COMPRESSION: Final = 10_000.0
"""Factor on the mel power before the logarithm (Pons & Serra 2019, arXiv 1909.06654)."""
MEL_BANDS: Final = Path(__file__).with_name("mel_bands.npy")
"""Weights of the mel bands, computed once with librosa (`training/mel_bands.py`). Importing librosa
takes seconds and 115 MB."""


def log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mono `samples` [n] at 16 kHz -> [96, 1 + n // 256], log10(1 + 10000 * mel power).

    The mel power is that of `librosa.feature.melspectrogram` with its defaults (Hann window,
    centred frames, Slaney's bands). A test compares the two.
    """
    frames = _frames(samples)
    power = np.abs(_rfft(frames * _hann())) ** 2
    mel = _mel_bands() @ power.T
    compressed: NDArray[np.float32] = np.log10(1.0 + COMPRESSION * mel).astype(np.float32)
    return compressed


def _frames(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """[n] -> [1 + n // HOP_LENGTH, FFT_SIZE]: frames centred on multiples of the hop length.

    Zeros pad both ends.
    """
    padded = np.pad(samples.astype(np.float32, copy=False), FFT_SIZE // 2)
    frames: NDArray[np.float32] = np.lib.stride_tricks.sliding_window_view(padded, FFT_SIZE)
    return frames[::HOP_LENGTH]


def _rfft(frames: NDArray[np.float32]) -> NDArray[np.complex64]:
    """Spectrum of each row in single precision; numpy's FFT would use double precision."""
    from scipy.fft import rfft

    spectrum: NDArray[np.complex64] = rfft(frames, axis=1)
    return spectrum


@lru_cache(maxsize=1)
def _hann() -> NDArray[np.float32]:
    """The periodic Hann window, [FFT_SIZE]."""
    phase = 2 * np.pi * np.arange(FFT_SIZE) / FFT_SIZE
    window: NDArray[np.float32] = (0.5 - 0.5 * np.cos(phase)).astype(np.float32)
    return window


@lru_cache(maxsize=1)
def _mel_bands() -> NDArray[np.float32]:
    """[BANDS, 1 + FFT_SIZE // 2] weights of Slaney's mel bands."""
    bands: NDArray[np.float32] = np.load(MEL_BANDS)
    return bands
