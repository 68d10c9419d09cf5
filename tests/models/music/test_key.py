from collections.abc import Sequence

import librosa
import numpy as np
import pytest
from numpy.typing import NDArray

from tui_player.models.music.key import PITCH_CLASSES, chroma, key_of
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ

MAJOR = ((0, 4, 7), (5, 9, 12), (7, 11, 14), (0, 4, 7))
"""I, IV, V, I in semitones above the tonic."""
MINOR = ((0, 3, 7), (5, 8, 12), (7, 11, 14), (0, 3, 7))


def chords(tonic: int, progression: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Each chord for a second, with a few harmonics."""
    time_s = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    return np.concatenate(
        [
            sum(
                np.sin(2 * np.pi * harmonic * 130.81 * 2 ** ((tonic + note) / 12) * time_s)
                / harmonic**2
                for note in chord
                for harmonic in (1, 2, 3)
            )
            for chord in progression
        ]
    ).astype(np.float32)


@pytest.mark.parametrize("tonic", range(12))
def test_the_key_of_a_cadence_is_found(tonic: int) -> None:
    assert key_of([chords(tonic, MAJOR)]) == f"{PITCH_CLASSES[tonic]} major"
    assert key_of([chords(tonic, MINOR)]) == f"{PITCH_CLASSES[tonic]} minor"


def test_pitch_classes_are_those_of_librosa() -> None:
    samples = chords(2, MINOR)
    theirs = librosa.feature.chroma_stft(y=samples, sr=SAMPLE_RATE_HZ, n_fft=8192).mean(axis=1)
    assert np.corrcoef(chroma(samples).mean(axis=1), theirs)[0, 1] > 0.9


def test_the_windows_of_a_song_are_heard_together() -> None:
    chords_of_song = np.split(chords(9, MINOR), 4)
    assert key_of(chords_of_song) == "A minor"


def test_silence_has_no_key() -> None:
    assert key_of([np.zeros(16_000, np.float32)]) is None
    assert key_of([]) is None


def test_a_sound_shorter_than_a_frame_has_pitch_classes() -> None:
    assert chroma(chords(0, MAJOR)[:1000]).shape == (12, 1)
