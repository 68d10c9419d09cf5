"""The demo music."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import mutagen
import numpy as np
import pytest
import soundfile
import soxr

from tui_player.demo.effects import loudness_lufs
from tui_player.demo.files import COMMENT, FIRST_PIECES, PIECE_COUNT, render_demo
from tui_player.demo.pieces import PIECES
from tui_player.demo.render import render
from tui_player.demo.score import Piece
from tui_player.demo.synth import RATE
from tui_player.errors import AudioError
from tui_player.library.song import QUADRANTS
from tui_player.models.music.embedder import hear
from tui_player.models.music.spectrogram import SAMPLE_RATE_HZ
from tui_player.models.music.windows import WINDOW_S, Samples, Windows, window_starts

SECONDS = 4.0


def as_a_scan_cuts(samples: Samples) -> Windows:
    duration_s = len(samples) / SAMPLE_RATE_HZ
    starts = [int(start_s * SAMPLE_RATE_HZ) for start_s in window_starts(duration_s)]
    length = int(WINDOW_S * SAMPLE_RATE_HZ)
    return Windows([samples[start : start + length] for start in starts], duration_s)


def titled(title: str) -> Piece:
    return next(piece for piece in PIECES if piece.title == title)


QUIET, LOUD = titled("Moss Garden"), titled("Static Teeth")
FLAC = titled("Letters Unsent")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def written(folder: Path) -> list[Path]:
    return render_demo(folder, pieces=(LOUD, FLAC), seconds=SECONDS)


def test_the_programme_has_three_pieces_for_each_quadrant_and_no_title_twice() -> None:
    assert Counter(piece.quadrant for piece in PIECES) == {"Q1": 3, "Q2": 3, "Q3": 3, "Q4": 3}
    assert len({piece.title for piece in PIECES}) == len(PIECES)
    assert len({(piece.album, piece.track) for piece in PIECES}) == len(PIECES) == PIECE_COUNT


def test_the_programme_begins_with_a_piece_for_each_quadrant() -> None:
    assert sorted(piece.quadrant for piece in PIECES[:FIRST_PIECES]) == list(QUADRANTS)


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.title)
def test_every_score_can_be_read_and_lasts_about_a_minute(piece: Piece) -> None:
    arrangement = piece.compose(np.random.default_rng(0))
    seconds = arrangement.beats * 60 / arrangement.bpm + arrangement.tail_s
    assert 45 <= seconds <= 75
    notes = [note for part in arrangement.parts for note in part.notes]
    assert all(0 <= note.beat <= arrangement.beats and note.beats > 0 for note in notes)
    pitched = [note for part in arrangement.parts if part.voice for note in part.notes]
    assert all(20 <= note.pitch <= 108 for note in pitched)


def test_files_carry_real_tags(written: list[Path]) -> None:
    for path, piece in zip(written, (LOUD, FLAC), strict=True):
        audio = mutagen.File(path, easy=True)
        assert audio["title"] == [piece.title]
        assert audio["artist"] == [piece.artist]
        assert audio["album"] == [piece.album]
        assert audio["tracknumber"] == [str(piece.track)]
        assert audio["genre"] == [piece.genre]
        assert audio["date"] == [str(piece.year)]
        assert audio["comment"] == [COMMENT]
    assert [path.suffix for path in written] == [".ogg", ".flac"]


def test_the_replay_gain_brings_each_file_to_the_reference_loudness(written: list[Path]) -> None:
    for path in written:
        samples, _ = soundfile.read(path, dtype="float32")
        gain_db = float(mutagen.File(path)["replaygain_track_gain"][0].removesuffix(" dB"))
        assert loudness_lufs(samples.T) + gain_db == pytest.approx(-18.0, abs=0.3)


def test_the_demo_is_neither_silent_nor_clipped(written: list[Path]) -> None:
    for path in written:
        samples, rate = soundfile.read(path)
        assert rate == RATE
        assert samples.shape == (SECONDS * RATE, 2)
        assert 0.02 < np.abs(samples).max() < 1.0


def test_tense_music_is_louder_and_brighter_than_calm(written: list[Path]) -> None:
    tense, calm = render(LOUD, SECONDS), render(QUIET, SECONDS)
    assert np.sqrt(np.mean(tense**2)) > 2 * np.sqrt(np.mean(calm**2))
    assert np.mean(np.diff(tense) ** 2) > 10 * np.mean(np.diff(calm) ** 2)


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.title)
def test_the_network_hears_each_piece_in_the_quadrant_it_was_written_for(piece: Piece) -> None:
    heard = hear(as_a_scan_cuts(soxr.resample(render(piece).mean(axis=0), RATE, SAMPLE_RATE_HZ)))
    assert QUADRANTS[int(np.argmax(heard.quadrants))] == piece.quadrant
    assert (heard.valence > 0) == (piece.quadrant in {"Q1", "Q4"})
    assert (heard.arousal > 0) == (piece.quadrant in {"Q1", "Q2"})


def test_a_piece_is_the_same_each_time() -> None:
    assert np.array_equal(render(QUIET, 2.0), render(QUIET, 2.0))


def test_existing_files_are_kept_and_no_temporary_files_remain(
    folder: Path, written: list[Path]
) -> None:
    before = [path.stat().st_mtime_ns for path in written]
    steps: list[tuple[int, int]] = []
    again = render_demo(folder, lambda *step: steps.append(step), pieces=(LOUD, FLAC))
    assert again == written
    assert [path.stat().st_mtime_ns for path in written] == before
    assert steps == [(0, 2), (1, 2), (2, 2)]
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(written)


def test_a_folder_that_can_not_be_created_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AudioError, match="can't be written to"):
        render_demo(tmp_path / "file", pieces=(LOUD,), seconds=0.5)


def test_loudness_follows_the_standard_on_its_own_test_tone() -> None:
    # ITU-R BS.1770: a 997 Hz sine of full scale in one channel measures -3.01 LKFS.
    tone = np.sin(2 * np.pi * 997 * np.arange(2 * RATE) / RATE).astype(np.float32)
    assert loudness_lufs(np.stack([tone, 0 * tone])) == pytest.approx(-3.01, abs=0.05)


def test_importing_the_demo_does_not_import_numpy() -> None:
    code = "import sys, tui_player.demo.files; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
