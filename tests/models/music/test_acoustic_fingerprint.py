from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tui_player.models.music.acoustic_fingerprint import BITS, MOMENTS, difference, sound_print
from tui_player.models.music.audio import decode
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ, log_mel

SAME = 0.35
RATE_HZ = 44_100


def tune(seed: int, seconds: int = 40) -> NDArray[np.float32]:
    """Notes and noise by chance, [n] at 44.1 kHz."""
    random = np.random.default_rng(seed)
    note_s = np.arange(RATE_HZ // 4) / RATE_HZ
    notes = []
    for pitch_hz in 110 * 2 ** (random.integers(0, 48, 4 * seconds) / 12):
        tone = sum(np.sin(2 * np.pi * pitch_hz * k * note_s) / k for k in range(1, 6))
        drum = random.normal(size=len(note_s)) * np.exp(-note_s * random.uniform(5, 60))
        notes.append(0.2 * tone * np.exp(-4 * note_s) + 0.2 * drum)
    return np.concatenate(notes).astype(np.float32)


def print_of(samples: NDArray[np.float32], path: Path) -> bytes:
    with soundfile.SoundFile(path, "w", RATE_HZ, 1) as file:
        for second in np.split(samples, len(samples) // RATE_HZ):
            file.write(second)
    windows = decode(str(path)).samples
    return sound_print(log_mel(windows[len(windows) // 2]))


@pytest.mark.parametrize("suffix", [".mp3", ".ogg"])
def test_another_format_has_the_same_print(tmp_path: Path, suffix: str) -> None:
    samples = tune(1)
    plain = print_of(samples, tmp_path / "a.flac")
    assert len(plain) == MOMENTS * BITS // 8
    assert difference(plain, print_of(samples, tmp_path / f"a{suffix}")) < SAME
    assert difference(plain, print_of(0.4 * samples, tmp_path / "quiet.flac")) < SAME


def test_another_recording_has_another_print(tmp_path: Path) -> None:
    one, other = (print_of(tune(seed), tmp_path / f"{seed}.flac") for seed in (1, 2))
    assert 0.4 < difference(one, other) < 0.6


def test_a_short_recording_tells_too_little() -> None:
    blip = sound_print(log_mel(tune(1)[:SAMPLE_RATE_HZ]))
    assert difference(blip, blip) == 1
