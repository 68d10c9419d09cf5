"""The interface's copy of the library."""

from dataclasses import replace

from tests.tui_player.songs import song
from tui_player.ui.library_state import LibraryState


def test_missing_songs_are_neither_counted_nor_found() -> None:
    shelf = LibraryState()
    shelf.fill([song(1), song(2, missing=True)], ["/music"])
    assert [there.id for there in shelf.present] == [1]
    assert shelf.song(2) is None
    assert shelf.song(None) is None


def test_changes_are_seen_at_once() -> None:
    shelf = LibraryState()
    shelf.fill([song(1), song(2)], [])
    assert len(shelf.present) == 2
    shelf.update([song(1, missing=True), replace(song(3), failure="not audio")])
    assert [there.id for there in shelf.present] == [2, 3]
    assert shelf.failures == [("/music/3.ogg", "not audio")]


def test_unreadable_files_are_listed_beside_damaged_songs() -> None:
    shelf = LibraryState()
    shelf.fill([replace(song(1), failure="not audio")], [])
    shelf.could_not_read([("/music/1.ogg", "not audio"), ("/music/sealed", "permission denied")])
    assert sorted(shelf.failures) == [
        ("/music/1.ogg", "not audio"),
        ("/music/sealed", "permission denied"),
    ]
    shelf.update([song(1), replace(song(2), path="/music/sealed")])
    assert shelf.failures == []
