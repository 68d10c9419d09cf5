"""Inputs and outputs of `music_crnn.onnx`."""

from typing import Any

import numpy as np
import pytest

from tui_player.models.music import NETWORK_VERSION
from tui_player.models.music.embedder import MODEL, OUTPUTS, VERSION_KEY
from tui_player.models.music.genres import GENRES
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ, log_mel
from tui_player.models.onnx import open_session


@pytest.fixture(scope="module")
def session() -> Any:
    return open_session(MODEL)


def log_mels(count: int, frames: int) -> Any:
    random = np.random.default_rng(count * 1000 + frames)
    return (random.random((count, 1, 96, frames)) * 6).astype(np.float32)


@pytest.mark.parametrize(("count", "frames"), [(1, 726), (3, 726), (2, 1366), (1, 24), (5, 100)])
def test_the_network_accepts_any_number_of_windows_of_any_length(
    session: Any, count: int, frames: int
) -> None:
    embedding, genre, quadrant, valence_arousal, deviation, speech, noise = session.run(
        OUTPUTS, {"log_mel": log_mels(count, frames)}
    )
    assert deviation.shape == (count, 2)
    assert speech.shape == noise.shape == (count, 1)
    assert embedding.shape == (count, 128)
    assert genre.shape == (count, len(GENRES))
    assert quadrant.shape == (count, 4)
    assert valence_arousal.shape == (count, 2)


def test_outputs_are_in_their_ranges(session: Any) -> None:
    embedding, genre, quadrant, valence_arousal, deviation, speech, noise = session.run(
        OUTPUTS, {"log_mel": log_mels(4, 300)}
    )
    assert deviation.min() > 0
    for share in (speech, noise, 1 - speech - noise):
        assert share.min() >= -1e-6
        assert share.max() <= 1 + 1e-6
    assert np.linalg.norm(embedding, axis=1) == pytest.approx(1, abs=1e-5)
    assert genre.min() >= 0
    assert genre.max() <= 1
    assert quadrant.min() >= 0
    assert quadrant.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert np.abs(valence_arousal).max() <= 1


def test_windows_in_one_batch_do_not_affect_each_other(session: Any) -> None:
    windows = log_mels(3, 400)
    together = session.run(OUTPUTS, {"log_mel": windows})
    alone = session.run(OUTPUTS, {"log_mel": windows[1:2]})
    for many, one in zip(together, alone, strict=True):
        assert many[1] == pytest.approx(one[0], abs=1e-4)


def test_different_sounds_have_different_embeddings(session: Any) -> None:
    low, high = np.zeros((1, 1, 96, 400), np.float32), np.zeros((1, 1, 96, 400), np.float32)
    low[:, :, :20], high[:, :, -20:] = 6, 6
    embedding, *_ = session.run(OUTPUTS, {"log_mel": np.concatenate([low, high])})
    assert float(embedding[0] @ embedding[1]) < 0.99


def test_a_window_shorter_than_three_seconds_counts_as_repeated(session: Any) -> None:
    short = log_mels(1, 60)
    long = np.take(short, np.arange(3 * 187) % 60, axis=3)
    for one, other in zip(
        session.run(OUTPUTS, {"log_mel": short}),
        session.run(OUTPUTS, {"log_mel": long}),
        strict=True,
    ):
        assert one == pytest.approx(other, abs=1e-5)


@pytest.mark.parametrize("db", [-12, -20, -40])
def test_the_level_of_a_song_changes_nothing(session: Any, db: float) -> None:
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    pitches_hz = np.array([220, 330, 550])[:, None]
    tones = np.sin(2 * np.pi * pitches_hz * time_s * (1 + time_s % 1))
    samples = (0.1 * tones.sum(axis=0)).astype(np.float32)
    quiet = samples * np.float32(10 ** (db / 20))
    for loud_output, quiet_output in zip(
        session.run(OUTPUTS, {"log_mel": log_mel(samples)[None, None]}),
        session.run(OUTPUTS, {"log_mel": log_mel(quiet)[None, None]}),
        strict=True,
    ):
        assert quiet_output == pytest.approx(loud_output, abs=0.01)


@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0])
def test_noise_from_white_to_brown_is_noise_and_not_tense(session: Any, exponent: float) -> None:
    spectrum = np.fft.rfft(np.random.default_rng(1).standard_normal(15 * SAMPLE_RATE_HZ))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** exponent
    spectrum[: 20 * 15] = 0  # below 20 Hz, where nothing is audible
    samples = np.fft.irfft(spectrum)
    samples = (0.1 * samples / samples.std()).astype(np.float32)
    _, _, quadrant, _, _, speech, noise = session.run(
        OUTPUTS, {"log_mel": log_mel(samples)[None, None]}
    )
    assert noise > 0.5
    assert speech < 0.5
    assert quadrant.argmax() != 1


def test_silence_has_finite_outputs(session: Any) -> None:
    outputs = session.run(OUTPUTS, {"log_mel": np.zeros((1, 1, 96, 200), np.float32)})
    assert all(np.isfinite(values).all() for values in outputs)


def test_the_file_is_small_and_states_its_version_and_names(session: Any) -> None:
    assert session.get_modelmeta().custom_metadata_map[VERSION_KEY]
    assert MODEL.stat().st_size <= 8_000_000
    assert [(i.name, i.type) for i in session.get_inputs()] == [("log_mel", "tensor(float)")]
    assert tuple(output.name for output in session.get_outputs()) == OUTPUTS


def test_the_version_constant_is_the_file_s_version(session: Any) -> None:
    """If they differed, every start would analyse all songs again."""
    assert session.get_modelmeta().custom_metadata_map[VERSION_KEY] == NETWORK_VERSION
