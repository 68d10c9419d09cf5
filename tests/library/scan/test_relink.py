from dataclasses import replace
from pathlib import Path

import pytest

from tui_player.library.duplicates import ACOUSTIC_FINGERPRINT_BYTES
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.scan.relink import Relinker
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.library.store.store import Store

FINGERPRINT, OTHER_FINGERPRINT = (
    bytes(ACOUSTIC_FINGERPRINT_BYTES),
    b"\xff" * ACOUSTIC_FINGERPRINT_BYTES,
)


def put(store: Store, path: str, fingerprint: bytes = FINGERPRINT, seconds: int = 200) -> Song:
    analysed = Analysis("1", b"", {}, (0.25, 0.25, 0.25, 0.25), 0.0, 0.0, fingerprint)
    tags = Tags(path, duration_ms=DurationMs(1000 * seconds))
    (song,) = store.put([Song(SongId(0), path, 1, 1, path, tags, analysed, added_at=5.0)])
    return song


def lost(store: Store, path: str = "/lost.mp3") -> Song:
    """A missing song that was liked and played."""
    song = put(store, path)
    for kind in (FeedbackKind.LIKE, FeedbackKind.PLAY):
        store.record(Feedback(kind, song.id, at=9.0, valence=0.5))
    store.put_playlist("road", [song.id])
    store.mark_missing([song.id])
    return store.song(song.id)


def test_a_missing_song_found_under_another_name_keeps_its_history(store: Store) -> None:
    missing = lost(store)
    new = put(store, "/found.mp3")
    Relinker(store).relink([new.id])
    song = store.song(new.id)
    assert (song.rating, song.plays, song.last_played_at) == (1, 1, 9.0)
    assert {event.song_id for event in store.events()} == {new.id}
    assert store.playlists() == {"road": [new.id]}
    assert [one.id for one in store.songs()] == [new.id]
    assert store.by_path(missing.path) is None


def test_a_relinked_history_survives_reopening(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        lost(store)
        new = put(store, "/found.mp3")
        Relinker(store).relink([new.id])
        songs, events = store.songs(), store.events()
    with Store.open(tmp_path) as store:
        assert (store.songs(), store.events()) == (songs, events)


@pytest.mark.parametrize(
    ("fingerprint", "seconds"), [(OTHER_FINGERPRINT, 200), (FINGERPRINT, 220), (b"", 200)]
)
def test_another_recording_does_not_get_the_history(
    store: Store, fingerprint: bytes, seconds: int
) -> None:
    lost(store)
    new = put(store, "/new.mp3", fingerprint, seconds)
    Relinker(store).relink([new.id])
    assert store.song(new.id) == new


def test_a_copy_of_a_present_song_is_a_separate_song(store: Store) -> None:
    first = lost(store)
    store.put([replace(first, missing=False)])
    new = put(store, "/copy.mp3")
    Relinker(store).relink([new.id])
    assert store.song(new.id).rating == 0


def test_a_song_with_a_history_keeps_its_own(store: Store) -> None:
    lost(store)
    new = put(store, "/new.mp3")
    store.record(Feedback(FeedbackKind.DISLIKE, new.id, at=10.0))
    Relinker(store).relink([new.id])
    assert store.song(new.id).rating == -1


def test_only_one_of_two_copies_takes_over_the_missing_song(store: Store) -> None:
    lost(store)
    one, other = put(store, "/one.mp3"), put(store, "/other.mp3")
    Relinker(store).relink([one.id, other.id])
    assert sorted(song.rating for song in store.songs()) == [0, 1]


def test_the_id_of_a_merged_song_is_not_used_again(tmp_path: Path) -> None:
    """Otherwise feedback on the new song would go to the surviving one."""
    with Store.open(tmp_path) as store:
        new = put(store, "/found.mp3")
        missing = lost(store)
        assert missing.id > new.id
        Relinker(store).relink([new.id])
    with Store.open(tmp_path) as store:
        assert put(store, "/third.mp3", OTHER_FINGERPRINT).id > missing.id


def test_feedback_on_a_merged_song_goes_to_the_surviving_one(store: Store) -> None:
    missing = lost(store)
    new = put(store, "/found.mp3")
    Relinker(store).relink([new.id])
    song = store.record(Feedback(FeedbackKind.PLAY, missing.id, at=11.0))
    assert (song.id, song.plays, song.last_played_at) == (new.id, 2, 11.0)
