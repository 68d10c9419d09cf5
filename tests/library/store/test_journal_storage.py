"""The storage with damaged files, failing disks and other processes."""

import errno
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

import pytest
from tinydb import where
from tinydb.table import Document

from tui_player.errors import LibraryError, LibraryInUseError
from tui_player.library.store.journal import Tables
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.recovery import generations, journal_path, snapshot_path
from tui_player.library.store.snapshot import read_snapshot, write_snapshot
from tui_player.library.store.tinydb_table import Database


@contextmanager
def storage_in(directory: Path, compact_above: int = 1 << 20) -> Iterator[JournalStorage]:
    storage = JournalStorage(directory, compact_above=compact_above)
    try:
        yield storage
    finally:
        storage.close()


def fill(directory: Path, first: int, last: int, *, compact: bool = False) -> None:
    """Commit rows first..last; `compact` starts a new generation before closing."""
    with storage_in(directory, 0 if compact else 1 << 20) as storage:
        for number in range(first, last + 1):
            storage.commit({"songs": {str(number): {"name": f"song {number}"}}})


def found_in(directory: Path) -> tuple[list[int], list[str]]:
    """Numbers of the valid rows, and the notices."""
    with storage_in(directory) as storage:
        rows = storage.rows("songs")
        assert all(row == {"name": f"song {number}"} for number, row in rows.items())
        return sorted(map(int, rows)), storage.notices


@pytest.fixture
def two_generations(tmp_path: Path) -> Path:
    """Rows 1..3 in generation 0, rows 4..6 in generation 1."""
    fill(tmp_path, 1, 3)
    with storage_in(tmp_path, compact_above=0):
        pass
    fill(tmp_path, 4, 6)
    assert generations(tmp_path) == ([1], [0, 1])
    return tmp_path


