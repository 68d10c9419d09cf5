"""Folders into the library: find the files, read their tags, hear them.

Whatever is done is in the store at once, so that a scan that was cancelled or killed goes on
where it was.
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
    by_wish,
    hear_songs,
    nothing_wanted,
    songs_to_hear,
)
from tui_player.library.scan.file_reader import Batch, ReadFile, UnreadFile, read_batch
from tui_player.library.scan.progress import Meter, ScanProgress
from tui_player.library.scan.song_identity import Identities
from tui_player.library.scan.walk import FoundFile, Walk, is_below_any, is_gone
from tui_player.library.song import Song
from tui_player.library.store.store import Store
from tui_player.library.workers.tasks import IN_FLIGHT, InThisThread, Tasks

__all__ = ["ScanProgress", "ScanReport", "hear_rest", "rescan", "scan"]

BATCH_FILES: Final = 100
"""Read by one call of a worker."""
PUT_FILES: Final = 500
"""Put into the store together, or those of `PUT_EVERY_S`: each time waits for the disk."""
PUT_EVERY_S: Final = 0.3


@dataclass(frozen=True)
class ScanReport:
    """What a scan came to. Each file counts once: a failed one as nothing else."""

    added: int
    updated: int
    """Changed, moved, or come back."""
    unchanged: int
    removed: int
    """Newly found missing."""
    failed: int
    """Also those known to be broken from an earlier scan, and folders that can't be read."""
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
    """Bring `store` up to what lies in `folders` (single files are fine too).

    First tags are read, then what was not heard yet is heard; `on_songs` is told what is new in
    the store, on this thread. Work is done on `executor`, `in_flight` calls at a time, or on niced
    worker processes, one a core. `cancelled` ends the scan within a second or so; what was done
    stays done.

    Broken files and folders that are not there end up in the report's failures. Raises
    LibraryError if the store can't be written or workers can't be started.
    """
    begun = time.monotonic()
    stop = cancelled or threading.Event()
    with Tasks(executor, stop, in_flight) as tasks:
        run = _Scan(store, tasks, stop, on_progress, on_songs)
        walk, found = run.find(folders)
        run.add_folders(walk)
        with store.while_much_changes():
            run.read(walk, found)
        if analyse:
            run.hear(analyser)
    return run.report(time.monotonic() - begun)


def rescan(
    store: Store,
    paths: Iterable[str],
    *,
    on_songs: Callable[[list[Song]], None] = lambda songs: None,
    cancelled: threading.Event | None = None,
) -> None:
    """Bring `store` up to what lies at `paths`, which are known to have changed.

    They are absolute paths of files and folders, new, changed, or gone for good. Tags are read
    here, on this thread: these are few. Raises LibraryError.
    """
    stop = cancelled or threading.Event()
    gone = {path for path in paths if is_gone(path)}
    there = [Path(path) for path in paths if path not in gone]
    with InThisThread() as executor, Tasks(executor, stop) as tasks:
        run = _Scan(store, tasks, stop, lambda progress: None, on_songs)
        walk, found = run.find(there)
        walk.walked_roots += gone
        run.read(walk, found)


def hear_rest(
    store: Store,
    *,
    executor: Executor | None = None,
    on_progress: Callable[[ScanProgress], None] = lambda progress: None,
    on_songs: Callable[[list[Song]], None] = lambda songs: None,
    cancelled: threading.Event | None = None,
    wanted: Wanted = nothing_wanted,
    analyser: Analyser = MUSIC_NETWORK,
) -> int:
    """Hear what an earlier network heard, or a scan that was cut short left; how many songs.

    What was heard before serves until then. As `scan` does it, without looking for files, and
    `wanted` songs first.
    """
    rest = {song.path: song for song in songs_to_hear(store.songs(), analyser)}
    stop = cancelled or threading.Event()
    if rest:
        with Tasks(executor, stop) as tasks:
            run = _Scan(store, tasks, stop, on_progress, on_songs, present=rest)
            run.hear(analyser, wanted)
    return len(rest)


