"""Analyses from the network's results, and the order of songs."""

from dataclasses import replace

import numpy as np
import pytest

from tests.tui_player.songs import song
from tui_player.library.scan.analysis import (
    MUSIC_NETWORK,
    analyse_file,
    failure_reason,
    songs_to_analyse,
    spread,
    wanted_first,
)
from tui_player.library.song import Analysis, SongId
from tui_player.models import music
from tui_player.models.music.hearing import Hearing


def test_an_analysis_holds_the_results_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing = Hearing(
        embedding=np.array([0.6, 0.8], np.float32),
        genres={"Rock": 0.5},
        quadrants=(0.5, 0.25, 0.125, 0.125),
        valence=0.5,
        arousal=-0.5,
        deviations=(0.25, 0.375),
        speech=0.125,
        noise=0.0625,
        tempo_bpm=120.0,
        key="A minor",
        duration_s=12.0,
        acoustic_fingerprint=b"print",
        version="music-1",
    )
    monkeypatch.setattr(music, "hear_file", lambda path: hearing)
    analysis = analyse_file("/music/a.mp3")
    assert analysis.version == "music-1"
    assert analysis.genres["Rock"] == 0.5
    assert analysis.quadrants == hearing.quadrants
    assert (analysis.valence, analysis.arousal) == (0.5, -0.5)
    assert analysis.deviations == hearing.deviations
    assert (analysis.speech, analysis.noise) == (0.125, 0.0625)
    assert (analysis.tempo_bpm, analysis.key) == (120, "A minor")
    assert analysis.acoustic_fingerprint == b"print"
    assert np.frombuffer(analysis.embedding, "<f2") == pytest.approx([0.6, 0.8], abs=1e-3)


def test_songs_heard_by_an_earlier_network_are_analysed_anew() -> None:
    earlier = {"quadrants": [0.4, 0.3, 0.2, 0.1], "valence": 0.5, "arousal": -0.5}
    songs = [
        replace(song(number), analysis=Analysis.of({**earlier, "version": version}))
        for number, version in ((1, "music-4"), (2, music.NETWORK_VERSION))
    ]
    assert [one.id for one in songs_to_analyse([*songs, song(3)], MUSIC_NETWORK)] == [1, 3]


def test_reasons_of_failure_are_one_short_line() -> None:
    assert failure_reason(" broken\r\n\theader ") == "broken header"
    assert len(failure_reason("x" * 10_000)) == 300


def test_wanted_songs_are_analysed_first_then_the_newest() -> None:
    songs = [song(number) for number in (1, 2, 3, 4)]
    wanted: list[SongId] = []
    order = wanted_first([replace(one, added_at=float(one.id)) for one in songs], lambda: wanted)
    assert next(order).id == 4
    wanted += [SongId(9), SongId(4), SongId(1), SongId(2)]
    assert [one.id for one in order] == [1, 2, 3]


def test_a_few_songs_from_all_over_the_folders_are_none_of_one_album() -> None:
    songs = [
        song(10 * album + track, path=f"/music/{album}/{track}.ogg")
        for track in range(1, 10)
        for album in range(1, 5)
    ]
    assert [song_id // 10 for song_id in spread(songs, 4)] == [1, 2, 3, 4]
    assert len(spread(songs, 16)) == len(set(spread(songs, 16))) == 16


def test_a_small_library_is_spread_as_a_whole_without_its_missing_songs() -> None:
    songs = [song(1), song(2, missing=True), song(3)]
    assert spread(songs, 16) == [1, 3]
    assert spread([], 16) == []
