"""One song: what the file says, and what was heard in it."""

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final, NamedTuple, NewType

from tui_player.library.heard import Analysis

__all__ = ["NO_TAGS", "QUADRANTS", "Analysis", "DurationMs", "Song", "SongId", "Tags"]

SongId = NewType("SongId", int)
"""TinyDB document id; stays with a song as it moves, is deleted and comes back."""

DurationMs = NewType("DurationMs", int)
"""Milliseconds, of a length or a position."""

QUADRANTS: Final = ("Q1", "Q2", "Q3", "Q4")
"""Happy (v+ a+), tense (v- a+), sad (v- a-), calm (v+ a-)."""

LIKELY_GENRE: Final = 0.4
"""Probability from which a heard genre is called the song's."""


class Tags(NamedTuple):
    """What a file says of itself; empty where it says nothing.

    A tuple, since a library makes many thousands at its opening: as frozen dataclasses they take
    several times as long to make, and to pickle.
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    track: int | None = None
    disc: int | None = None
    year: int | None = None
    genres: tuple[str, ...] = ()
    duration_ms: DurationMs | None = None
    track_gain_db: float | None = None
    album_gain_db: float | None = None
    track_peak: float | None = None
    rating: float | None = None
    """0 (dislike) to 1 (like), as another player wrote it."""
    plays: int | None = None
    """As another player counted them."""


NO_TAGS: Final = Tags()


@dataclass(frozen=True, slots=True)
class Song:
    """A song of the library. `path` may hold surrogate escapes (a name that is not UTF-8)."""

    id: SongId
    path: str
    size_bytes: int
    mtime_ns: int
    fingerprint: str
    """Hash of the content; a file with the same one elsewhere is this song, moved."""
    tags: Tags = NO_TAGS
    analysis: Analysis | None = None
    missing: bool = False
    """The file was not there at the last scan; ratings are kept."""
    failure: str | None = None
    """Why it can't be heard (one line), if it can't."""
    rating: int = 0
    """1 liked, -1 disliked, 0 neither."""
    added_at: float = 0.0
    """Unix time, seconds."""
    plays: int = 0
    skips: int = 0
    last_played_at: float | None = None
    """Unix time, seconds, of the last play or skip."""

    @property
    def title(self) -> str:
        """The tagged title, else the file's name without its ending."""
        return self.tags.title or PurePath(self.path).stem

    @property
    def artist(self) -> str:
        """The tagged artist, else the album's, else nothing."""
        return self.tags.artist or self.tags.album_artist

    @property
    def genre(self) -> str:
        """The first tagged genre, else the heard one."""
        return self.tags.genres[0] if self.tags.genres else self.heard_genre

    @property
    def heard_genre(self) -> str:
        """The likeliest genre that the network hears, else nothing where none is likely."""
        heard = self.analysis.genres if self.analysis else {}
        name = max(heard, key=heard.__getitem__, default="")
        return name if heard.get(name, 0.0) >= LIKELY_GENRE else ""

    def with_rating(self, rating: int) -> "Song":
        """The same song, rated."""
        return replace(self, rating=rating)
