"""The scanning service scans and watches folders and analyses songs in threads.

Every method but `finish` returns at once. Its result is posted as a message. Imports used only in a
thread happen there, so that they do not delay the first screen.
"""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from textual.message import Message

from tui_player.demo.files import FIRST_PIECES, PIECE_COUNT
from tui_player.errors import LibraryError, PlayerError
from tui_player.library.scan.progress import ScanProgress
from tui_player.library.song import Analysis, Song, SongId
from tui_player.services.demo_composer import DemoComposer, HeardPiece
from tui_player.services.messages import (
    AnalysisEnded,
    DemoEnded,
    LibraryFailed,
    ScanAdvanced,
    ScanEnded,
    ScanFailed,
    SongsScanned,
)
from tui_player.services.work_thread import WorkThread

if TYPE_CHECKING:
    from tui_player.library.scan.scan import ScanReport
    from tui_player.library.scan.watch import Watch
    from tui_player.library.store.store import Store

log = logging.getLogger(__name__)

FIRST_HEARD: Final = 16
"""Songs all over the library that are heard first, so that every mood soon has a song."""


class ScanningService:
    """The service keeps the store up to date with the music folders.

    It has its own thread, so that a hanging drive delays nothing but scans.
    """

    def __init__(
        self, demo_music: Path, post: Callable[[Message], None], on_change: Callable[[], None]
    ) -> None:
        """`demo_music` is the folder of the demo pieces. `post` must be callable from any thread.

        `on_change` is called in a thread after songs have changed, before the message is posted.
        """
        self._post = post
        self._on_change = on_change
        self._scanning = WorkThread("scan", post, ScanFailed)
        self._store: Store | None = None
        self._background_work_started = False
        self._cancelled = threading.Event()
        self._analysis_cancelled = threading.Event()
        """Set to end the analysis of remaining songs."""
        self._watching: threading.Thread | None = None
        self._watch_cancelled = threading.Event()
        """Set to stop watching the folders."""
        self._composer = DemoComposer(demo_music)
        self._composed: int | None = None
        """Demo pieces in the library; None unless the listener has chosen the demo and waits."""
        self.wanted: Sequence[SongId] = ()
        """Queued songs and songs on screen. They are analysed first."""

    # Start and end

    def use(self, store: "Store") -> None:
        """Set the store that scans change."""
        self._store = store

    def start_background_work(self) -> None:
        """Begin to watch the folders and to catch up. Later calls do nothing."""
        store = self._store
        if store is None or self._background_work_started:
            return
        self._background_work_started = True
        if not store.read_only:
            self._scanning.do(self._watch)
            self._scanning.do(self._catch_up, store)

    def stop(self) -> None:
        """Refuse new work, drop waiting work, and cancel running work."""
        self._scanning.stop()
        self._cancelled.set()
        self._analysis_cancelled.set()
        self._watch_cancelled.set()

    def finish(self) -> None:
        """Wait for all accepted work, and stop composing and watching."""
        self._scanning.finish()
        if self._composed is None:
            self._composer.discard()  # nobody has chosen the demo
        else:
            self._composer.stop()
        self._unwatch()  # last, because the finished work may have begun to watch

    # Scan

    def scan(self, folders: Sequence[str]) -> None:
        """Scan folders. `SongsScanned` and `ScanAdvanced` follow, then `ScanEnded` or `ScanFailed`.

        Then songs are analysed until `AnalysisEnded`.
        """
        self._cancelled.clear()
        self._analysis_cancelled.set()
        self._scanning.do(self._scan, [Path(folder) for folder in folders])

    def cancel(self) -> None:
        """Cancel scan, analysis and demo. Songs already found are kept."""
        self._cancelled.set()
        self._analysis_cancelled.set()
        self._scanning.do(self._stop_demo)

    def _scan(self, folders: list[Path]) -> None:
        self._analysis_cancelled.clear()
        if (store := self._writable_store()) is None:
            return
        try:
            report = self._scanned(store, folders)
        except PlayerError as error:
            self._post(ScanFailed(str(error)))
            return
        self._on_change()
        self._post(ScanEnded(report, store.songs(), store.folders()))
        if not self._cancelled.is_set():
            self._analyse_later()
            self._watch()

    def _writable_store(self) -> "Store | None":
        """The store, or None after `ScanFailed` was posted."""
        if self._store is None:
            self._post(ScanFailed("the library is not open: try again"))
        elif self._store.read_only:
            self._post(ScanFailed("the library is open read-only: scan from the other player"))
        else:
            return self._store
        return None

    def _scanned(self, store: "Store", folders: list[Path]) -> "ScanReport":
        from tui_player.library.scan.scan import scan

        return scan(
            store,
            folders,
            on_progress=self._advanced,
            on_songs=self._found,
            cancelled=self._cancelled,
            analyse=False,  # a later job, which changes in the folders can interrupt
        )

    def _advanced(self, progress: ScanProgress) -> None:
        self._post(ScanAdvanced(progress))

    def _found(self, songs: list[Song]) -> None:
        self._on_change()
        self._post(SongsScanned(songs))

    # Watch and catch-up

    def _watch(self) -> None:
        """Start a thread that watches the library's folders."""
        self._unwatch()
        if self._store is not None and not self._store.read_only:
            from tui_player.library.scan.watch import Watch

            self._watch_cancelled = threading.Event()
            watch = Watch(self._store.folders(), self._watch_cancelled)
            watching = threading.Thread(target=self._follow_changes, args=[watch], name="watch")
            watching.start()
            self._watching = watching

    def _unwatch(self) -> None:
        self._watch_cancelled.set()
        if self._watching is not None:
            self._watching.join()

    def _follow_changes(self, watch: "Watch") -> None:
        try:
            for paths in watch.changes():
                self._analysis_cancelled.set()
                self._scanning.do(self._rescan, paths)
        except LibraryError as error:
            self._post(LibraryFailed(str(error)))
        except Exception:  # a thread's outermost boundary
            log.exception("the library's folders are no longer watched")

    def _rescan(self, paths: Collection[str]) -> None:
        self._analysis_cancelled.clear()
        if self._store is None:
            return
        from tui_player.library.scan.scan import rescan

        try:
            rescan(self._store, paths, on_songs=self._found, cancelled=self._watch_cancelled)
        except LibraryError as error:
            self._post(LibraryFailed(str(error)))
        else:
            self._analyse_later()

    def _catch_up(self, store: "Store") -> None:
        """Rescan for changes made while no player ran.

        A folder without any of its songs is left out, because its drive may be unmounted.
        """
        from tui_player.library.scan.walk import is_below, is_gone

        present = [song.path for song in store.songs() if not song.missing]
        folders = []
        for folder in store.folders():
            below = [path for path in present if is_below(path, folder)]
            if any(not is_gone(path) for path in below or [folder]):
                folders.append(folder)
        self._rescan(folders)

    # Analysis

    def _analyse_later(self) -> None:
        """Queue the analysis of songs not yet analysed by the present network."""
        if self._store is not None and not self._store.read_only:
            self._scanning.do(self._analyse_remaining, self._store)

    def _analyse_remaining(self, store: "Store") -> None:
        from tui_player.library.scan.analysis import spread
        from tui_player.library.scan.scan import analyse_remaining

        songs = store.songs()
        is_nothing_heard = not any(song.analysis for song in songs)
        first = spread(songs, FIRST_HEARD) if is_nothing_heard else []
        try:
            analysed = analyse_remaining(
                store,
                on_progress=self._advanced,
                on_songs=self._found,
                cancelled=self._analysis_cancelled,
                wanted=lambda: [*first, *self.wanted],
            )
        except PlayerError as error:
            self._post(ScanFailed(str(error)))
        else:
            if analysed:
                self._post(AnalysisEnded())

    # Demo

    @property
    def demo_folder(self) -> str:
        """Absolute path of the demo's folder."""
        return str(self._composer.folder)

    def prepare_demo(self) -> None:
        """Compose the first pieces, so that they are there if the listener wants the demo."""
        self._scanning.do(self._composer.begin, FIRST_PIECES)

    def discard_demo(self) -> None:
        """Delete what `prepare_demo` has composed."""
        self._scanning.do(self._composer.discard)

    def make_demo(self) -> None:
        """Compose and hear the demo. Each piece enters the library as soon as it is finished.

        `SongsScanned` and `ScanAdvanced` follow again and again, then `DemoEnded` or `ScanFailed`.
        """
        self._scanning.do(self._make_demo)

    def _make_demo(self) -> None:
        if (store := self._writable_store()) is None:
            return
        self._analysis_cancelled.clear()
        self._tell_composed(0)
        self._composer.begin(PIECE_COUNT)
        self._composer.call_when_finished(lambda: self._scanning.do(self._take_pieces, store))

    def _take_pieces(self, store: "Store") -> None:
        """Put the pieces that are finished into the library, all of them at once."""
        if self._composed is None:
            return
        try:
            pieces = self._composer.finished()
            if pieces:
                self._found(_stored(store, pieces))
                self._tell_composed(self._composed + len(pieces))
            if self._composer.is_idle:
                self._end_demo(store)
                self._post(DemoEnded(store.folders()))
        except (OSError, PlayerError) as error:
            self._demo_failed(store, f"the demo could not be made: {error}")

    def _tell_composed(self, count: int) -> None:
        self._composed = count
        self._advanced(ScanProgress("composing", count, PIECE_COUNT, 0.0, None, 0))

    def _stop_demo(self) -> None:
        if self._composed is not None and self._store is not None:
            self._demo_failed(self._store, "the demo was stopped")

    def _demo_failed(self, store: "Store", reason: str) -> None:
        with suppress(LibraryError):  # a store that can't be written may be what has failed
            self._end_demo(store)
        self._post(ScanFailed(reason))

    def _end_demo(self, store: "Store") -> None:
        """Keep the pieces that are finished. Only then is their folder one of the library's."""
        self._composed = None
        self._composer.stop()
        if store.songs():
            store.add_folder(self.demo_folder)
            self._watch()
            self._analyse_later()


def _stored(store: "Store", pieces: Sequence[HeardPiece]) -> list[Song]:
    """Store pieces with what was heard. Returns their songs. Raises `LibraryError`."""
    from tui_player.library.scan.scan import rescan

    rescan(store, [str(piece.path) for piece in pieces])
    ids = []
    analyses: dict[SongId, Analysis | str] = {}
    for piece in pieces:
        if (song := store.by_path(str(piece.path))) is not None:
            ids.append(song.id)
            if piece.analysis is not None:
                analyses[song.id] = piece.analysis
    store.set_analysis(analyses)
    return [store.song(song_id) for song_id in ids]
