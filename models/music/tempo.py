"""Tempo of a song from its log-mel spectrograms.

The method is that of `librosa.feature.tempo` (Ellis 2007): the autocorrelation of the onset
strength, weighted by a prior around 120 beats a minute. The spectrograms are there anyway, so it
takes a millisecond where librosa takes seconds and 100 MB.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import HOP_LENGTH, SAMPLE_RATE_HZ

FRAMES_A_MINUTE: Final = 60 * SAMPLE_RATE_HZ / HOP_LENGTH
SLOWEST_BPM: Final = 40.0
FASTEST_BPM: Final = 240.0
USUAL_BPM: Final = 120.0
PRIOR_OCTAVES: Final = 1.0
"""Standard deviation of the prior, in octaves around `USUAL_BPM`."""
LONGEST: Final = int(FRAMES_A_MINUTE / SLOWEST_BPM) + 1
"""Longest beat in frames."""
MULTIPLES: Final = (2, 4)
"""Numbers of beats after which a rhythm repeats."""
SHARES: Final = (0.5, 0.25)
"""Weights of these repetitions; a beat itself has weight 1."""
LEAST_PULSE: Final = 0.05
"""Least autocorrelation, relative to lag 0, of music with a pulse."""
MEAN_FRAMES: Final = 63
"""Frames (one second) over which the local mean of the onset strength is taken."""

Floats = NDArray[np.float32]


def tempo_bpm(log_mels: Sequence[Floats]) -> float | None:
    """Tempo in beats a minute from spectrograms [96, T] of one song; None without a pulse."""
    correlations = [
        _autocorrelation(onset_strength(log_mel), MULTIPLES[-1] * LONGEST + 1)
        for log_mel in log_mels
        if log_mel.shape[1] > MULTIPLES[-1] * LONGEST + 2
    ]
    if not correlations:
        return None
    correlation = np.sum(correlations, axis=0)
    best = int(_scores(correlation).argmax()) + 1
    if correlation[best] <= LEAST_PULSE * correlation[0]:
        return None
    return FRAMES_A_MINUTE / _peak(correlation, best)


def _scores(correlation: NDArray[np.float64]) -> NDArray[np.float64]:
    """[LONGEST], score of each lag from 1 as the length of a beat.

    A beat also repeats after two and four beats; the sum over multiples favours true beats.
    """
    lags = np.arange(1, LONGEST + 1)
    repeated = correlation[lags] + sum(
        share * np.max([correlation[number * lags + near] for near in (-1, 0, 1)], axis=0)
        for number, share in zip(MULTIPLES, SHARES, strict=True)
    )
    bpm = FRAMES_A_MINUTE / lags
    prior = np.exp(-0.5 * (np.log2(bpm / USUAL_BPM) / PRIOR_OCTAVES) ** 2)
    scores: NDArray[np.float64] = np.maximum(repeated, 0) * prior * (bpm <= FASTEST_BPM)
    return scores


def onset_strength(log_mel: Floats) -> Floats:
    """[96, T] -> [T - 1]: mean rise of the bands, less its local mean."""
    rise = np.maximum(np.diff(log_mel, axis=1), 0).mean(axis=0)
    local = np.convolve(rise, np.full(MEAN_FRAMES, 1 / MEAN_FRAMES), mode="same")
    strength: Floats = (rise - local).astype(np.float32)
    return strength


def _autocorrelation(values: Floats, lags: int) -> NDArray[np.float64]:
    """[n] -> [lags + 1], from lag 0; each lag is the mean over its pairs."""
    size = 2 * len(values)
    spectrum = np.fft.rfft(values - values.mean(), size)
    full = np.fft.irfft(np.abs(spectrum) ** 2, size)[: lags + 1]
    correlation: NDArray[np.float64] = full / (len(values) - np.arange(lags + 1))
    return correlation


def _peak(correlation: NDArray[np.float64], lag: int) -> float:
    """Place of the maximum near `lag`, by a parabola through three points."""
    if lag + 1 >= len(correlation):
        return float(lag)
    before, middle, after = correlation[lag - 1 : lag + 2]
    curve = before - 2 * middle + after
    return lag if curve >= 0 else lag + float(np.clip(0.5 * (before - after) / curve, -0.5, 0.5))
