"""A crash-safe TinyDB storage: a snapshot, and a journal of later changes."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from tinydb.storages import Storage

from tui_player.errors import LibraryError, error_text
from tui_player.library.store.archive import is_overfull, read_archives, split, write_archives
from tui_player.library.store.gc_pause import gc_paused
from tui_player.library.store.journal import Changes, Journal, Row, Tables, apply, line_of
from tui_player.library.store.lock import WriterLock
from tui_player.library.store.recovery import (
    Recovered,
    generations,
    journal_path,
    recover,
    snapshot_path,
)
from tui_player.library.store.snapshot import write_snapshot
from tui_player.paths import make_private_directory

_MIN_COMPACTION_BYTES: Final = 1 << 20
"""Journal size in bytes up to which a new snapshot is not worth its cost."""


class JournalStorage(Storage):
    """All tables in memory; each change is durable before `commit` returns.

    Rows are replaced and never changed in place, so readers need no lock. Every `OSError` becomes
    a `LibraryError`, and the failed call changes nothing.
    """

    def __init__(
        self,
        directory: Path,
        *,
        read_only: bool = False,
        compact_above: int = _MIN_COMPACTION_BYTES,
        keep: Mapping[str, int] | None = None,
    ) -> None:
        """Open `directory`; see `Store.open`.

        Compaction starts when the journals are larger than the last snapshot and than
        `compact_above` bytes. It archives the oldest rows of each table in `keep`, whose value is
        the number of rows that stay.
        """
        self._keep = keep or {}
        self.directory = directory
        self.read_only = read_only
        self.writing = threading.RLock()
        """Lock of all changes."""
        self._closed = False
        self._deferral_depth = 0
        """Nesting depth of `compaction_deferred`."""
        self._compaction: threading.Thread | None = None
        self._last_compaction_failed = False
        self._lock: WriterLock | None = None
        try:
            with gc_paused():
                found = self._open()
        except OSError as error:
            self._release()
            raise _library_error(directory, "opened", error) from error
        except LibraryError:
            self._release()
            raise
        self._tables: Tables = found.tables
        self.notices = found.notices
        self._next_ids: dict[str, int] = {}
        self._base = found.base
        self._snapshot_bytes = found.snapshot_bytes
        self._earlier_journal_bytes = found.journal_bytes - found.last_whole_bytes
        self._smallest_limit = compact_above
        self._compact_above = 0 if found.damaged else self._usual_limit()
        self._compact_if_due()

    def _open(self) -> Recovered:
        if self.read_only:
            return recover(self.directory, repair=False) if self.directory.exists() else Recovered()
        make_private_directory(self.directory)
        self._lock = WriterLock(self.directory / "lock")
        for part in self.directory.glob("*.part"):
            part.unlink()
        found = recover(self.directory, repair=True)
        path = journal_path(self.directory, found.last)
        self._journal = Journal(path, found.last, found.last_whole_bytes)
        return found

    def read(self) -> Tables:
        """A new dictionary of the tables; the caller must not change the rows."""
        return dict(self._tables)

    def rows(self, table: str) -> Mapping[str, Row]:
        """A live view of a table's rows by document id."""
        return self._tables.get(table, {})

    def archived(self, table: str) -> dict[str, Row]:
        """The archived rows of a table, oldest first. Raises `LibraryError`."""
        try:
            return read_archives(self.directory, table)
        except OSError as error:
            raise _library_error(self.directory, "read", error) from error

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the whole content by `data`, and log the differences. Raises `LibraryError`.

        TinyDB calls this to drop tables. Documents change through `JournalTable`.
        """
        with self.writing:
            changes: dict[str, dict[str, Row | None]] = {}
            for name, before in self._tables.items():
                after = data.get(name, {})
                changes[name] = dict.fromkeys(before.keys() - after.keys())
            for name, rows in data.items():
                before = self._tables.get(name, {})
                changed = {key: row for key, row in rows.items() if before.get(key) != row}
                changes.setdefault(name, {}).update(changed)
            self.commit(changes)
            for name in self._tables.keys() - data.keys():
                del self._tables[name]

    def commit(self, changes: Changes) -> None:
        """Make `changes` durable as one record, then visible to readers. Raises `LibraryError`."""
        line = line_of(changes)
        with self.writing:
            self._require_writable()
            if not any(changes.values()):
                return
            try:
                self._journal.append(line)
            except OSError as error:
                self._next_ids.clear()  # the ids of this change are free again
                raise _library_error(self.directory, "written", error) from error
            # Decode the line again: memory then equals a replay and shares nothing with the caller.
            apply(json.loads(line)[1], self._tables)
            self._compact_if_due()

    @contextmanager
    def compaction_deferred(self) -> Iterator[None]:
        """Delay compaction during many changes, which would soon outdate a new snapshot."""
        with self.writing:
            self._deferral_depth += 1
        try:
            with gc_paused():
                yield
        finally:
            with self.writing:
                self._deferral_depth -= 1
                if not self._closed:
                    self._compact_if_due()

    def next_id(self, table: str) -> int:
        """An id that no document of the table has had since the storage was opened."""
        with self.writing:
            following = self._next_ids.get(table)
            if following is None:
                following = max(map(int, self.rows(table)), default=0) + 1
            self._next_ids[table] = following + 1
            return following

    def close(self) -> None:
        """Wait for a running compaction and release the writer lock."""
        with self.writing:
            if self._closed:
                return
            self._closed = True
        if compaction := self._compaction:
            compaction.join()
        if not self.read_only:
            self._journal.close()
        self._release()

    def _release(self) -> None:
        if self._lock:
            self._lock.release()

    def _require_writable(self) -> None:
        if self.read_only:
            raise LibraryError(f"the library in {self.directory} is open for reading only")
        if self._closed:
            raise LibraryError(f"the library in {self.directory} is closed")

    def _usual_limit(self) -> int:
        return max(self._smallest_limit, self._snapshot_bytes)

    def _compact_if_due(self) -> None:
        """Start a compaction in the background if the journals or a table are too large."""
        if self.read_only or self._compaction or self._deferral_depth:
            return
        written = self._earlier_journal_bytes + self._journal.size
        if written > self._compact_above or (
            self._is_overfull() and not self._last_compaction_failed
        ):
            self._compaction = threading.Thread(target=self._compact, name="library compaction")
            self._compaction.start()

    def _is_overfull(self) -> bool:
        """Whether a table has rows to archive, whatever the size of the journals."""
        return any(is_overfull(self.rows(name), count) for name, count in self._keep.items())

    def _compact(self) -> None:
        """Write the next generation and remove those before the last good one.

        A failure loses nothing, but opening stays slower. The next attempt follows when the
        journals have doubled.
        """
        try:
            generation, tables = self._begin_generation()
            kept, old = split(tables, self._keep)
            write_archives(self.directory, generation, old)
            path = snapshot_path(self.directory, generation)
            size = write_snapshot(path, generation, kept)
        except OSError:
            with self.writing:
                written = self._earlier_journal_bytes + self._journal.size
                self._compact_above = 2 * max(written, self._usual_limit())
                self._last_compaction_failed = True
                self._compaction = None
            return
        with self.writing:
            for name, rows in old.items():
                for row_id in rows:
                    self._tables[name].pop(row_id, None)
            oldest_kept, self._base = self._base, generation
            self._snapshot_bytes = size
            self._earlier_journal_bytes = 0
            self._compact_above = self._usual_limit()
            self._last_compaction_failed = False
            self._compaction = None
        self._drop_before(oldest_kept)

    def _begin_generation(self) -> tuple[int, Tables]:
        """Start a new journal. Returns its generation and the tables at its start."""
        generation = self._journal.generation + 1
        path = journal_path(self.directory, generation)
        journal = Journal(path, generation)
        with self.writing:
            try:
                self._journal.settle()
            except OSError:
                journal.close()
                path.unlink()
                raise
            self._earlier_journal_bytes += self._journal.size
            self._journal.close()
            self._journal = journal
            return generation, {name: dict(rows) for name, rows in self._tables.items()}

    def _drop_before(self, generation: int) -> None:
        snapshots, journals = generations(self.directory)
        paths = [snapshot_path(self.directory, old) for old in snapshots if old < generation]
        paths += [journal_path(self.directory, old) for old in journals if old < generation]
        for path in paths:
            with suppress(OSError):
                path.unlink()


def _library_error(directory: Path, what: str, error: OSError) -> LibraryError:
    return LibraryError(f"the library in {directory} can't be {what}: {error_text(error)}")