def flip(path: Path, offset: int, mask: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= mask
    path.write_bytes(content)


def test_an_incomplete_last_record_is_dropped_with_a_notice(tmp_path: Path) -> None:
    fill(tmp_path, 1, 3)
    path = journal_path(tmp_path, 0)
    whole = path.read_bytes()
    for length in range(whole[:-1].rindex(b"\n") + 2, len(whole)):
        path.write_bytes(whole[:length])
        numbers, notices = found_in(tmp_path)
        assert (numbers, len(notices)) == ([1, 2], 1)
        assert found_in(tmp_path) == ([1, 2], [])
    fill(tmp_path, 3, 4)
    assert found_in(tmp_path) == ([1, 2, 3, 4], [])


def test_a_damaged_snapshot_is_renamed_and_rebuilt(two_generations: Path) -> None:
    path = snapshot_path(two_generations, 1)
    whole = path.read_bytes()
    chance = random.Random(3)
    for offset in range(0, len(whole), 5):
        flip(path, offset, 1 << chance.randrange(8))
        numbers, notices = found_read_only(two_generations)
        assert numbers == [1, 2, 3, 4, 5, 6]
        assert len(notices) == (0 if json_and_case_equal(path, whole) else 1)
        path.write_bytes(whole)
    flip(path, len(whole) // 2, 1)
    numbers, notices = found_in(two_generations)
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert "snapshot-000001.damaged" in notices[0]
    assert path.with_suffix(".damaged").exists()
    assert found_in(two_generations) == ([1, 2, 3, 4, 5, 6], [])


def found_read_only(directory: Path) -> tuple[list[int], list[str]]:
    storage = JournalStorage(directory, read_only=True)
    return sorted(map(int, storage.rows("songs"))), storage.notices


def json_and_case_equal(path: Path, whole: bytes) -> bool:
    """A changed case of the checksum's hexadecimal digits is harmless."""
    return path.read_bytes().lower() == whole.lower()


def test_the_snapshot_before_a_damaged_one_is_kept(two_generations: Path) -> None:
    with storage_in(two_generations, compact_above=0):
        pass
    fill(two_generations, 7, 7)
    snapshots, journals = generations(two_generations)
    assert snapshots == journals == [1, 2]
    flip(snapshot_path(two_generations, 2), 60, 1)
    assert found_in(two_generations)[0] == [1, 2, 3, 4, 5, 6, 7]
    newest = generations(two_generations)[0][-1]
    flip(snapshot_path(two_generations, newest), 60, 1)
    assert found_in(two_generations)[0] == [1, 2, 3, 4, 5, 6, 7]


def test_remaining_changes_are_read_if_all_snapshots_are_damaged(two_generations: Path) -> None:
    with storage_in(two_generations, compact_above=0):
        pass
    for generation in (1, 2):
        flip(snapshot_path(two_generations, generation), 60, 1)
    numbers, notices = found_in(two_generations)
    assert numbers == [4, 5, 6]
    assert any("scan again" in notice for notice in notices)


def test_a_damaged_byte_in_the_journal_loses_only_its_records(
    two_generations: Path,
) -> None:
    path = journal_path(two_generations, 1)
    whole = path.read_bytes()
    chance = random.Random(4)
    for offset in range(len(whole)):
        flip(path, offset, 1 << chance.randrange(8))
        numbers, notices = found_read_only(two_generations)
        assert set(numbers) >= {1, 2, 3}
        assert len(numbers) >= 4  # a damaged line break joins two records
        path.write_bytes(whole)
    flip(path, whole.index(b"song 5"), 1)
    numbers, notices = found_in(two_generations)
    assert numbers == [1, 2, 3, 4, 6]
    assert "1 damaged record" in notices[0]
    assert found_in(two_generations) == ([1, 2, 3, 4, 6], [])


def test_files_of_a_newer_player_are_not_opened(tmp_path: Path) -> None:
    fill(tmp_path, 1, 1)
    payload = b'{"format":2,"generation":0}'
    journal_path(tmp_path, 0).write_bytes(b'["%08x",%b]\n' % (crc32(payload), payload))
    for _ in range(2):  # the second time too: the first left no lock
        with pytest.raises(LibraryError, match="newer"):
            JournalStorage(tmp_path)


def test_a_snapshot_of_a_newer_player_is_not_renamed(
    tmp_path: Path,
) -> None:
    fill(tmp_path, 1, 1)
    payload = b'{"format":2,"generation":1}'
    journal_path(tmp_path, 1).write_bytes(b'["%08x",%b]\n' % (crc32(payload), payload))
    snapshot = snapshot_path(tmp_path, 1)
    snapshot.write_bytes(b'{"format":2,"packed":"otherwise"}\n')
    with pytest.raises(LibraryError, match="newer"):
        JournalStorage(tmp_path)
    assert snapshot.exists()


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_failed_write_changes_nothing_and_later_ones_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    fill(tmp_path, 1, 1)
    with storage_in(tmp_path) as storage:
        before = journal_path(tmp_path, 0).read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing(code))
            with pytest.raises(LibraryError) as raised:
                storage.commit({"songs": {"2": {"name": "song 2"}}})
            assert os.strerror(code) in str(raised.value)
            assert "\n" not in str(raised.value)
        assert list(storage.rows("songs")) == ["1"]
        storage.commit({"songs": {"3": {"name": "song 3"}}})
        assert journal_path(tmp_path, 0).read_bytes().startswith(before)
    assert found_in(tmp_path) == ([1, 3], [])


def failing(code: int) -> object:
    def call(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    return call


def test_an_incomplete_record_on_a_full_disk_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, 1, 1)
    size = journal_path(tmp_path, 0).stat().st_size
    with storage_in(tmp_path) as storage:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", disk_with_space_for(10))
            with pytest.raises(LibraryError, match="space"):
                storage.commit({"songs": {"2": {"name": "song 2"}}})
        assert journal_path(tmp_path, 0).stat().st_size == size


def test_an_incomplete_record_that_can_not_be_removed_is_removed_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, 1, 1)
    with storage_in(tmp_path) as storage:
        with monkeypatch.context() as patch:
            patch.setattr(os, "write", disk_with_space_for(10))
            patch.setattr(os, "ftruncate", failing(errno.EIO))
            with pytest.raises(LibraryError):
                storage.commit({"songs": {"2": {"name": "song 2"}}})
        storage.commit({"songs": {"3": {"name": "song 3"}}})
    assert found_in(tmp_path) == ([1, 3], [])


def disk_with_space_for(length: int) -> object:
    whole_write = os.write
    left = length

    def write(descriptor: int, content: memoryview) -> int:
        nonlocal left
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = whole_write(descriptor, content[:left])
        left -= written
        return written

    return write


def test_a_snapshot_that_can_not_be_written_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing(errno.ENOSPC))
        fill(tmp_path, 1, 5, compact=True)
    assert generations(tmp_path)[0] == []
    assert not list(tmp_path.glob("*.part"))
    assert found_in(tmp_path) == ([1, 2, 3, 4, 5], [])


def test_a_directory_that_can_not_be_created_gives_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(LibraryError, match="can't be opened"):
        JournalStorage(tmp_path / "file" / "library")


