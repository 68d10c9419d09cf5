import librosa
import numpy as np
import pytest
from numpy.typing import NDArray

from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ, log_mel
from tui_player.models.music.tempo import tempo_bpm

WINDOW_S = 15


def drums(bpm: float, seed: int = 1) -> NDArray[np.float32]:
    """A kick on each beat and a quieter hat between."""
    random = np.random.default_rng(seed)
    samples = np.zeros(WINDOW_S * SAMPLE_RATE_HZ)
    time_s = np.arange(2000) / SAMPLE_RATE_HZ
    kick = np.sin(2 * np.pi * 70 * time_s) * np.exp(-time_s * 40)
    hat = 0.2 * random.standard_normal(2000) * np.exp(-time_s * 120)
    beat = 60 / bpm * SAMPLE_RATE_HZ
    for number in range(int(len(samples) / beat) - 1):
        samples[int(number * beat) :][:2000] += kick
        samples[int((number + 0.5) * beat) :][:2000] += hat
    return samples.astype(np.float32)


@pytest.mark.parametrize("bpm", [84, 90, 100, 118, 128, 140])
def test_the_tempo_of_drums_is_found(bpm: float) -> None:
    assert tempo_bpm([log_mel(drums(bpm))]) == pytest.approx(bpm, rel=0.02)


@pytest.mark.parametrize("bpm", [80, 110, 125])
def test_the_tempo_is_that_of_librosa(bpm: float) -> None:
    samples = drums(bpm)
    theirs = float(librosa.feature.tempo(y=samples, sr=SAMPLE_RATE_HZ)[0])
    assert tempo_bpm([log_mel(samples)]) == pytest.approx(theirs, rel=0.04)


def test_the_level_does_not_change_the_tempo() -> None:
    samples = drums(104)
    quiet = tempo_bpm([log_mel(samples * np.float32(0.1))])
    assert quiet == pytest.approx(tempo_bpm([log_mel(samples)]), rel=0.01)


def test_several_windows_of_a_song_give_one_tempo() -> None:
    windows = [log_mel(drums(96, seed)) for seed in (1, 2, 3)]
    assert tempo_bpm(windows) == pytest.approx(96, rel=0.02)


def test_sounds_without_a_pulse_have_no_tempo() -> None:
    time_s = np.arange(WINDOW_S * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    assert tempo_bpm([log_mel(np.zeros(len(time_s), np.float32))]) is None
    noise = np.random.default_rng(1).standard_normal(len(time_s)).astype(np.float32)
    assert tempo_bpm([log_mel(noise * np.float32(0.1))]) is None


def test_a_window_too_short_for_a_rhythm_has_no_tempo() -> None:
    assert tempo_bpm([log_mel(drums(120)[: 4 * SAMPLE_RATE_HZ])]) is None
    assert tempo_bpm([]) is None
