"""Scans of folders: find the files, read their tags, analyse them.

Results are stored at once, so that the next scan continues after a cancelled or killed one.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tui_player.library.scan.analysis import (
    MUSIC_NETWORK,
    Analyser,
    Wanted,
    analyse_songs,
    nothing_wanted,
    songs_to_analyse,
    wanted_first,
)
from tui_player.library.scan.file_reader import Batch, ReadFile, UnreadFile, read_batch
from tui_player.library.scan.progress import Meter, ScanProgress
from tui_player.library.scan.song_identity import Identities
from tui_player.library.scan.walk import FoundFile, Walk, is_below_any, is_gone
from tui_player.library.song import Song
from tui_player.library.store.store import Store
from tui_player.library.workers.tasks import IN_FLIGHT, InThisThread, Tasks

__all__ = ["ScanProgress", "ScanReport", "analyse_remaining", "rescan", "scan"]

BATCH_FILES: Final = 100
"""Files per call of a worker."""
PUT_FILES: Final = 500
"""Files per write to the store, which waits for the disk."""
PUT_EVERY_S: Final = 0.3
"""Longest time between two writes to the store."""


@dataclass(frozen=True)
class ScanReport:
    """The result of a scan. Each file counts once; a failed file counts only as failed."""

    added: int
    updated: int
    """Changed, moved or returned files."""
    unchanged: int
    removed: int
    """Newly missing files."""
    failed: int
    """Includes files known as broken from an earlier scan, and unreadable folders."""
    seconds: float
    failures: list[tuple[str, str]]
    """Path and reason, each path once."""


def scan(
    store: Store,
    folders: Sequence[Path],
    *,
    executor: Executor | None = None,
    in_flight: int = IN_FLIGHT,
    on_progress: Callable[[ScanProgress], None] = lambda progress: None,
    on_songs: Callable[[list[Song]], None] = lambda songs: None,
    cancelled: threading.Event | None = None,
    analyse: bool = True,
    analyser: Analyser = MUSIC_NETWORK,
) -> ScanReport:
    """Update `store` from the files in `folders`, which may also be single files.

    The scan reads tags first, then analyses songs without a current analysis. `on_songs` receives
    new and changed songs on this thread. Work runs on `executor`, `in_flight` calls at a time, or
    on niced worker processes, one per core. `cancelled` ends the scan within about a second;
    finished work stays.

    Broken files and missing folders are failures of the report. Raises LibraryError if the store
    can't be written or workers can't be started.
    """
    started_at = time.monotonic()
    stop = cancelled or threading.Event()
    with Tasks(executor, stop, in_flight) as tasks:
        run = _Scan(store, tasks, stop, on_progress, on_songs)
        walk, found = run.find(folders)
        run.add_folders(walk)
        with store.bulk_changes():
            run.read(walk, found)
        if analyse:
            run.analyse(analyser)
    return run.report(time.monotonic() - started_at)


def rescan(
    store: Store,
    paths: Iterable[str],
    *,
    on_songs: Callable[[list[Song]], None] = lambda songs: None,
    cancelled: threading.Event | None = None,
) -> None:
    """Update `store` from `paths`, which have changed.

    They are absolute paths of files and folders that are new, changed or deleted. Tags are read on
    this thread, because the files are few. Raises LibraryError.
    """
    stop = cancelled or threading.Event()
    gone = {path for path in paths if is_gone(path)}
    present = [Path(path) for path in paths if path not in gone]
    with InThisThread() as executor, Tasks(executor, stop) as tasks:
        run = _Scan(store, tasks, stop, lambda progress: None, on_songs)
        walk, found = run.find(present)
        walk.walked_roots += gone
        run.read(walk, found)


def analyse_remaining(
    store: Store,
    *,
    executor: Executor | None = None,
    on_progress: Callable[[ScanProgress], None] = lambda progress: None,
    on_songs: Callable[[list[Song]], None] = lambda songs: None,
    cancelled: threading.Event | None = None,
    wanted: Wanted = nothing_wanted,
    analyser: Analyser = MUSIC_NETWORK,
) -> int:
    """Analyse songs that have no current analysis. Returns their number.

    Outdated analyses stay until they are replaced. This is the second phase of `scan`, without a
    search for files, and with `wanted` songs first.
    """
    remaining = {song.path: song for song in songs_to_analyse(store.songs(), analyser)}
    stop = cancelled or threading.Event()
    if remaining:
        with Tasks(executor, stop) as tasks:
            run = _Scan(store, tasks, stop, on_progress, on_songs, present=remaining)
            run.analyse(analyser, wanted)
    return len(remaining)


@dataclass
class _Scan:
    """A running scan."""

    store: Store
    tasks: Tasks
    cancelled: threading.Event
    on_progress: Callable[[ScanProgress], None]
    on_songs: Callable[[list[Song]], None]
    present: dict[str, Song] = field(default_factory=dict)
    """Songs with present files, by path."""
    changes: dict[str, str] = field(default_factory=dict)
    """"added", "updated" or "unchanged", by path."""
    failures: dict[str, str] = field(default_factory=dict)
    """Reasons by path."""
    removed: int = 0

    def find(self, folders: Sequence[Path]) -> tuple[Walk, dict[str, FoundFile]]:
        """Find the audio files in the folders."""
        walk, found = Walk(self.cancelled.is_set), dict[str, FoundFile]()
        meter = Meter("finding", None, self.on_progress)
        for folder in folders:
            for file in walk.files(str(folder)):
                found[file.path] = file
                meter.advance(1, len(walk.failures))
        self.failures.update(walk.failures)
        meter.report(len(self.failures))
        return walk, found

    def add_folders(self, walk: Walk) -> None:
        """Add the walked folders to the library."""
        for root in walk.walked_roots:
            if os.path.isdir(root):  # noqa: PTH112 - a single file is no folder of the library
                self.store.add_folder(root)

    def read(self, walk: Walk, found: dict[str, FoundFile]) -> None:
        """Read new and changed files, and mark songs with missing files."""
        songs = self.store.songs()
        known = Identities(songs, found.keys())
        returned, changed = [], []
        for file in found.values():
            song = known.by_path.get(file.path)
            if song is None or not _is_as_known(song, file):
                changed.append(file)
            elif song.missing:
                returned.append(replace(song, missing=False))
            else:
                self._note(song, "unchanged")
        known.changed_paths.update(file.path for file in changed)
        self._put(returned)
        self._read_changed(changed, known)
        if not self.cancelled.is_set():
            unfound = [song for song in songs if song.path not in found or self._is_replaced(song)]
            self._mark_missing(unfound, known, walk.walked_roots)

    def _read_changed(self, files: Sequence[FoundFile], known: Identities) -> None:
        undecided: list[ReadFile] = []
        songs: list[Song] = []
        put_at = time.monotonic()
        meter = Meter("tags", len(files), self.on_progress)
        meter.report(len(self.failures))
        for outcomes in self._read_batches(_batches(files, BATCH_FILES)):
            for outcome in outcomes:
                if isinstance(outcome, UnreadFile):
                    self.failures[outcome.found.path] = outcome.reason
                elif (song := known.identify(outcome)) is None:
                    undecided.append(outcome)
                else:
                    songs.append(song)
            if len(songs) >= PUT_FILES or time.monotonic() - put_at >= PUT_EVERY_S:
                self._put(songs)
                songs, put_at = [], time.monotonic()
            meter.advance(len(outcomes), len(self.failures))
        self._put(songs)
        if not self.cancelled.is_set():
            self._put(known.identify_remaining(undecided))
        meter.report(len(self.failures))

    def _read_batches(self, batches: Iterable[Batch]) -> Iterator[list[ReadFile | UnreadFile]]:
        """Read batches. If a worker dies, the files of its batch are read one by one."""
        single_files: list[Batch] = []
        for batch, outcome in self.tasks.run(read_batch, batches):
            if not isinstance(outcome, Exception):
                yield outcome
            elif len(batch) > 1:
                single_files += _batches(batch, 1)
            else:
                yield [UnreadFile(batch[0], str(outcome))]
        if single_files:
            yield from self._read_batches(single_files)

    def _mark_missing(self, unfound: Sequence[Song], known: Identities, roots: list[str]) -> None:
        """Mark songs in walked roots whose files are missing or belong to another song now.

        A missing root is not walked, so an unmounted drive does not count as a deletion.
        """
        walked = set(roots)
        gone = [
            song
            for song in unfound
            if not (song.missing or known.is_claimed(song))
            and is_below_any(song.path, walked)
            and (song.path in self.present or is_gone(song.path))
        ]
        if gone:
            self.store.mark_missing([song.id for song in gone])
            self.on_songs([self.store.song(song.id) for song in gone])
        self.removed = len(gone)

    def _is_replaced(self, song: Song) -> bool:
        present = self.present.get(song.path)
        return present is not None and present.id != song.id

    def analyse(self, analyser: Analyser, wanted: Wanted = nothing_wanted) -> None:
        """Analyse present songs without a current analysis, `wanted` songs first."""
        songs = songs_to_analyse(self.present.values(), analyser)
        meter = Meter("analysis", len(songs), self.on_progress)
        meter.report(len(self.failures))
        for song, reason in analyse_songs(
            wanted_first(songs, wanted), self.tasks, analyser, self.store, self.on_songs
        ):
            if reason is None:
                self.failures.pop(song.path, None)  # an earlier network's
            else:
                self.failures[song.path] = reason
            meter.advance(1, len(self.failures))
        meter.report(len(self.failures))

    def report(self, seconds: float) -> ScanReport:
        """The report of the scan so far."""
        changes = [change for path, change in self.changes.items() if path not in self.failures]
        return ScanReport(
            added=changes.count("added"),
            updated=changes.count("updated"),
            unchanged=changes.count("unchanged"),
            removed=self.removed,
            failed=len(self.failures),
            seconds=seconds,
            failures=list(self.failures.items()),
        )

    def _put(self, songs: Sequence[Song]) -> None:
        """Store songs and report them."""
        if not songs:
            return
        new_paths = {song.path for song in songs if not song.id}
        stored = self.store.put(songs)
        for song in stored:
            self._note(song, "added" if song.path in new_paths else "updated")
        self.on_songs(stored)

    def _note(self, song: Song, change: str) -> None:
        self.present[song.path] = song
        self.changes[song.path] = change
        if song.failure is not None:
            self.failures[song.path] = song.failure


def _is_as_known(song: Song, file: FoundFile) -> bool:
    return (song.size_bytes, song.mtime_ns) == (file.size_bytes, file.mtime_ns)


def _batches(files: Sequence[FoundFile], size: int) -> list[Batch]:
    return [tuple(files[start : start + size]) for start in range(0, len(files), size)]
