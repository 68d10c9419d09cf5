import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tui_player.errors import AudioError
from tui_player.models.music import GENRES, hear_file
from tui_player.models.music.embedder import hear
from tui_player.models.music.windows import Windows


def tone(seconds: float, rate: int = 16_000, pitch_hz: float = 440.0) -> np.ndarray:
    samples = 0.3 * np.sin(2 * np.pi * pitch_hz * np.arange(int(seconds * rate)) / rate)
    return samples.astype(np.float32)


def test_a_file_has_an_embedding_genres_and_mood(tmp_path: Path) -> None:
    path = tmp_path / "tone.flac"
    soundfile.write(path, tone(10), 16_000)
    hearing = hear_file(str(path))
    assert hearing.embedding.dtype == np.float32
    assert float(np.linalg.norm(hearing.embedding)) == pytest.approx(1, abs=1e-5)
    assert tuple(hearing.genres) == GENRES
    assert sum(hearing.quadrants) == pytest.approx(1, abs=1e-5)
    assert -1 <= hearing.valence <= 1
    assert -1 <= hearing.arousal <= 1
    assert hearing.duration_s == pytest.approx(10)
    assert hearing.version


def test_a_file_has_the_same_embedding_each_time(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    soundfile.write(path, tone(9), 16_000)
    assert np.array_equal(hear_file(str(path)).embedding, hear_file(str(path)).embedding)


def test_a_file_name_may_be_invalid_utf8(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "tone.wav", tone(9), 16_000)
    path = os.fsencode(tmp_path) + b"/caf\xe9.wav"
    Path(os.fsdecode(path)).hardlink_to(tmp_path / "tone.wav")
    assert hear_file(os.fsdecode(path)).duration_s == pytest.approx(9)


def test_the_result_is_the_mean_over_windows() -> None:
    low, high = tone(9), tone(9, pitch_hz=3000)
    first, second = hear(Windows([low], 9)), hear(Windows([high], 9))
    both = hear(Windows([low, high], 18))
    mean = (first.embedding + second.embedding) / 2
    assert both.embedding == pytest.approx(mean / np.linalg.norm(mean), abs=1e-5)
    assert both.valence == pytest.approx((first.valence + second.valence) / 2, abs=1e-5)


def test_a_file_that_is_not_audio_raises_a_one_line_error(tmp_path: Path) -> None:
    path = tmp_path / "text.mp3"
    path.write_text("no music here\n" * 100)
    with pytest.raises(AudioError) as caught:
        hear_file(str(path))
    assert "\n" not in str(caught.value)