@dataclass
class _Scan:
    """One scan as it goes."""

    store: Store
    tasks: Tasks
    cancelled: threading.Event
    on_progress: Callable[[ScanProgress], None]
    on_songs: Callable[[list[Song]], None]
    present: dict[str, Song] = field(default_factory=dict)
    """The songs whose files are there, by path."""
    what: dict[str, str] = field(default_factory=dict)
    """"added", "updated" or "unchanged", by path."""
    failures: dict[str, str] = field(default_factory=dict)
    """Reasons by path."""
    removed: int = 0

    def find(self, folders: Sequence[Path]) -> tuple[Walk, dict[str, FoundFile]]:
        """Walk the folders."""
        walk, found = Walk(self.cancelled.is_set), dict[str, FoundFile]()
        meter = Meter("finding", None, self.on_progress)
        for folder in folders:
            for file in walk.files(str(folder)):
                found[file.path] = file
                meter.advance(1, len(walk.failures))
        self.failures.update(walk.failures)
        meter.tell(len(self.failures))
        return walk, found

    def add_folders(self, walk: Walk) -> None:
        """Make the folders that were walked part of the library."""
        for root in walk.walked_roots:
            if os.path.isdir(root):  # noqa: PTH112 - a single file is no folder of the library
                self.store.add_folder(root)

    def read(self, walk: Walk, found: dict[str, FoundFile]) -> None:
        """Read what is new or changed, and say what is gone."""
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
        later: list[ReadFile] = []
        songs: list[Song] = []
        put_at = time.monotonic()
        meter = Meter("tags", len(files), self.on_progress)
        meter.tell(len(self.failures))
        for outcomes in self._read_batches(_batches(files, BATCH_FILES)):
            for outcome in outcomes:
                if isinstance(outcome, UnreadFile):
                    self.failures[outcome.found.path] = outcome.reason
                elif (song := known.at_once(outcome)) is None:
                    later.append(outcome)
                else:
                    songs.append(song)
            if len(songs) >= PUT_FILES or time.monotonic() - put_at >= PUT_EVERY_S:
                self._put(songs)
                songs, put_at = [], time.monotonic()
            meter.advance(len(outcomes), len(self.failures))
        self._put(songs)
        if not self.cancelled.is_set():
            self._put(known.together(later))
        meter.tell(len(self.failures))

    def _read_batches(self, batches: Iterable[Batch]) -> Iterator[list[ReadFile | UnreadFile]]:
        """The files of each batch; a file that kills its worker takes no other one with it."""
        alone: list[Batch] = []
        for batch, outcome in self.tasks.run(read_batch, batches):
            if not isinstance(outcome, Exception):
                yield outcome
            elif len(batch) > 1:
                alone += _batches(batch, 1)
            else:
                yield [UnreadFile(batch[0], str(outcome))]
        if alone:
            yield from self._read_batches(alone)

    def _mark_missing(self, unfound: Sequence[Song], known: Identities, roots: list[str]) -> None:
        """Songs of the walked roots whose files are gone, or are another song's now.

        A root that is not there is not walked: a drive that is away is no deletion.
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

    def hear(self, analyser: Analyser, wanted: Wanted = nothing_wanted) -> None:
        """Hear the songs that are there and were not heard yet, `wanted` ones first."""
        songs = songs_to_hear(self.present.values(), analyser)
        meter = Meter("analysis", len(songs), self.on_progress)
        meter.tell(len(self.failures))
        for song, reason in hear_songs(
            by_wish(songs, wanted), self.tasks, analyser, self.store, self.on_songs
        ):
            if reason is not None:
                self.failures[song.path] = reason
            meter.advance(1, len(self.failures))
        meter.tell(len(self.failures))

    def report(self, seconds: float) -> ScanReport:
        """What it came to so far."""
        whats = [what for path, what in self.what.items() if path not in self.failures]
        return ScanReport(
            added=whats.count("added"),
            updated=whats.count("updated"),
            unchanged=whats.count("unchanged"),
            removed=self.removed,
            failed=len(self.failures),
            seconds=seconds,
            failures=list(self.failures.items()),
        )

    def _put(self, songs: Sequence[Song]) -> None:
        """Store songs, and tell of them."""
        if not songs:
            return
        new_paths = {song.path for song in songs if not song.id}
        stored = self.store.put(songs)
        for song in stored:
            self._note(song, "added" if song.path in new_paths else "updated")
        self.on_songs(stored)

    def _note(self, song: Song, what: str) -> None:
        self.present[song.path] = song
        self.what[song.path] = what
        if song.failure is not None:
            self.failures[song.path] = song.failure


def _is_as_known(song: Song, file: FoundFile) -> bool:
    return (song.size_bytes, song.mtime_ns) == (file.size_bytes, file.mtime_ns)


def _batches(files: Sequence[FoundFile], size: int) -> list[Batch]:
    return [tuple(files[start : start + size]) for start in range(0, len(files), size)]
