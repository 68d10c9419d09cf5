from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.audio_files import write_tone
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.training.dataset import Clip, load_free, read_clip
from tui_player.models.music.training.variants import MIXED, SPEEDS, Samples, Variants


def clip_of(folder: Path, name: str, frequency_hz: float) -> Clip:
    write_tone(folder / name / "tone.flac", 31.0, frequency_hz)
    (clip,) = load_free(folder / name)
    return replace(clip, artist=name)


def loudest_hz(samples: Samples) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * SAMPLE_RATE_HZ / len(samples))


def test_the_first_is_the_clip_as_it_is(tmp_path: Path) -> None:
    clip = clip_of(tmp_path, "a", 440)
    assert np.array_equal(Variants([clip]).make(clip, 0), read_clip(clip))


@pytest.mark.parametrize(("number", "faster"), [(1, False), (2, True)])
def test_speed_changes_pitch_and_length(tmp_path: Path, number: int, faster: bool) -> None:
    clip = clip_of(tmp_path, "a", 440)
    samples = Variants([clip]).make(clip, number)
    speed = loudest_hz(samples) / 440
    assert SPEEDS[0] <= speed <= SPEEDS[1]
    assert (speed > 1) is faster
    assert len(samples) == pytest.approx(len(read_clip(clip)) / speed, rel=0.01)


def test_each_call_makes_the_same(tmp_path: Path) -> None:
    clip = clip_of(tmp_path, "a", 440)
    variants = Variants([clip])
    assert np.array_equal(variants.make(clip, 3), variants.make(clip, 3))


def test_a_mix_holds_no_clip_of_another_fold(tmp_path: Path) -> None:
    """`a` and `b` lie in different folds: what is trained on must not hold what is judged."""
    one, other = clip_of(tmp_path, "a", 440), clip_of(tmp_path, "b", 3000)
    assert one.fold != other.fold
    for number in MIXED:
        spectrum = np.abs(np.fft.rfft(Variants([one, other]).make(one, number)))
        hertz = np.arange(len(spectrum)) * SAMPLE_RATE_HZ / 2 / (len(spectrum) - 1)
        low, high = spectrum[hertz < 600].max(), spectrum[(hertz > 2000)].max()
        assert high < low / 100
