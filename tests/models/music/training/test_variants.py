from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.audio_files import write_tone
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.dataset import Clip, load_free, read_clip
from tui_player.models.music.training.variants import SPEEDS, Samples, make_variant


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    write_tone(tmp_path / "tone.flac", 31.0, 440)
    (clip,) = load_free(tmp_path)
    return clip


def loudest_hz(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * SAMPLE_RATE_HZ / len(samples))


def test_the_first_is_the_clip_as_it_is(clip: Clip) -> None:
    assert np.array_equal(make_variant(clip, 0), read_clip(clip))


@pytest.mark.parametrize("number", range(1, 5))
def test_speed_changes_pitch_and_length(clip: Clip, number: int) -> None:
    samples = make_variant(clip, number)
    speed = loudest_hz(samples) / 440
    assert SPEEDS[0] <= speed <= SPEEDS[1]
    assert speed != pytest.approx(1, abs=1e-3)
    assert len(samples) == pytest.approx(len(read_clip(clip)) / speed, rel=0.01)


def test_each_call_makes_the_same(clip: Clip) -> None:
    assert np.array_equal(make_variant(clip, 1), make_variant(clip, 1))


def test_clips_vary_each_in_its_own_way(clip: Clip) -> None:
    other = replace(clip, name="free/another-0")
    assert not np.array_equal(make_variant(clip, 1), make_variant(other, 1))
