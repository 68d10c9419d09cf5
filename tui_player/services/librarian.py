"""The library behind the interface: store, ranking and scans in threads of their own.

Every method returns at once; what comes of it is posted as a message. What only a thread needs is
imported there: the first screen waits for none of it.
"""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec

from textual.message import Message

from tui_player.errors import LibraryError, LibraryInUseError, PlayerError
from tui_player.library.feedback import RATING_OF_KIND, Feedback
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.scan.walk import is_below, is_gone
from tui_player.library.song import Song, SongId
from tui_player.paths import Paths
from tui_player.services.messages import (
    DemoReady,
    LibraryFailed,
    LibraryOpened,
    RankingDone,
    RankingOutdated,
    RestHeard,
    ScanAdvanced,
    ScanEnded,
    ScanFailed,
    SongRecorded,
    SongsScanned,
)
from tui_player.session.saved_session import SavedSession, save_session

if TYPE_CHECKING:
    from tui_player.library.catalog import Catalog, Floats
    from tui_player.library.ranking.events import Events
    from tui_player.library.ranking.terms.collaborative import Scores
    from tui_player.library.scan.watch import Watch
    from tui_player.library.store.store import Store

log = logging.getLogger(__name__)

Work = ParamSpec("Work")

POLL_S: Final = 0.1
"""How often something long is asked whether it is done, or told to stop; seconds."""


EVENTS_A_LESSON: Final = 20
"""Feedback after which others' ratings are looked at again."""


def _import_ranking() -> None:
    from tui_player.library import catalog  # noqa: F401
    from tui_player.library.ranking import events, ranker  # noqa: F401


