"""A song of the library, with its tags and its analysis."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, NamedTuple, NewType

from tui_player.library.analysis import Analysis
from tui_player.library.sound_kind import SoundKind, is_spoken

__all__ = ["NO_TAGS", "QUADRANTS", "Analysis", "DurationMs", "Song", "SongId", "Tags"]

SongId = NewType("SongId", int)
"""TinyDB document id. A song keeps it when its file moves, is deleted or comes back."""

DurationMs = NewType("DurationMs", int)
"""A duration or a position in milliseconds."""

QUADRANTS: Final = ("Q1", "Q2", "Q3", "Q4")
"""Codes of the quadrants, in the order of `QUADRANT_NAMES` and of an analysis's `quadrants`."""

LIKELY_GENRE: Final = 0.4
"""Least probability of a genre that counts as the song's predicted genre."""


class Tags(NamedTuple):
    """The tags of a file; a field without a tag is empty or None.

    This is a tuple because opening a library creates many thousands. A frozen dataclass takes
    several times as long to create and to pickle.
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
    """Rating by another player, 0 (dislike) to 1 (like)."""
    plays: int | None = None
    """Play count of another player."""


NO_TAGS: Final = Tags()


@dataclass(frozen=True, slots=True)
class Song:
    """A song of the library. `path` holds surrogate escapes if the name is not UTF-8."""

    id: SongId
    path: str
    size_bytes: int
    mtime_ns: int
    content_hash: str
    """Content hash of the file. It identifies the song when the file moves."""
    tags: Tags = NO_TAGS
    analysis: Analysis | None = None
    missing: bool = False
    """The file was missing at the last scan; ratings are kept."""
    failure: str | None = None
    """Why the file can't be analysed, in one line; None if it can."""
    failure_version: str = ""
    """Version of the network that failed; empty if it is not known."""
    rating: int = 0
    """1 liked, -1 disliked, 0 neither."""
    added_at: float = 0.0
    """Unix time, seconds."""
    plays: int = 0
    skips: int = 0
    last_played_at: float | None = None
    """Unix time of the last play or skip, seconds."""

    @property
    def title(self) -> str:
        """The tagged title, else the file name without its suffix."""
        return self.tags.title or PurePath(self.path).stem

    @property
    def artist(self) -> str:
        """The tagged artist, else the album artist, else empty."""
        return self.tags.artist or self.tags.album_artist

    @property
    def kind(self) -> SoundKind:
        """Music, speech or noise, by the tagged genre, else by the analysis, else music."""
        if is_spoken(self.tags.genres):
            return SoundKind.SPEECH
        return self.analysis.sound_kind if self.analysis else SoundKind.MUSIC

    @property
    def genre(self) -> str:
        """The first tagged genre, else the predicted genre."""
        return self.tags.genres[0] if self.tags.genres else self.predicted_genre

    @property
    def predicted_genre(self) -> str:
        """The most probable genre of the analysis; empty if it is below `LIKELY_GENRE`."""
        genres = self.analysis.genres if self.analysis else {}
        name = max(genres, key=genres.__getitem__, default="")
        return name if genres.get(name, 0.0) >= LIKELY_GENRE else ""
