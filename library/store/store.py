"""The store of a library: songs, feedback, folders and playlists, durable and indexed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tinydb import where

from tui_player.library.feedback import Feedback, History
from tui_player.library.song import Analysis, Song, SongId
from tui_player.library.store.codec import (
    feedback_from_document,
    feedback_to_document,
    song_from_document,
    song_to_document,
)
from tui_player.library.store.field_index import Index
from tui_player.library.store.gc_pause import gc_paused
from tui_player.library.store.journal import Row
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.profiles import (
    MAIN,
    copy_histories,
    history_after,
    history_of,
    merged_history,
    profiles_of,
    with_history,
)
from tui_player.library.store.tinydb_table import Database

_SONGS: Final = "songs"
_EVENTS: Final = "events"
_FOLDERS: Final = "folders"
_PLAYLISTS: Final = "playlists"
_ALIASES: Final = "former"
"""Aliases: merged song id -> surviving id."""
_KEEP: Final = {_EVENTS: 10_000}
"""Events that stay outside the archive. The songs hold the sums of all events."""


class Store:
    """A listener's library on the disk.

    Every change is atomic, and it is on disk when its method returns. If a method raises
    `LibraryError` (disk full, read-only, closed), nothing has changed. All methods are thread-safe:
    writers wait for each other, readers never wait.
    """

    def __init__(self, storage: JournalStorage, profile: str = MAIN) -> None:
        """Wrap an open storage; `Store.open` is the usual way."""
        self._storage = storage
        self.profile = profile
        """The listener whose ratings, counts and feedback are read and written."""
        self.database = Database(storage)
        """The documents for TinyDB queries: `songs`, `events`, `folders`, `playlists`."""
        self._by_path = Index("path", lambda: storage.rows(_SONGS), storage.writing)
        self._decoded: dict[SongId, tuple[Row, Song]] = {}
        """Cache of decoded songs. An entry is stale if its row is not the stored object."""

    @classmethod
    def open(cls, directory: Path, *, read_only: bool = False, profile: str = MAIN) -> Self:
        """Open or create the library in `directory` as the listener `profile`.

        A damaged or incomplete file is renamed or repaired, and `notices` names it. `read_only`
        needs no lock and shows the state at opening, even if another process writes.

        Raises `LibraryInUseError` with the process number if another process writes;
        `LibraryError` if the files can't be read, created or understood.
        """
        return cls(JournalStorage(directory, read_only=read_only, keep=_KEEP), profile)

    @property
    def read_only(self) -> bool:
        """Whether every change raises `LibraryError`."""
        return self._storage.read_only

    @property
    def notices(self) -> list[str]:
        """Files that were renamed or repaired at opening, one line each."""
        return self._storage.notices

    def songs(self) -> list[Song]:
        """All songs, including missing ones, in order of insertion."""
        rows = list(self._storage.rows(_SONGS).items())
        if len(rows) == len(self._decoded):
            return self._songs(rows)
        with gc_paused():
            return self._songs(rows)

    def _songs(self, rows: Iterable[tuple[str, Row]]) -> list[Song]:
        return [self._decoded_song(SongId(int(row_id)), row) for row_id, row in rows]

    def song(self, song_id: SongId) -> Song:
        """One song. Raises `KeyError`."""
        return self._decoded_song(song_id, self._row(song_id))

    def by_path(self, path: str) -> Song | None:
        """The song with this path. Of several, a present one is preferred, then the newest."""
        songs = [self.song(SongId(song_id)) for song_id in self._by_path.ids(path)]
        return max(songs, key=lambda song: (not song.missing, song.id), default=None)

    def put(self, songs: Sequence[Song]) -> list[Song]:
        """Add songs (id 0) or replace stored ones, all or none. Returns them as stored.

        A stored song keeps its rating, plays, skips and last_played_at.
        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            rows: dict[SongId, Row] = {}
            new: dict[SongId, Song] = {}
            for song in songs:
                row = song_to_document(song, self.profile)
                if song.id:
                    copy_histories(self._row(song.id), row)
                    rows[song.id] = row
                else:
                    rows[song_id := self._new_id()] = row
                    new[song_id] = song
            self._commit(rows)
            for song_id, song in new.items():  # faster than decoding the document
                self._decoded[song_id] = self._row(song_id), replace(song, id=song_id)
            return [self.song(song_id) for song_id in rows]

    def bulk_changes(self) -> AbstractContextManager[None]:
        """Context for many changes: each stays durable, and compaction waits until the end."""
        return self._storage.compaction_deferred()

    def set_analysis(self, analyses: Mapping[SongId, Analysis | str], version: str = "") -> None:
        """Store analyses, or one-line reasons of failure, all or none.

        `version` is the network's; it is kept with a failure, as a later network may succeed.
        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            rows = {}
            for song_id, outcome in analyses.items():
                row = {**self._row(song_id)}
                row.pop("failure", None)
                row.pop("failure_version", None)
                if isinstance(outcome, str):
                    row["failure"] = outcome
                    if version:
                        row["failure_version"] = version
                else:
                    row["analysis"] = outcome.document
                rows[song_id] = row
            self._commit(rows)

    def mark_missing(self, ids: Collection[SongId]) -> None:
        """Mark songs whose files are missing; `put` brings a song back.

        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            self._commit({song_id: {**self._row(song_id), "missing": True} for song_id in ids})

    def take_over(self, song_id: SongId, merged_id: SongId) -> Song:
        """Merge `merged_id` into `song_id`: ratings, counts, feedback and places in playlists.

        The merged song is removed, and its id becomes an alias. Returns the surviving song.
        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            song, other = self._row(song_id), self._row(merged_id)
            row = song
            for profile in profiles_of(other):
                row = _merged(row, profile, history_of(other, profile), replace_rating=True)
            row = {**row, "added_at": other.get("added_at", 0.0)}
            self._storage.commit(
                {
                    _SONGS: {str(song_id): row, str(merged_id): None},
                    _ALIASES: {str(merged_id): {"song": int(song_id)}},
                }
            )
            self._by_path.removed(merged_id, other)
            self._decoded.pop(merged_id, None)
            return self.song(song_id)

    def record(self, event: Feedback) -> Song:
        """Store an event and update its song, both or neither. Returns the song.

        Raises `KeyError` for a song that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            song_id = self._resolved(event.song_id)
            event = replace(event, profile=self.profile, song_id=song_id)
            row = self._row(event.song_id)
            history = history_after(event, history_of(row, self.profile))
            row = with_history(row, self.profile, history)
            event_id = self._storage.next_id(_EVENTS)
            self._commit({event.song_id: row}, {str(event_id): feedback_to_document(event)})
            return self.song(event.song_id)

    def merge(self, histories: Mapping[SongId, History], *, replace_ratings: bool = False) -> None:
        """Merge imported histories into songs, all or none.

        An existing rating stays, unless `replace_ratings`. The higher counts win.
        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            self._commit(
                {
                    song_id: _merged(
                        self._row(song_id), self.profile, history, replace_rating=replace_ratings
                    )
                    for song_id, history in histories.items()
                }
            )

    def events(self) -> list[Feedback]:
        """This listener's latest feedback, oldest first; archived events are left out.

        At least the last 10,000 events of all listeners are searched.
        """
        everyone = map(feedback_from_document, list(self._storage.rows(_EVENTS).values()))
        events = [event for event in everyone if event.profile == self.profile]
        if not self._storage.rows(_ALIASES):
            return events
        return [replace(event, song_id=self._resolved(event.song_id)) for event in events]

    def histories_by_profile(self) -> dict[str, dict[SongId, History]]:
        """Histories by profile and song; songs without a history are left out."""
        everyone: dict[str, dict[SongId, History]] = {}
        for song_id, row in list(self._storage.rows(_SONGS).items()):
            for profile in profiles_of(row):
                history = history_of(row, profile)
                everyone.setdefault(profile, {})[SongId(int(song_id))] = history
        return everyone

    def _resolved(self, song_id: SongId) -> SongId:
        """Follow aliases to the surviving song."""
        aliases = self._storage.rows(_ALIASES)
        while (row := aliases.get(str(song_id))) is not None:
            song_id = SongId(row["song"])
        return song_id

    def folders(self) -> list[str]:
        """Folders of the library, in order of insertion."""
        return [row["path"] for row in list(self._storage.rows(_FOLDERS).values())]

    def add_folder(self, path: str) -> None:
        """Add a folder to the library, unless it is there. Raises `LibraryError`."""
        with self._storage.writing:
            if path not in self.folders():
                self.database.table(_FOLDERS).insert({"path": path})

    def playlists(self) -> dict[str, list[SongId]]:
        """Playlists in order of insertion: name -> song ids."""
        rows = list(self._storage.rows(_PLAYLISTS).values())
        return {
            row["name"]: [self._resolved(SongId(song_id)) for song_id in row["songs"]]
            for row in rows
        }

    def put_playlist(self, name: str, songs: Sequence[SongId]) -> None:
        """Store a playlist; it replaces one with the same name. Raises `LibraryError`."""
        row = {"name": name, "songs": [int(song_id) for song_id in songs]}
        with self._storage.writing:
            self.database.table(_PLAYLISTS).upsert(row, where("name") == name)

    def remove_playlist(self, name: str) -> None:
        """Remove a playlist; its songs stay. Raises `KeyError` if it is unknown; `LibraryError`."""
        with self._storage.writing:
            if not self.database.table(_PLAYLISTS).remove(where("name") == name):
                raise KeyError(name)

    def close(self) -> None:
        """Close the library and release its lock. Later changes raise `LibraryError`."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _new_id(self) -> SongId:
        """A new song id. Ids of merged songs are skipped, because they are aliases."""
        while str(song_id := self._storage.next_id(_SONGS)) in self._storage.rows(_ALIASES):
            pass
        return SongId(song_id)

    def _row(self, song_id: SongId) -> Row:
        return self._storage.rows(_SONGS)[str(song_id)]

    def _decoded_song(self, song_id: SongId, row: Row) -> Song:
        known = self._decoded.get(song_id)
        if known is not None and known[0] is row:
            return known[1]
        song = song_from_document(song_id, row, self.profile)
        self._decoded[song_id] = row, song
        return song

    def _commit(self, songs: Mapping[SongId, Row], events: Mapping[str, Row] | None = None) -> None:
        """Commit songs and the events that changed them as one record."""
        rows = self._storage.rows(_SONGS)
        before = {song_id: rows.get(str(song_id)) for song_id in songs}
        changes = {_SONGS: {str(song_id): row for song_id, row in songs.items()}}
        if events:
            changes[_EVENTS] = dict(events)
        self._storage.commit(changes)
        for song_id, row in songs.items():
            self._by_path.replaced(song_id, before[song_id], row)


def _merged(row: Row, profile: str, history: History, *, replace_rating: bool) -> Row:
    """The song's row, with `history` merged into the listener's history."""
    known = history_of(row, profile)
    return with_history(row, profile, merged_history(known, history, replace_rating=replace_rating))
