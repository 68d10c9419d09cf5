"""The writing service opens the store and writes feedback and session in a thread.

Every method but `close` returns at once. Its result is posted as a message. Imports used only in
the thread happen there, so that they do not delay the first screen.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message

from tui_player.errors import LibraryError, LibraryInUseError
from tui_player.library.feedback import RATING_OF_KIND, Feedback
from tui_player.library.song import Song
from tui_player.paths import Paths
from tui_player.services.messages import LibraryFailed, LibraryOpened, SongRecorded
from tui_player.services.work_thread import WorkThread
from tui_player.session.saved_session import SavedSession, save_session

if TYPE_CHECKING:
    from tui_player.library.store.store import Store

log = logging.getLogger(__name__)


class WritingService:
    """The service opens and closes the store, and stores feedback.

    Its thread never reads music files, so that a slow drive does not delay a rating.
    """

    def __init__(
        self,
        paths: Paths,
        post: Callable[[Message], None],
        *,
        on_opened: Callable[["Store"], None],
        on_recorded: Callable[[Feedback, Song], None],
        on_unstored: Callable[[Feedback], None],
    ) -> None:
        """`post` must be callable from any thread. The others are called in the service's thread.

        `on_opened` gets the store before `LibraryOpened` is posted. `on_recorded` gets the stored
        event and song before `SongRecorded` is posted. `on_unstored` gets a skip or play that could
        not be stored.
        """
        self._paths = paths
        self._post = post
        self._on_opened = on_opened
        self._on_recorded = on_recorded
        self._on_unstored = on_unstored
        self._writing = WorkThread("store", post, LibraryFailed)
        self._store: Store | None = None

    # Opening and closing

    def open(self) -> None:
        """Read the store. `LibraryOpened` or `LibraryFailed` follows."""
        self._writing.do(self._open)

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
        self._on_opened(store)
        self._store = store
        notices = [*store.notices, *notices]
        songs, folders, playlists = store.songs(), store.folders(), store.playlists()
        self._post(LibraryOpened(songs, folders, playlists, notices, store.read_only))

    def _open_store(self, *, read_only: bool) -> "Store":
        from tui_player.library.store.store import Store

        return Store.open(self._paths.library, read_only=read_only, profile=self._paths.profile)

    def close(self) -> None:
        """Write all recorded events, then close the store and return."""
        self._writing.finish()
        if self._store is not None:
            self._store.close()

    # Session

    def save_session(self, session: SavedSession) -> None:
        """Save the session. A failure is only logged."""
        self._writing.do(self._save_session, session)

    def _save_session(self, session: SavedSession) -> None:
        try:
            save_session(self._paths.session_file, session)
        except OSError as error:
            log.warning("the session could not be saved: %s", error)

    # Feedback

    def record(self, event: Feedback) -> None:
        """Store the event. `SongRecorded` follows once it is on disk.

        `LibraryFailed` follows if the event can't be stored. A read-only library reports this for
        ratings only.
        """
        self._writing.do(self._record, event)

    def _record(self, event: Feedback) -> None:
        if self._store is None:
            return
        try:
            song = self._store.record(event)
        except LibraryError as error:
            self._report_unstored(event, self._store.read_only, error)
            return
        self._on_recorded(replace(event, song_id=song.id), song)
        self._post(SongRecorded(song))

    def _report_unstored(self, event: Feedback, read_only: bool, error: LibraryError) -> None:
        if event.kind in RATING_OF_KIND or not read_only:
            self._post(LibraryFailed(f"not kept: {error}"))
        if event.kind not in RATING_OF_KIND:
            self._on_unstored(event)