def test_changes_made_during_compactions_are_kept(tmp_path: Path) -> None:
    with storage_in(tmp_path, compact_above=200) as storage:
        threads = [
            threading.Thread(target=insert_rows, args=(storage, first)) for first in (1, 101)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(generations(tmp_path)[0]) in (1, 2)
    assert found_in(tmp_path)[0] == [*range(1, 41), *range(101, 141)]


def insert_rows(storage: JournalStorage, first: int) -> None:
    for number in range(first, first + 40):
        storage.commit({"songs": {str(number): {"name": f"song {number}"}}})


def test_a_second_writer_is_told_which_process_holds_the_library(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from tui_player.library.store.journal_storage import JournalStorage;"
        "JournalStorage(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    root = Path(__file__).parents[3]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=root) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(LibraryInUseError, match=f"by process {holder.pid}"):
            JournalStorage(tmp_path)
        holder.kill()
    fill(tmp_path, 1, 1)


def test_reading_needs_no_directory_and_creates_none(tmp_path: Path) -> None:
    storage = JournalStorage(tmp_path / "none", read_only=True)
    assert storage.read() == {}
    assert list(tmp_path.iterdir()) == []


def test_only_the_owner_may_read_the_files(two_generations: Path) -> None:
    assert two_generations.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in two_generations.iterdir()} == {0o600}


def test_a_snapshot_is_json_with_one_line_per_document(two_generations: Path) -> None:
    text = snapshot_path(two_generations, 1).read_text()
    assert list(json.loads(text)["tables"]["songs"]) == ["1", "2", "3"]
    assert '"2":{"name":"song 2"}' in text.splitlines()[3]


def test_tables_without_documents_do_not_affect_others(tmp_path: Path) -> None:
    path = snapshot_path(tmp_path, 3)
    full = {str(number): {"number": number, "share": 0.5} for number in range(2500)}
    write_snapshot(path, 3, {"none": {}, "songs": full, "few": {}, "events": full, "last": {}})
    assert read_snapshot(path) == {"songs": full, "events": full}
    assert json.loads(path.read_text())["tables"] == {"songs": full, "events": full}
    write_snapshot(path, 3, {"none": {}})
    assert read_snapshot(path) == json.loads(path.read_text())["tables"] == {}


@pytest.mark.parametrize("documents", [3, 1000, 2000])
def test_tables_without_documents_in_old_snapshots_are_skipped(
    documents: int, tmp_path: Path
) -> None:
    rows = ",\n".join(f'"{number}":{{"number":{number}}}' for number in range(documents))
    tables = ('"none":{}', f'"songs":{{\n{rows}}}', '"few":{}', f'"events":{{\n{rows}}}')
    body = "{" + ",\n".join(tables) + "}}\n"
    checksum = crc32(body.encode(), crc32(b"1 7"))
    path = snapshot_path(tmp_path, 7)
    path.write_text(f'{{"format":1,"generation":7,"crc32":"{checksum:08x}","tables":\n{body}')
    documents_read = {str(number): {"number": number} for number in range(documents)}
    assert read_snapshot(path) == {"songs": documents_read, "events": documents_read}


def test_tinydb_documents_are_inserted_updated_and_removed(tmp_path: Path) -> None:
    table = Database(JournalStorage(tmp_path)).table("songs")
    table.insert_multiple({"name": name, "tags": {"plays": 0}} for name in "abcd")
    table.update({"rating": 1}, where("name") == "b")
    table.update(lambda song: song["tags"].update(plays=3), doc_ids=[1])
    table.remove(where("name") == "c")
    table.upsert(Document({"name": "e"}, doc_id=9))
    assert table.insert({"name": "f"}) == 5
    before = stored_tables(table.storage)
    table.storage.close()
    with storage_in(tmp_path) as storage:
        assert storage.read() == before
        assert [row["name"] for row in storage.rows("songs").values()] == list("abdef")
        assert storage.rows("songs")["1"]["tags"] == {"plays": 3}


def test_a_tinydb_change_journals_its_own_document_only(tmp_path: Path) -> None:
    database = Database(JournalStorage(tmp_path))
    table = database.table("songs")
    table.insert_multiple({"name": f"song {number}"} for number in range(50))
    table.update({"rating": 1}, doc_ids=[7])
    database.close()
    last = json.loads(journal_path(tmp_path, 0).read_bytes().splitlines()[-1])
    assert last[1] == {"songs": {"7": {"name": "song 6", "rating": 1}}}


def test_tinydb_tables_can_be_emptied_and_dropped(tmp_path: Path) -> None:
    database = Database(JournalStorage(tmp_path))
    for name in ("songs", "events"):
        database.table(name).insert({"name": "a"})
    database.table("songs").truncate()
    database.drop_table("events")
    assert database.tables() == {"songs"}
    database.close()
    with storage_in(tmp_path) as storage:
        assert not any(storage.read().values())


def stored_tables(storage: object) -> Tables:
    assert isinstance(storage, JournalStorage)
    return {name: dict(rows) for name, rows in storage.read().items()}
