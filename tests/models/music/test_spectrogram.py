import numpy as np
import pytest
from librosa.feature import melspectrogram
from librosa.filters import mel

from tui_player.models.music.spectrogram import (
    BANDS,
    COMPRESSION,
    FFT_SIZE,
    HOP,
    MEL_BANDS,
    SAMPLE_RATE_HZ,
    log_mel,
)


def test_the_shipped_bands_are_those_of_librosa() -> None:
    bands = mel(sr=SAMPLE_RATE_HZ, n_fft=FFT_SIZE, n_mels=BANDS)
    assert np.array_equal(np.load(MEL_BANDS), bands)


@pytest.mark.parametrize("size", [8_000, 16_000, 33_333])
@pytest.mark.parametrize("loudness", [1.0, 1e-3])
def test_log_mel_is_that_of_librosa(size: int, loudness: float) -> None:
    time_s = np.arange(size) / SAMPLE_RATE_HZ
    noise = np.random.default_rng(size).normal(size=size)
    samples = (loudness * (np.sin(2 * np.pi * 440 * time_s) + 0.1 * noise)).astype(np.float32)
    power = melspectrogram(
        y=samples, sr=SAMPLE_RATE_HZ, n_fft=FFT_SIZE, hop_length=HOP, n_mels=BANDS
    )
    heard = log_mel(samples)
    assert heard.dtype == np.float32
    assert heard.shape == power.shape == (BANDS, 1 + size // HOP)
    assert np.abs(heard - np.log10(1 + COMPRESSION * power)).max() < 1e-4


def test_silence_is_zero() -> None:
    assert not log_mel(np.zeros(16_000, np.float32)).any()
