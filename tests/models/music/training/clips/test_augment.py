import numpy as np
import pytest
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.clips import augment


@pytest.fixture
def tone() -> NDArray[np.float32]:
    time_s = np.arange(4 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    return (0.3 * np.sin(2 * np.pi * 440 * time_s)).astype(np.float32)


def pitch_hz(samples: NDArray[np.float32]) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(spectrum.argmax() * SAMPLE_RATE_HZ / len(samples))


@pytest.mark.parametrize("number", range(len(augment.CHANGES)))
def test_a_change_keeps_the_song_recognisable(tone: NDArray[np.float32], number: int) -> None:
    changed = augment.CHANGES[number](tone, np.random.default_rng(number))
    assert changed.dtype == np.float32
    assert len(changed) == pytest.approx(len(tone), rel=0.09)
    assert np.isfinite(changed).all()
    assert pitch_hz(changed) == pytest.approx(440, rel=0.09)


def test_the_same_seed_makes_the_same_change(tone: NDArray[np.float32]) -> None:
    one, other = (augment.changed(tone, np.random.default_rng([1, 2])) for _ in range(2))
    assert np.array_equal(one, other)


def test_a_low_pass_removes_what_lies_above() -> None:
    noise = augment.coloured_noise(SAMPLE_RATE_HZ, 0.0, np.random.default_rng(1))
    spectrum = np.abs(np.fft.rfft(augment.low_passed(noise, 2000.0)))
    assert spectrum[3000:].mean() < 0.01 * spectrum[:1500].mean()


def test_pink_noise_falls_by_the_root_of_the_frequency() -> None:
    noise = augment.coloured_noise(1 << 16, 1.0, np.random.default_rng(1))
    spectrum = np.abs(np.fft.rfft(noise))
    assert spectrum[400:800].mean() / spectrum[1600:3200].mean() == pytest.approx(2, rel=0.1)


def test_hiss_has_the_stated_level(tone: NDArray[np.float32]) -> None:
    hiss = augment.hissing(tone, 20.0, np.random.default_rng(1)) - tone
    assert hiss.std() / tone.std() == pytest.approx(0.1, rel=0.02)
