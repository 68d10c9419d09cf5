"""Old events move from the snapshots to archives and are never lost."""

import threading
from pathlib import Path

import pytest

from tests.library.store.archives import all_events
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.song import Song, SongId
from tui_player.library.store.archive import split
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.store import Store

KEEP = 10


def opened(directory: Path, **options: object) -> JournalStorage:
    return JournalStorage(directory, compact_above=500, keep={"events": KEEP}, **options)  # type: ignore[arg-type]


def settle() -> None:
    """Wait for a running compaction."""
    for thread in threading.enumerate():
        if thread.name == "library compaction":
            thread.join()


def add_events(storage: JournalStorage, count: int) -> None:
    for _ in range(count):
        row_id = storage.next_id("events")
        storage.commit({"events": {str(row_id): {"number": row_id, "text": "x" * 20}}})
        settle()


def numbers(rows: dict[str, dict[str, int]]) -> list[int]:
    return [row["number"] for row in rows.values()]


def test_only_the_oldest_rows_are_archived() -> None:
    rows = {str(number): {"number": number} for number in range(25)}
    kept, old = split({"events": rows, "songs": {"1": {}}}, {"events": KEEP})
    assert numbers(old["events"]) == list(range(15))
    assert numbers(kept["events"]) == list(range(15, 25))
    assert kept["songs"] == {"1": {}}
    few = {"events": dict(list(rows.items())[: 2 * KEEP - 1])}
    assert split(few, {"events": KEEP}) == (few, {})


def test_archived_and_present_rows_are_complete(tmp_path: Path) -> None:
    storage = opened(tmp_path)
    add_events(storage, 100)
    for again in (storage, None):
        storage = again or opened(tmp_path)
        present, archived = dict(storage.rows("events")), storage.archived("events")
        assert KEEP <= len(present) < 60
        assert sorted(numbers(archived | present)) == list(range(1, 101))
        storage.close()


def test_ids_continue_after_archiving(tmp_path: Path) -> None:
    storage = opened(tmp_path)
    add_events(storage, 60)
    storage.close()
    storage = opened(tmp_path)
    assert storage.next_id("events") == 61
    storage.close()


def test_a_compaction_that_fails_after_archiving_loses_and_repeats_no_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = opened(tmp_path)

    def fail(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("tui_player.library.store.journal_storage.write_snapshot", fail)
        add_events(storage, 60)
    assert len(storage.rows("events")) == 60
    add_events(storage, 200)
    everything = storage.archived("events") | dict(storage.rows("events"))
    assert sorted(numbers(everything)) == list(range(1, 261))
    storage.close()


def test_a_damaged_snapshot_loses_no_event(tmp_path: Path) -> None:
    storage = opened(tmp_path)
    add_events(storage, 100)
    storage.close()
    newest = max(tmp_path.glob("snapshot-*.json"))
    newest.write_bytes(newest.read_bytes()[:-20])
    storage = opened(tmp_path)
    everything = storage.archived("events") | dict(storage.rows("events"))
    assert sorted(numbers(everything)) == list(range(1, 101))
    storage.close()


def test_many_rows_are_archived_even_if_the_journal_is_small(tmp_path: Path) -> None:
    storage = JournalStorage(tmp_path, keep={"events": KEEP})
    add_events(storage, 2 * KEEP)
    assert len(storage.rows("events")) == KEEP
    storage.close()


def test_all_feedback_can_be_read_from_snapshots_and_archives(tmp_path: Path) -> None:
    with Store(opened(tmp_path)) as store:
        (song,) = store.put([Song(SongId(0), "/a.mp3", 1, 1, "print")])
        for at in range(50):
            store.record(Feedback(FeedbackKind.PLAY, song.id, at=float(at)))
            settle()
    assert list(tmp_path.glob("events-*.jsonl"))
    with Store(opened(tmp_path)) as store:
        assert len(store.events()) < 50
        store.record(Feedback(FeedbackKind.LIKE, song.id, at=50.0))
        assert [event.at for event in all_events(tmp_path)] == [float(at) for at in range(51)]
        assert store.song(song.id).plays == 50
