"""Profiles in one library: each listener has separate ratings, counts and feedback."""

from dataclasses import replace
from pathlib import Path

import pytest

from tui_player.library.feedback import Feedback, FeedbackKind, History
from tui_player.library.song import Song, SongId
from tui_player.library.store.store import Store

LIKE = Feedback(FeedbackKind.LIKE, SongId(1), 10.0)
SKIP = Feedback(FeedbackKind.SKIP, SongId(1), 20.0)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    with Store.open(tmp_path) as store:
        store.put([Song(SongId(0), f"/{name}.ogg", 1, 2, name) for name in "ab"])
        store.record(LIKE)
    return tmp_path


def test_each_listener_has_separate_ratings_and_feedback(library: Path) -> None:
    with Store.open(library, profile="anna") as store:
        assert store.song(SongId(1)).rating == 0
        assert store.events() == []
        skipped = store.record(SKIP)
        assert (skipped.rating, skipped.skips, skipped.last_played_at) == (0, 1, 20.0)
        assert store.events() == [replace(SKIP, profile="anna")]
    with Store.open(library) as store:
        song = store.song(SongId(1))
        assert (song.rating, song.skips, song.last_played_at) == (1, 0, None)
        assert store.events() == [LIKE]
    with Store.open(library, profile="anna") as store:
        assert store.song(SongId(1)) == skipped


def test_a_scan_by_one_listener_keeps_all_histories(library: Path) -> None:
    with Store.open(library, profile="anna") as store:
        store.record(SKIP)
        store.put([replace(store.song(SongId(1)), mtime_ns=3)])
    with Store.open(library) as store:
        assert store.song(SongId(1)).rating == 1
        assert store.histories_by_profile()["anna"] == {
            SongId(1): History(skips=1, last_played_at=20.0)
        }


def test_ratings_in_tags_of_a_new_song_belong_to_the_scanning_listener(library: Path) -> None:
    with Store.open(library, profile="anna") as store:
        (song,) = store.put([Song(SongId(0), "/c.ogg", 1, 2, "c", rating=1, plays=4)])
        assert (song.rating, song.plays) == (1, 4)
    with Store.open(library) as store:
        assert (store.song(song.id).rating, store.song(song.id).plays) == (0, 0)


def test_an_import_belongs_to_one_listener(library: Path) -> None:
    with Store.open(library, profile="ben") as store:
        store.merge({SongId(1): History(-1, 3, 0, 5.0), SongId(2): History(1)})
    with Store.open(library) as store:
        assert store.song(SongId(1)).rating == 1
        assert store.histories_by_profile() == {
            "": {SongId(1): History(1)},
            "ben": {SongId(1): History(-1, 3, 0, 5.0), SongId(2): History(1)},
        }


def test_a_merged_song_passes_on_the_histories_of_all_listeners(library: Path) -> None:
    with Store.open(library, profile="anna") as store:
        store.record(SKIP)
        store.take_over(SongId(2), SongId(1))
    with Store.open(library) as store:
        assert store.song(SongId(2)).rating == 1
        assert store.histories_by_profile()["anna"] == {
            SongId(2): History(skips=1, last_played_at=20.0)
        }
