from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tui_player.models.music.acoustic_fingerprint import (
    BITS,
    SUB_FINGERPRINTS,
    bit_error_rate,
    fingerprint,
)
from tui_player.models.music.audio import decode
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ, log_mel

SAME = 0.35
RATE_HZ = 44_100


def tune(seed: int, seconds: int = 40) -> NDArray[np.float32]:
    """Random notes and noise, [n] at 44.1 kHz."""
    random = np.random.default_rng(seed)
    note_s = np.arange(RATE_HZ // 4) / RATE_HZ
    notes = []
    for pitch_hz in 110 * 2 ** (random.integers(0, 48, 4 * seconds) / 12):
        tone = sum(np.sin(2 * np.pi * pitch_hz * k * note_s) / k for k in range(1, 6))
        drum = random.normal(size=len(note_s)) * np.exp(-note_s * random.uniform(5, 60))
        notes.append(0.2 * tone * np.exp(-4 * note_s) + 0.2 * drum)
    return np.concatenate(notes).astype(np.float32)


def fingerprint_of(samples: NDArray[np.float32], path: Path) -> bytes:
    with soundfile.SoundFile(path, "w", RATE_HZ, 1) as file:
        for second in np.split(samples, len(samples) // RATE_HZ):
            file.write(second)
    windows = decode(str(path)).samples
    return fingerprint(log_mel(windows[len(windows) // 2]))


@pytest.mark.parametrize("suffix", [".mp3", ".ogg"])
def test_another_format_or_volume_has_a_similar_fingerprint(tmp_path: Path, suffix: str) -> None:
    samples = tune(1)
    plain = fingerprint_of(samples, tmp_path / "a.flac")
    assert len(plain) == SUB_FINGERPRINTS * BITS // 8
    assert bit_error_rate(plain, fingerprint_of(samples, tmp_path / f"a{suffix}")) < SAME
    assert bit_error_rate(plain, fingerprint_of(0.4 * samples, tmp_path / "quiet.flac")) < SAME


def test_another_recording_has_a_different_fingerprint(tmp_path: Path) -> None:
    one, other = (fingerprint_of(tune(seed), tmp_path / f"{seed}.flac") for seed in (1, 2))
    assert 0.4 < bit_error_rate(one, other) < 0.6


def test_a_recording_that_is_too_short_matches_nothing() -> None:
    blip = fingerprint(log_mel(tune(1)[:SAMPLE_RATE_HZ]))
    assert bit_error_rate(blip, blip) == 1
