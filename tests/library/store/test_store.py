"""Reading and writing songs, feedback and folders."""

from dataclasses import replace
from pathlib import Path

import pytest
from tinydb import where

from tui_player.errors import LibraryError
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.library.store.store import Store

HEARD = Analysis(
    version="net-1",
    embedding=bytes(range(256)),
    genres={"Rock": 0.1, "Folk": 0.9},
    quadrants=(0.1, 0.2, 0.3, 0.4),
    valence=0.25,
    arousal=-0.75,
    acoustic_fingerprint=b"print",
)

TAGS = Tags(
    title="Gymnopédie \u202e\x1b[31m",
    artist="Erik Satie",
    genres=("classical", "piano"),
    track=1,
    duration_ms=DurationMs(185_000),
    track_gain_db=-3.25,
)


def new_song(path: str, content_hash: str = "f", tags: Tags = TAGS) -> Song:
    return Song(SongId(0), path, 1234, 5678, content_hash, tags, added_at=1.5)


def test_songs_are_stored_unchanged(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        first, second = store.put([new_song("/a.ogg"), replace(new_song("/b.ogg"), analysis=HEARD)])
    with Store.open(tmp_path) as store:
        assert store.songs() == [first, second]
        assert first == replace(new_song("/a.ogg"), id=first.id)
        assert second.analysis == HEARD


def test_a_path_that_is_not_utf8_survives(tmp_path: Path) -> None:
    path = b"/music/caf\xe9 \xff.ogg".decode("utf-8", "surrogateescape")
    with Store.open(tmp_path) as store:
        store.put([new_song(path)])
    with Store.open(tmp_path) as store:
        found = store.by_path(path)
    assert found is not None
    assert found.path == path


def test_replacing_a_stored_song_keeps_its_rating_and_counts(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        (song,) = store.put([new_song("/a.ogg")])
        store.record(Feedback(FeedbackKind.LIKE, song.id, 10.0))
        store.record(Feedback(FeedbackKind.PLAY, song.id, 11.0))
        (stored,) = store.put([replace(song, path="/moved.ogg", plays=9)])
    assert (stored.path, stored.rating, stored.plays) == ("/moved.ogg", 1, 1)
    assert stored.last_played_at == 11.0


def test_a_song_that_is_not_stored_cannot_be_replaced(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with pytest.raises(KeyError):
            store.put([new_song("/a.ogg"), replace(new_song("/b.ogg"), id=SongId(7))])
        assert store.songs() == []


def test_feedback_changes_its_song(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        (song,) = store.put([new_song("/a.ogg")])
        assert store.record(Feedback(FeedbackKind.DISLIKE, song.id, 1.0)).rating == -1
        assert store.record(Feedback(FeedbackKind.CLEAR, song.id, 2.0)).last_played_at is None
        skipped = store.record(Feedback(FeedbackKind.SKIP, song.id, 3.0, heard_share=0.2))
    assert (skipped.rating, skipped.skips, skipped.plays) == (0, 1, 0)
    assert skipped.last_played_at == 3.0


def test_feedback_survives_reopening(tmp_path: Path) -> None:
    events = [
        Feedback(FeedbackKind.LIKE, SongId(1), 1.0, 0.5, -0.5),
        Feedback(FeedbackKind.PLAY, SongId(1), 2.0, heard_share=1.0),
    ]
    with Store.open(tmp_path) as store:
        store.put([new_song("/a.ogg")])
        for event in events:
            store.record(event)
    with Store.open(tmp_path) as store:
        assert store.events() == events
        assert store.song(SongId(1)).rating == 1


@pytest.mark.parametrize("asked_before", [True, False])
def test_moved_songs_are_found_by_their_new_paths(tmp_path: Path, asked_before: bool) -> None:
    with Store.open(tmp_path) as store:
        one, two = store.put([new_song("/a.ogg", "x"), new_song("/b.ogg", "x")])
        if asked_before:  # the index is made now
            assert store.by_path("/a.ogg") == one
        store.put([replace(one, path="/b.ogg"), replace(two, path="/a.ogg", content_hash="y")])
        assert_found_after_the_move(store, one.id, two.id)
    with Store.open(tmp_path) as store:
        assert_found_after_the_move(store, one.id, two.id)


def assert_found_after_the_move(store: Store, one: SongId, two: SongId) -> None:
    assert store.by_path("/a.ogg") == store.song(two)
    assert store.by_path("/b.ogg") == store.song(one)
    assert store.by_path("/c.ogg") is None


def test_a_present_song_is_found_before_a_missing_one_with_the_same_path(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        there, gone = store.put([new_song("/a.ogg"), new_song("/a.ogg")])
        store.mark_missing([gone.id])
        assert store.by_path("/a.ogg") == there


def test_a_failed_analysis_has_a_reason_until_one_succeeds(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        (song,) = store.put([new_song("/a.ogg")])
        store.set_analysis({song.id: "no audio in it"}, "music-1")
        failed = replace(song, failure="no audio in it", failure_version="music-1")
        assert store.song(song.id) == failed
        assert store.put([failed]) == [failed]
        store.set_analysis({song.id: HEARD})
        assert store.song(song.id) == replace(song, analysis=HEARD)


def test_a_missing_song_keeps_its_rating_and_comes_back(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        (song,) = store.put([new_song("/a.ogg")])
        liked = store.record(Feedback(FeedbackKind.LIKE, song.id, 1.0))
        store.mark_missing([song.id])
        assert store.songs() == [replace(liked, missing=True)]
        assert store.put([song]) == [liked]


def test_a_folder_is_added_once(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for path in ("/music", "/more", "/music"):
            store.add_folder(path)
    with Store.open(tmp_path) as store:
        assert store.folders() == ["/music", "/more"]


def test_documents_can_be_queried(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.put([new_song("/a.ogg"), new_song("/b.ogg", tags=Tags(artist="Björk"))])
        store.record(Feedback(FeedbackKind.LIKE, SongId(2), 1.0))
        table = store.database.table("songs")
        (liked,) = table.search(where("rating") == 1)
        assert (liked.doc_id, liked["tags"]["artist"]) == (2, "Björk")
        store.record(Feedback(FeedbackKind.CLEAR, SongId(2), 1.0))
        assert table.search(where("rating") == 1) == []


def test_a_document_of_another_version_is_read(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.database.table("songs").insert({"path": "/a.ogg", "tags": {"from_the_future": 1}})
        assert store.songs() == [Song(SongId(1), "/a.ogg", 0, 0, "")]


def test_a_reader_beside_a_writer_sees_its_changes_and_can_not_write(tmp_path: Path) -> None:
    with Store.open(tmp_path) as writer:
        (song,) = writer.put([new_song("/a.ogg")])
        reader = Store.open(tmp_path, read_only=True)
        assert reader.songs() == [song]
        with pytest.raises(LibraryError, match="reading only"):
            reader.record(Feedback(FeedbackKind.LIKE, song.id, 1.0))
        assert reader.songs() == [song]
        reader.close()


def test_a_closed_store_can_not_be_changed(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.close()
    with pytest.raises(LibraryError, match="closed"):
        store.add_folder("/music")
