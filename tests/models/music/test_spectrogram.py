import numpy as np
import pytest
from librosa.feature import melspectrogram
from librosa.filters import mel

from tui_player.models.music.spectrogram import (
    BANDS,
    COMPRESSION,
    FFT_SIZE,
    HOP_LENGTH,
    MEL_BANDS,
    SAMPLE_RATE_HZ,
    log_mel,
)


def test_the_shipped_mel_bands_are_equal_to_librosa() -> None:
    bands = mel(sr=SAMPLE_RATE_HZ, n_fft=FFT_SIZE, n_mels=BANDS)
    assert np.array_equal(np.load(MEL_BANDS), bands)


@pytest.mark.parametrize("size", [8_000, 16_000, 33_333])
@pytest.mark.parametrize("loudness", [1.0, 1e-3])
def test_log_mel_is_equal_to_librosa(size: int, loudness: float) -> None:
    time_s = np.arange(size) / SAMPLE_RATE_HZ
    noise = np.random.default_rng(size).normal(size=size)
    samples = (loudness * (np.sin(2 * np.pi * 440 * time_s) + 0.1 * noise)).astype(np.float32)
    power = melspectrogram(
        y=samples, sr=SAMPLE_RATE_HZ, n_fft=FFT_SIZE, hop_length=HOP_LENGTH, n_mels=BANDS
    )
    values = log_mel(samples)
    assert values.dtype == np.float32
    assert values.shape == power.shape == (BANDS, 1 + size // HOP_LENGTH)
    assert np.abs(values - np.log10(1 + COMPRESSION * power)).max() < 1e-4


def test_silence_is_zero() -> None:
    assert not log_mel(np.zeros(16_000, np.float32)).any()
