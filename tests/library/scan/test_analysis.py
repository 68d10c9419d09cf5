"""Analyses from the network's results, and the order of songs."""

from dataclasses import replace

import numpy as np
import pytest

from tests.tui_player.songs import song
from tui_player.library.scan.analysis import analyse_file, failure_reason, wanted_first
from tui_player.library.song import Analysis, SongId
from tui_player.models import music
from tui_player.models.music.hearing import Hearing


def test_an_analysis_holds_the_results_of_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing = Hearing(
        embedding=np.array([0.6, 0.8], np.float32),
        genres={"rock": 0.5},
        quadrants=(0.4, 0.3, 0.2, 0.1),
        valence=0.5,
        arousal=-0.5,
        duration_s=12.0,
        sound=b"print",
        version="music-1",
    )
    monkeypatch.setattr(music, "hear_file", lambda path: hearing)
    analysis = analyse_file("/music/a.mp3")
    assert analysis == Analysis(
        "music-1", analysis.embedding, {"rock": 0.5}, (0.4, 0.3, 0.2, 0.1), 0.5, -0.5, b"print"
    )
    assert np.frombuffer(analysis.embedding, "<f2") == pytest.approx([0.6, 0.8], abs=1e-3)


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
