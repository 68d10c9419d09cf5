"""The interface's copy of the library."""

from collections.abc import Iterable, Sequence

from tui_player.library.song import Song, SongId
from tui_player.library.sound_kind import SoundKind


class LibraryState:
    """Songs by id, folders, playlists, and the current activity."""

    def __init__(self) -> None:
        self._songs: dict[SongId, Song] = {}
        self._present: list[Song] | None = None
        """Cache for `present`, which the top line needs often."""
        self.folders: list[str] = []
        self.unreadable: dict[str, str] = {}
        """Reason by path for unreadable files of the last scan, except files of songs."""
        self.playlists: dict[str, Sequence[SongId]] = {}
        self.activity = ""
        """Current activity for the top line; empty if there is none."""
        self.waiting_for = ""
        """What an empty queue waits for; empty if there is no activity."""
        self.scanning = False
        self.read_only = False
        """Whether another player has the library open for writing."""

    def fill(self, songs: Iterable[Song], folders: Iterable[str]) -> None:
        """Replace all songs and folders."""
        self._songs = {song.id: song for song in songs}
        self._present = None
        self.folders = list(folders)

    def update(self, songs: Iterable[Song]) -> None:
        """Add or replace these songs."""
        for song in songs:
            self._songs[song.id] = song
            self.unreadable.pop(song.path, None)
        self._present = None

    def set_failures(self, failures: Iterable[tuple[str, str]]) -> None:
        """Take the failures of a finished scan; songs keep their own failures."""
        known = {song.path for song in self._songs.values()}
        self.unreadable = {path: reason for path, reason in failures if path not in known}

    @property
    def present(self) -> list[Song]:
        """Songs whose files existed at the last scan."""
        if self._present is None:
            self._present = [song for song in self._songs.values() if not song.missing]
        return self._present

    @property
    def is_empty(self) -> bool:
        """Whether no song was ever found."""
        return not self._songs

    def song(self, song_id: int | None) -> Song | None:
        """The song with this id if its file exists, else None."""
        song = None if song_id is None else self._songs.get(SongId(song_id))
        return None if song is None or song.missing else song

    def playlist(self, name: str) -> list[Song]:
        """Songs of a playlist whose files exist."""
        songs = (self.song(song_id) for song_id in self.playlists.get(name, ()))
        return [song for song in songs if song is not None]

    @property
    def state(self) -> str:
        """Text for the top line: the activity, else "read-only" if it is."""
        return self.activity or ("read-only" if self.read_only else "")

    @property
    def empty_queue_text(self) -> str:
        """What an empty queue waits for, or why it stays empty."""
        if self.waiting_for:
            return self.waiting_for
        if any(song.kind is not SoundKind.MUSIC for song in self.present):
            return "only speech or noise: b shows it"
        return "nothing to play: s scans a folder"

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Path and reason of all files and folders that could not be read."""
        broken = {song.path: song.failure for song in self.present if song.failure}
        return list((self.unreadable | broken).items())
