"""The interface's copy of the library."""

from dataclasses import replace

from tests.tui_player.songs import song
from tui_player.library.song import Analysis
from tui_player.ui.library_state import LibraryState


def test_missing_songs_are_neither_counted_nor_found() -> None:
    library_state = LibraryState()
    library_state.fill([song(1), song(2, missing=True)], ["/music"])
    assert [there.id for there in library_state.present] == [1]
    assert library_state.song(2) is None
    assert library_state.song(None) is None


def test_changed_songs_are_counted_at_once() -> None:
    library_state = LibraryState()
    library_state.fill([song(1), song(2)], [])
    assert len(library_state.present) == 2
    library_state.update([song(1, missing=True), replace(song(3), failure="not audio")])
    assert [there.id for there in library_state.present] == [2, 3]
    assert library_state.failures == [("/music/3.ogg", "not audio")]


def test_unreadable_files_are_listed_beside_damaged_songs() -> None:
    library_state = LibraryState()
    library_state.fill([replace(song(1), failure="not audio")], [])
    library_state.set_failures(
        [("/music/1.ogg", "not audio"), ("/music/sealed", "permission denied")]
    )
    assert sorted(library_state.failures) == [
        ("/music/1.ogg", "not audio"),
        ("/music/sealed", "permission denied"),
    ]
    library_state.update([song(1), replace(song(2), path="/music/sealed")])
    assert library_state.failures == []


def test_an_empty_queue_beside_speech_leads_to_the_library() -> None:
    library_state = LibraryState()
    library_state.fill([], [])
    assert "s scans a folder" in library_state.empty_queue_text
    speech = Analysis("1", b"", {}, (0.25,) * 4, 0.0, 0.0, speech=0.9)
    library_state.fill([replace(song(1), analysis=speech)], [])
    assert library_state.empty_queue_text == "only speech or noise: b shows it"


def test_an_empty_queue_names_what_it_waits_for() -> None:
    library_state = LibraryState()
    library_state.waiting_for = "listening to your music: 14 of 800 …"
    assert library_state.empty_queue_text == "listening to your music: 14 of 800 …"