class Librarian:
    """Owns the store; `post` must be callable from any thread."""

    def __init__(self, paths: Paths, post: Callable[[Message], None]) -> None:
        self._paths = paths
        self._post = post
        self._store: Store | None = None
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._ranking = ThreadPoolExecutor(1, thread_name_prefix="ranking")
        self._learning = ThreadPoolExecutor(1, thread_name_prefix="listeners")
        self._scanning = ThreadPoolExecutor(1, thread_name_prefix="scan")
        self._cancelled = threading.Event()
        self._rest_waits = threading.Event()
        """Set to end the hearing of songs that no scan asked for."""
        self._watching: threading.Thread | None = None
        self._unwatched = threading.Event()
        """Set to end the watching."""
        self.wanted: Sequence[SongId] = ()
        """Songs that are queued or on screen: they are heard before others."""
        self._request_number = 0
        self._has_settled = False
        self._catalog: Catalog | None = None
        self._resting: dict[SongId, float] = {}
        """Songs that were passed by or could not be played, and since when."""
        self._events: list[Feedback] | Events = []
        """Of this listener; laid out for ranking with the catalog."""
        self._scores: Scores | None = None
        """What other listeners' ratings foretell, if there are others."""
        self._listeners: Floats | None = None
        """The same as a term of the catalog's songs."""

    def _do(
        self,
        executor: ThreadPoolExecutor,
        work: Callable[Work, None],
        *args: Work.args,
        **kwargs: Work.kwargs,
    ) -> None:
        """Have a thread do it; a mistake of ours is logged and said, never swallowed."""

        def guarded() -> None:
            try:
                work(*args, **kwargs)
            except Exception:  # a thread's outermost boundary
                log.exception("%s failed", work)
                failed = ScanFailed if executor is self._scanning else LibraryFailed
                self._post(failed("something went wrong (see the log)"))

        with suppress(RuntimeError):  # closing: no new work
            executor.submit(guarded)

    # Opening and closing

    def open(self) -> None:
        """Read the store; `LibraryOpened` or `LibraryFailed` follows."""
        self._do(self._writing, self._open)
        self._do(self._ranking, _import_ranking)  # while the disk is read

    def _open(self) -> None:
        notices: list[str] = []
        try:
            try:
                store = self._open_store(read_only=False)
            except LibraryInUseError as error:
                store = self._open_store(read_only=True)
                notices = [f"{error}: this one shows the library but keeps no ratings"]
        except LibraryError as error:
            self._post(LibraryFailed(str(error)))
            return
        self._events = store.events()
        self._store = store  # the last of it: from here on there may be rankings
        notices = [*store.notices, *notices]
        songs, folders, playlists = store.songs(), store.folders(), store.playlists()
        self._post(LibraryOpened(songs, folders, playlists, notices, store.read_only))

    def _open_store(self, *, read_only: bool) -> "Store":
        from tui_player.library.store.store import Store

        return Store.open(self._paths.library, read_only=read_only, profile=self._paths.profile)

    def close(self) -> None:
        """Finish what was acknowledged, stop what was not, and let go of the store."""
        executors = self._scanning, self._learning, self._ranking
        for executor in executors:
            executor.shutdown(wait=False, cancel_futures=True)
        self._cancelled.set()
        self._rest_waits.set()
        self._unwatched.set()
        for executor in executors:
            executor.shutdown()
        self._writing.shutdown()
        self._unwatch()  # here, since what was still at work may have begun to watch
        if self._store is not None:
            self._store.close()

    def keep_place(self, place: SavedSession) -> None:
        """Write where the listener is; where that fails, only the place is lost."""
        self._do(self._writing, self._keep_place, place)

    def _keep_place(self, place: SavedSession) -> None:
        try:
            save_session(self._paths.session_file, place)
        except OSError as error:
            log.warning("the session could not be saved: %s", error)

    # Feedback and ranking

    def record(self, event: Feedback) -> None:
        """Keep the event; `SongRecorded` follows once it is on disk.

        Where it can't be kept, what was heard or skipped still rests until the player closes.
        """
        self._do(self._writing, self._record, event)

    def _record(self, event: Feedback) -> None:
        if self._store is None:
            return
        try:
            song = self._store.record(event)
        except LibraryError as error:
            self._not_kept(event, self._store.read_only, error)
            return
        self._do(self._ranking, self._learn, replace(event, song_id=song.id), song)
        self._post(SongRecorded(song))

    def _not_kept(self, event: Feedback, read_only: bool, error: LibraryError) -> None:
        """Say so, save for what a player that only shows the library hears of its own accord."""
        if event.kind in RATING_OF_KIND or not read_only:
            self._post(LibraryFailed(f"not kept: {error}"))
        if event.kind not in RATING_OF_KIND:
            self._do(self._ranking, self._rest, event.song_id, event.at)
            self._do(self._ranking, self._post, RankingOutdated())

    def rest(self, song: Song, now: float) -> None:
        """Let a song rest as if it had been heard at `now` (Unix, seconds); nothing is kept."""
        self._do(self._ranking, self._rest, song.id, now)

    def _rest(self, song_id: SongId, now: float) -> None:
        self._resting[song_id] = now
        if self._catalog is not None:
            self._catalog.rest(song_id, now)

    def _learn(self, event: Feedback, song: Song) -> None:
        self._events.append(event)
        if self._catalog is not None:
            self._catalog.replace(song)
            if song.id in self._resting:
                self._catalog.rest(song.id, self._resting[song.id])
        if len(self._events) % EVENTS_A_LESSON == 0:
            self._do(self._learning, self._learn_from_others)

    def _learn_from_others(self) -> None:
        """Seconds of work in a large household, beside everything else."""
        from tui_player.library.ranking.terms.collaborative import scores_for

        if self._store is not None:
            scores = scores_for(self._store.listeners(), self._store.profile)
            self._do(self._ranking, self._hear_from_others, scores)

    def _hear_from_others(self, scores: "Scores | None") -> None:
        is_news = scores != self._scores
        self._scores, self._listeners = scores, None
        if is_news:
            self._post(RankingOutdated())

    def rank(self, request: RankRequest, weights: Weights) -> None:
        """Rank; `RankingDone` follows unless a newer request came in between."""
        self._request_number += 1
        self._do(self._ranking, self._rank, self._request_number, request, weights)

    def _rank(self, number: int, request: RankRequest, weights: Weights) -> None:
        if self._store is None or number != self._request_number:
            return
        if self._catalog is None:
            from tui_player.library.catalog import Catalog
            from tui_player.library.ranking.events import Events

            self._catalog = Catalog.of(self._store.songs())
            for song_id, at in self._resting.items():
                self._catalog.rest(song_id, at)
            self._events = Events.of(self._events)
        if self._listeners is None and self._scores is not None:
            from tui_player.library.ranking.terms.collaborative import listeners_term

            self._listeners = listeners_term(self._catalog, self._scores)
        from tui_player.library.ranking.ranker import rank

        picks = rank(self._catalog, self._events, request, weights, self._listeners)
        self._post(RankingDone(picks))

    def settle(self) -> None:
        """Begin what would keep the listener from the first queue: call once it is on screen."""
        store = self._store
        if store is None or self._has_settled:
            return
        self._has_settled = True
        self._do(self._learning, self._learn_from_others)
        if not store.read_only:
            # not with the writing, where ratings are kept: a drive that hangs would hold them up
            self._do(self._scanning, self._watch)
            self._do(self._scanning, self._catch_up, store)

    def _forget_catalog(self) -> None:
        self._catalog = self._listeners = None

    # Scanning

    def scan(self, folders: Sequence[str]) -> None:
        """Read folders; `SongsScanned` and `ScanAdvanced`, in the end `ScanEnded` follow.

        Then songs are heard until `RestHeard`.
        """
        self._cancelled.clear()
        self._rest_waits.set()
        self._do(self._scanning, self._scan, [Path(folder) for folder in folders])

    def cancel_scan(self) -> None:
        """Stop scanning and hearing soon; what was found is kept."""
        self._cancelled.set()
        self._rest_waits.set()

    def _scan(self, folders: list[Path]) -> None:
        self._rest_waits.clear()
        if self._store is None:
            self._post(ScanFailed("the library is not open: try again"))
            return
        if self._store.read_only:
            self._post(ScanFailed("the library is open read-only: scan from the other player"))
            return
        from tui_player.library.scan.scan import scan

        try:
            report = scan(
                self._store,
                folders,
                on_progress=lambda progress: self._post(ScanAdvanced(progress)),
                on_songs=self._found,
                cancelled=self._cancelled,
                analyse=False,  # later, so that hours of it can give way to what changes meanwhile
            )
        except PlayerError as error:
            self._post(ScanFailed(str(error)))
        else:
            self._do(self._ranking, self._forget_catalog)
            self._post(ScanEnded(report, self._store.songs(), self._store.folders()))
            if not self._cancelled.is_set():
                self._hear_rest_later()
                self._watch()

    # Watching

    def _watch(self) -> None:
        """From now on follow what happens in the library's folders."""
        self._unwatch()
        if self._store is not None and not self._store.read_only:
            from tui_player.library.scan.watch import Watch

            self._unwatched = threading.Event()
            watch = Watch(self._store.folders(), self._unwatched)
            watching = threading.Thread(target=self._follow, args=[watch], name="watch")
            watching.start()
            self._watching = watching

    def _unwatch(self) -> None:
        self._unwatched.set()
        if self._watching is not None:
            self._watching.join()

    def _follow(self, watch: "Watch") -> None:
        try:
            for paths in watch.changes():
                self._rest_waits.set()
                self._do(self._scanning, self._rescan, paths)
        except LibraryError as error:
            self._post(LibraryFailed(str(error)))
        except Exception:  # a thread's outermost boundary
            log.exception("the library's folders are no longer watched")

    def _rescan(self, paths: Collection[str]) -> None:
        self._rest_waits.clear()
        if self._store is None:
            return
        from tui_player.library.scan.scan import rescan

        try:
            rescan(self._store, paths, on_songs=self._found, cancelled=self._unwatched)
        except LibraryError as error:
            self._post(LibraryFailed(str(error)))
        else:
            self._hear_rest_later()

    def _catch_up(self, store: "Store") -> None:
        """What changed in the folders while no player ran.

        Where none of a folder's songs is left, nothing is believed: its drive may be away.
        """
        present = [song.path for song in store.songs() if not song.missing]
        folders = []
        for folder in store.folders():
            below = [path for path in present if is_below(path, folder)]
            if any(not is_gone(path) for path in below or [folder]):
                folders.append(folder)
        self._rescan(folders)

    def _hear_rest_later(self) -> None:
        """Have songs heard that an earlier network heard, or that a cut-short scan left."""
        if self._store is not None and not self._store.read_only:
            self._do(self._scanning, self._hear_rest, self._store)

    def _hear_rest(self, store: "Store") -> None:
        from tui_player.library.scan.scan import analyse_remaining

        try:
            heard = analyse_remaining(
                store,
                on_progress=lambda progress: self._post(ScanAdvanced(progress)),
                on_songs=self._found,
                cancelled=self._rest_waits,
                wanted=lambda: self.wanted,
            )
        except PlayerError as error:
            self._post(ScanFailed(str(error)))
        else:
            if heard:
                self._post(RestHeard())

    def _found(self, songs: list[Song]) -> None:
        self._do(self._ranking, self._forget_catalog)
        self._post(SongsScanned(songs))

    def make_demo(self) -> None:
        """Render the demo pieces; `DemoReady` or `ScanFailed` follows."""
        self._cancelled.clear()
        self._do(self._scanning, self._make_demo)

    def _make_demo(self) -> None:
        from tui_player.demo.files import render_demo
        from tui_player.library.workers.worker_processes import WorkerProcesses

        folder = self._paths.demo_music
        try:
            with WorkerProcesses(1) as workers:
                rendering = workers.submit(render_demo, folder)
                while not rendering.done():
                    if self._cancelled.wait(POLL_S):
                        workers.kill()
                        self._post(ScanFailed("the demo was stopped"))
                        return
                rendering.result()
        except (OSError, PlayerError) as error:
            self._post(ScanFailed(f"the demo could not be made: {error}"))
        else:
            self._post(DemoReady(str(folder)))
