from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tui_player.library.duplicates import PRINT_BYTES
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.scan.relink import Reunion
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.library.store.store import Store

SOUND, OTHER_SOUND = bytes(PRINT_BYTES), b"\xff" * PRINT_BYTES


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library") as opened:
        yield opened


def put(store: Store, path: str, sound: bytes = SOUND, seconds: int = 200) -> Song:
    heard = Analysis("1", b"", {}, (0.25, 0.25, 0.25, 0.25), 0.0, 0.0, sound)
    tags = Tags(path, duration_ms=DurationMs(1000 * seconds))
    (song,) = store.put([Song(SongId(0), path, 1, 1, path, tags, heard, added_at=5.0)])
    return song


def lost(store: Store, path: str = "/lost.mp3") -> Song:
    """A song that was liked and played, and whose file is gone."""
    song = put(store, path)
    for kind in (FeedbackKind.LIKE, FeedbackKind.PLAY):
        store.record(Feedback(kind, song.id, at=9.0, valence=0.5))
    store.put_playlist("road", [song.id])
    store.mark_missing([song.id])
    return store.song(song.id)


def test_a_song_heard_again_under_another_name_has_its_history(store: Store) -> None:
    former = lost(store)
    new = put(store, "/found.mp3")
    Reunion(store).reunite([new.id])
    song = store.song(new.id)
    assert (song.rating, song.plays, song.last_played_at) == (1, 1, 9.0)
    assert {event.song_id for event in store.events()} == {new.id}
    assert store.playlists() == {"road": [new.id]}
    assert [one.id for one in store.songs()] == [new.id]
    assert store.by_path(former.path) is None


def test_it_is_so_after_a_new_start(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        lost(store)
        new = put(store, "/found.mp3")
        Reunion(store).reunite([new.id])
        songs, events = store.songs(), store.events()
    with Store.open(tmp_path) as store:
        assert (store.songs(), store.events()) == (songs, events)


@pytest.mark.parametrize(("sound", "seconds"), [(OTHER_SOUND, 200), (SOUND, 220), (b"", 200)])
def test_another_recording_has_not(store: Store, sound: bytes, seconds: int) -> None:
    lost(store)
    new = put(store, "/new.mp3", sound, seconds)
    Reunion(store).reunite([new.id])
    assert store.song(new.id) == new


def test_a_copy_of_a_song_that_is_there_is_a_song_of_its_own(store: Store) -> None:
    first = lost(store)
    store.put([replace(first, missing=False)])
    new = put(store, "/copy.mp3")
    Reunion(store).reunite([new.id])
    assert store.song(new.id).rating == 0


def test_a_song_with_a_history_keeps_its_own(store: Store) -> None:
    lost(store)
    new = put(store, "/new.mp3")
    store.record(Feedback(FeedbackKind.DISLIKE, new.id, at=10.0))
    Reunion(store).reunite([new.id])
    assert store.song(new.id).rating == -1


def test_of_two_new_files_one_is_the_lost_song(store: Store) -> None:
    lost(store)
    one, other = put(store, "/one.mp3"), put(store, "/other.mp3")
    Reunion(store).reunite([one.id, other.id])
    assert sorted(song.rating for song in store.songs()) == [0, 1]


def test_the_id_of_a_forgotten_song_is_nobody_s_again(tmp_path: Path) -> None:
    """Else what is said of the new song would be taken for the other's."""
    with Store.open(tmp_path) as store:
        new = put(store, "/found.mp3")
        former = lost(store)
        assert former.id > new.id
        Reunion(store).reunite([new.id])
    with Store.open(tmp_path) as store:
        assert put(store, "/third.mp3", OTHER_SOUND).id > former.id


def test_what_is_said_of_the_former_song_is_said_of_the_one_that_took_over(store: Store) -> None:
    former = lost(store)
    new = put(store, "/found.mp3")
    Reunion(store).reunite([new.id])
    song = store.record(Feedback(FeedbackKind.PLAY, former.id, at=11.0))
    assert (song.id, song.plays, song.last_played_at) == (new.id, 2, 11.0)
