"""What the interface knows of the library: a copy of the store's songs for showing."""

from collections.abc import Iterable, Sequence

from tui_player.library.song import Song, SongId


class Shelf:
    """All songs by id, their folders and playlists, and what is being done about them."""

    def __init__(self) -> None:
        self._songs: dict[SongId, Song] = {}
        self._present: list[Song] | None = None
        """Worked out when asked for: the top line counts them at every turn."""
        self.folders: list[str] = []
        self.unread: dict[str, str] = {}
        """What the last scan could not read and made no song of, by path, with the reason."""
        self.playlists: dict[str, Sequence[SongId]] = {}
        self.activity = ""
        """What goes on, for the top line."""
        self.scanning = False
        self.read_only = False
        """Another player has the library: this one shows it."""

    def fill(self, songs: Iterable[Song], folders: Iterable[str]) -> None:
        """These are all the songs and folders."""
        self._songs = {song.id: song for song in songs}
        self._present = None
        self.folders = list(folders)

    def update(self, songs: Iterable[Song]) -> None:
        """These songs are new or have changed."""
        for song in songs:
            self._songs[song.id] = song
            self.unread.pop(song.path, None)
        self._present = None

    def could_not_read(self, failures: Iterable[tuple[str, str]]) -> None:
        """What a scan that has ended could not read; of songs that is known already."""
        known = {song.path for song in self._songs.values()}
        self.unread = {path: reason for path, reason in failures if path not in known}

    @property
    def present(self) -> list[Song]:
        """The songs whose files were there when last looked for."""
        if self._present is None:
            self._present = [song for song in self._songs.values() if not song.missing]
        return self._present

    def song(self, song_id: int | None) -> Song | None:
        """A song that is there, or None."""
        song = None if song_id is None else self._songs.get(SongId(song_id))
        return None if song is None or song.missing else song

    def playlist(self, name: str) -> list[Song]:
        """The songs of a playlist that are there."""
        songs = (self.song(song_id) for song_id in self.playlists.get(name, ()))
        return [song for song in songs if song is not None]

    @property
    def state(self) -> str:
        """What goes on, else what always holds, for the top line."""
        return self.activity or ("read-only" if self.read_only else "")

    @property
    def failures(self) -> list[tuple[str, str]]:
        """Path and reason of every file and folder that could not be read."""
        broken = {song.path: song.failure for song in self.present if song.failure}
        return list((self.unread | broken).items())
