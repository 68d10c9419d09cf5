from pathlib import Path
from typing import Any

import pytest

from tests.library.store.archives import all_events
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.song import Song, SongId
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.repair import examine, holder, repair
from tui_player.library.store.store import Store


@pytest.fixture
def library(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "library") as store:
        songs = store.put([Song(SongId(0), f"/{name}.mp3", 1, 1, name) for name in "abc"])
        store.record(Feedback(FeedbackKind.LIKE, songs[0].id, at=1.0))
        store.put_playlist("road", [songs[0].id, songs[1].id])
        store.add_folder("/music")
    return tmp_path / "library"


def spoil(library: Path, table: str, rows: dict[str, Any]) -> None:
    storage = JournalStorage(library)
    storage.commit({table: rows})
    storage.close()


def test_an_intact_library_is_not_changed(library: Path) -> None:
    before = {path.name: path.read_bytes() for path in library.iterdir()}
    assert examine(library).is_sound
    assert {path.name: path.read_bytes() for path in library.iterdir()} == before
    assert repair(library).problems == []


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("songs", {"2": {"rating": 1}}),
        ("songs", {"2": {"path": "/b.mp3", "rating": 7}}),
        ("songs", {"2": {"path": "/b.mp3", "plays": -1}}),
        ("songs", {"2": {"path": "/b.mp3", "skips": "x", "rating": "y"}}),
        ("songs", {"2": {"path": "/b.mp3", "analysis": {"quadrants": [1]}}}),
        ("songs", {"2": {"path": "/b.mp3", "analysis": {"valence": "high"}}}),
        ("songs", {"2": {"path": "/b.mp3", "analysis": {"numbers": "A"}}}),
        ("songs", {"2": {"path": "/b.mp3", "analysis": {"numbers": 7}}}),
        ("songs", {"2": {"path": "/b.mp3", "analysis": {"key": 7}}}),
        ("songs", {"2": {"path": "/b.mp3", "tags": {"genres": 5}}}),
        ("songs", {"2": {"path": "/a.mp3"}}),
        ("events", {"9": {"kind": "shout", "song": 1, "at": 1.0}}),
        ("events", {"9": {"kind": "like", "song": 77, "at": 1.0}}),
        ("folders", {"9": {}}),
        ("playlists", {"9": {"name": "x"}}),
        ("playlists", {"9": {"name": "x", "songs": [1, 77]}}),
        ("former", {"9": {"song": 10}, "10": {"song": 9}}),
        ("former", {"9": {"song": 77}}),
        ("songs", {"2": {"path": "/b.mp3", "listeners": 5}}),
        ("songs", {"2": {"path": "/b.mp3", "listeners": {"anna": 5}}}),
        ("songs", {"2": {"path": "/b.mp3", "listeners": {"anna": {"plays": -1}}}}),
    ],
)
def test_errors_in_documents_are_named_and_repaired(
    library: Path, table: str, rows: dict[str, Any]
) -> None:
    spoil(library, table, rows)
    named = examine(library).problems
    assert named
    assert all(problem.what.isprintable() for problem in named)
    assert examine(library).problems == named, "a check changes nothing"
    assert repair(library).problems[: len(named)] == named
    assert examine(library).is_sound
    with Store.open(library) as store:
        assert store.song(SongId(1)).rating == 1
        store.songs()
        all_events(library)
        store.playlists()


def test_an_unreadable_song_keeps_its_rating(library: Path) -> None:
    row = {"path": "/b.mp3", "rating": -1, "analysis": {"quadrants": "x"}}
    spoil(library, "songs", {"2": row})
    repair(library)
    with Store.open(library) as store:
        assert (store.song(SongId(2)).rating, store.song(SongId(2)).analysis) == (-1, None)


def test_files_that_other_users_may_read_become_private(library: Path) -> None:
    snapshot = next(library.glob("journal-*"))
    snapshot.chmod(0o644)
    library.chmod(0o755)
    assert examine(library).open_to_others == [library, snapshot]
    repair(library)
    assert examine(library).is_sound


def test_damaged_files_are_reported_and_not_changed(library: Path) -> None:
    journal = next(library.glob("journal-*"))
    with journal.open("ab") as file:
        file.write(b'["00000000",{}]\n')
    content = journal.read_bytes()
    assert examine(library).notices
    assert journal.read_bytes() == content


def test_the_writing_process_is_named(library: Path) -> None:
    assert holder(library) == ""
    with Store.open(library):
        assert "in use by process" in holder(library)
