"""The library's store: songs, feedback and folders, durable and quick to find."""

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
from tui_player.library.store.gc_pause import collection_put_off
from tui_player.library.store.journal import Row
from tui_player.library.store.journal_storage import JournalStorage
from tui_player.library.store.profiles import (
    MAIN,
    after,
    history_of,
    keep_histories,
    listeners_of,
    merged,
    with_history,
)
from tui_player.library.store.tinydb_table import Database

_SONGS: Final = "songs"
_EVENTS: Final = "events"
_FOLDERS: Final = "folders"
_PLAYLISTS: Final = "playlists"
_FORMER: Final = "former"
"""Songs that turned out to be others, by their ids: what was said of them is said of those."""
_KEEP: Final = {_EVENTS: 10_000}
"""Latest events that are read at opening; their sums are in the songs, and older ones archived."""


class Store:
    """A listener's library on the disk.

    Every change is on the disk when its method returns, whole or, where `LibraryError` is raised
    (disk full, read-only, closed), not at all. Any thread may call: writers wait for each other,
    readers for nobody.
    """

    def __init__(self, storage: JournalStorage, profile: str = MAIN) -> None:
        """Take an open storage; `Store.open` is the usual way."""
        self._storage = storage
        self.profile = profile
        """The listener whose ratings, counts and feedback these are."""
        self.database = Database(storage)
        """The same documents for TinyDB queries: `songs`, `events`, `folders`, `playlists`."""
        self._by_path = Index("path", lambda: storage.rows(_SONGS), storage.writing)
        self._converted: dict[SongId, tuple[Row, Song]] = {}
        """Songs with the very document that each was made of, which tells a stale one."""

    @classmethod
    def open(cls, directory: Path, *, read_only: bool = False, profile: str = MAIN) -> Self:
        """Open the library in `directory`, made if it is missing, as the listener `profile`.

        A damaged or torn file is set aside or repaired, and `notices` says so. `read_only` needs
        no lock and shows the state at opening, also beside a writer.

        Raises `LibraryInUseError`, naming the process, where another one writes; `LibraryError`
        where the files can't be read, made, or understood.
        """
        return cls(JournalStorage(directory, read_only=read_only, keep=_KEEP), profile)

    @property
    def read_only(self) -> bool:
        """Every change raises `LibraryError`."""
        return self._storage.read_only

    @property
    def notices(self) -> list[str]:
        """What was set aside or repaired at opening, a line each."""
        return self._storage.notices

    def songs(self) -> list[Song]:
        """All songs, the missing ones too, in the order in which they came."""
        rows = list(self._storage.rows(_SONGS).items())
        if len(rows) == len(self._converted):
            return self._songs(rows)
        with collection_put_off():
            return self._songs(rows)

    def _songs(self, rows: Iterable[tuple[str, Row]]) -> list[Song]:
        return [self._converted_song(SongId(int(row_id)), row) for row_id, row in rows]

    def song(self, song_id: SongId) -> Song:
        """One song. Raises `KeyError`."""
        return self._converted_song(song_id, self._row(song_id))

    def by_path(self, path: str) -> Song | None:
        """The song of a file; of several with this path one that is there, then the latest."""
        songs = [self.song(SongId(song_id)) for song_id in self._by_path.ids(path)]
        return max(songs, key=lambda song: (not song.missing, song.id), default=None)

    def put(self, songs: Sequence[Song]) -> list[Song]:
        """Add songs (id 0) or replace stored ones, all or none; returns them as stored.

        What feedback made of a stored song (rating, plays, skips, last_played_at) stays as it is.
        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            rows: dict[SongId, Row] = {}
            new: dict[SongId, Song] = {}
            for song in songs:
                row = song_to_document(song, self.profile)
                if song.id:
                    keep_histories(self._row(song.id), row)
                    rows[song.id] = row
                else:
                    rows[song_id := self._new_id()] = row
                    new[song_id] = song
            self._commit(rows)
            for song_id, song in new.items():  # quicker than to make it of its document
                self._converted[song_id] = self._row(song_id), replace(song, id=song_id)
            return [self.song(song_id) for song_id in rows]

    def while_much_changes(self) -> AbstractContextManager[None]:
        """Changes are as durable as ever, but they are summed up afterwards."""
        return self._storage.compactions_put_off()

    def set_analysis(self, analyses: Mapping[SongId, Analysis | str]) -> None:
        """Store what was heard, or in one line why nothing was, all or none.

        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            rows = {}
            for song_id, heard in analyses.items():
                row = {**self._row(song_id)}
                if isinstance(heard, str):
                    row["failure"] = heard
                else:
                    row.pop("failure", None)
                    row["analysis"] = heard.document
                rows[song_id] = row
            self._commit(rows)

    def mark_missing(self, ids: Collection[SongId]) -> None:
        """Say that the files of these songs are gone; `put` brings a song back.

        Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            self._commit({song_id: {**self._row(song_id), "missing": True} for song_id in ids})

    def take_over(self, song_id: SongId, former_id: SongId) -> Song:
        """Give a song what was made of another that turned out to be the same recording.

        Ratings, counts, feedback and places in playlists; the other is then forgotten. Returns the
        song. Raises `KeyError` for an id that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            song, former = self._row(song_id), self._row(former_id)
            row = song
            for profile in listeners_of(former):
                row = _merged(row, profile, history_of(former, profile), replace_rating=True)
            row = {**row, "added_at": former.get("added_at", 0.0)}
            self._storage.commit(
                {
                    _SONGS: {str(song_id): row, str(former_id): None},
                    _FORMER: {str(former_id): {"song": int(song_id)}},
                }
            )
            self._by_path.removed(former_id, former)
            self._converted.pop(former_id, None)
            return self.song(song_id)

    def record(self, event: Feedback) -> Song:
        """Store an event and what it makes of its song, both or neither; returns the song.

        Raises `KeyError` for a song that is not stored; `LibraryError`.
        """
        with self._storage.writing:
            song_id = self._present_id(event.song_id)
            event = replace(event, profile=self.profile, song_id=song_id)
            row = self._row(event.song_id)
            history = after(event, history_of(row, self.profile))
            row = with_history(row, self.profile, history)
            event_id = self._storage.next_id(_EVENTS)
            self._commit({event.song_id: row}, {str(event_id): feedback_to_document(event)})
            return self.song(event.song_id)

    def merge(self, histories: Mapping[SongId, History], *, replace_ratings: bool = False) -> None:
        """Take over what was made of songs elsewhere, all or none.

        A rating stays where there is one, unless `replace_ratings`; of counts the higher one holds.
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
        """This listener's latest feedback, oldest first.

        Of all listeners' events ten thousand at least are looked at, if there are as many.
        """
        return self._feedback(self._storage.rows(_EVENTS))

    def all_events(self) -> list[Feedback]:
        """All feedback that this listener ever gave, oldest first. Raises `LibraryError`."""
        present = dict(self._storage.rows(_EVENTS))  # first: what is archived meanwhile is in both
        return self._feedback(self._storage.archived(_EVENTS) | present)

    def _feedback(self, rows: Mapping[str, Row]) -> list[Feedback]:
        everyone = map(feedback_from_document, list(rows.values()))
        events = [event for event in everyone if event.profile == self.profile]
        if not self._storage.rows(_FORMER):
            return events
        return [replace(event, song_id=self._present_id(event.song_id)) for event in events]

    def listeners(self) -> dict[str, dict[SongId, History]]:
        """What each listener made of songs, by profile: of those songs alone."""
        everyone: dict[str, dict[SongId, History]] = {}
        for song_id, row in list(self._storage.rows(_SONGS).items()):
            for profile in listeners_of(row):
                history = history_of(row, profile)
                everyone.setdefault(profile, {})[SongId(int(song_id))] = history
        return everyone

    def _present_id(self, song_id: SongId) -> SongId:
        """The song that another turned out to be, or itself."""
        former = self._storage.rows(_FORMER)
        while (row := former.get(str(song_id))) is not None:
            song_id = SongId(row["song"])
        return song_id

    def folders(self) -> list[str]:
        """The folders that make up the library, in the order in which they came."""
        return [row["path"] for row in list(self._storage.rows(_FOLDERS).values())]

    def add_folder(self, path: str) -> None:
        """Make `path` part of the library, once. Raises `LibraryError`."""
        with self._storage.writing:
            if path not in self.folders():
                self.database.table(_FOLDERS).insert({"path": path})

    def playlists(self) -> dict[str, list[SongId]]:
        """The songs of each playlist, by its name, in the order in which they came."""
        rows = list(self._storage.rows(_PLAYLISTS).values())
        return {
            row["name"]: [self._present_id(SongId(song_id)) for song_id in row["songs"]]
            for row in rows
        }

    def put_playlist(self, name: str, songs: Sequence[SongId]) -> None:
        """Keep a playlist, instead of one of the same name. Raises `LibraryError`."""
        row = {"name": name, "songs": [int(song_id) for song_id in songs]}
        with self._storage.writing:
            self.database.table(_PLAYLISTS).upsert(row, where("name") == name)

    def remove_playlist(self, name: str) -> None:
        """Forget a playlist, not its songs. Raises `KeyError` if there is none; `LibraryError`."""
        with self._storage.writing:
            if not self.database.table(_PLAYLISTS).remove(where("name") == name):
                raise KeyError(name)

    def close(self) -> None:
        """Let the next writer in; changes raise `LibraryError` from now on."""
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
        """An id that no song has had; what was said of one that is forgotten is another's."""
        while str(song_id := self._storage.next_id(_SONGS)) in self._storage.rows(_FORMER):
            pass
        return SongId(song_id)

    def _row(self, song_id: SongId) -> Row:
        return self._storage.rows(_SONGS)[str(song_id)]

    def _converted_song(self, song_id: SongId, row: Row) -> Song:
        known = self._converted.get(song_id)
        if known is not None and known[0] is row:
            return known[1]
        song = song_from_document(song_id, row, self.profile)
        self._converted[song_id] = row, song
        return song

    def _commit(self, songs: Mapping[SongId, Row], events: Mapping[str, Row] | None = None) -> None:
        """Change songs, with the events that changed them, in one record."""
        rows = self._storage.rows(_SONGS)
        before = {song_id: rows.get(str(song_id)) for song_id in songs}
        changes = {_SONGS: {str(song_id): row for song_id, row in songs.items()}}
        if events:
            changes[_EVENTS] = dict(events)
        self._storage.commit(changes)
        for song_id, row in songs.items():
            self._by_path.replaced(song_id, before[song_id], row)


def _merged(row: Row, profile: str, history: History, *, replace_rating: bool) -> Row:
    """The song's row with a listener's history of elsewhere."""
    known = history_of(row, profile)
    return with_history(row, profile, merged(known, history, replace_rating=replace_rating))
