"""Exports and imports ratings and play counts as JSON Lines.

One line per song: `{"path", "fingerprint", "title", "artist", "album", "duration_ms", "rating",
"plays", "skips", "last_played_at"}`. `fingerprint` is the content hash. `rating` is "like",
"dislike" or null. Unknown fields are left out; a line only needs fields that identify the song.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tui_player.library.feedback import RATING_OF_KIND, FeedbackKind, History
from tui_player.library.playlists import Entry, Matcher
from tui_player.library.song import DurationMs, Song, SongId

_WORDS: Final = {1: FeedbackKind.LIKE.value, -1: FeedbackKind.DISLIKE.value}
_RATINGS: Final[dict[object, int]] = {
    FeedbackKind.LIKE.value: RATING_OF_KIND[FeedbackKind.LIKE],
    FeedbackKind.DISLIKE.value: RATING_OF_KIND[FeedbackKind.DISLIKE],
    None: 0,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an import, with its song if the library has it."""

    number: int
    """Line number, from 1."""
    name: str
    """Name of the song for messages."""
    song: SongId | None = None
    history: History = field(default_factory=History)
    reason: str = ""
    """Why the line is invalid; empty if it is valid."""


def to_line(song: Song) -> str | None:
    """Encode a song; None if it has no rating, play or skip."""
    if not (song.rating or song.plays or song.skips):
        return None
    values = {
        "path": song.path,
        "fingerprint": song.content_hash,
        "title": song.title,
        "artist": song.artist,
        "album": song.tags.album,
        "duration_ms": song.tags.duration_ms,
        "rating": _WORDS.get(song.rating),
        "plays": song.plays,
        "skips": song.skips,
        "last_played_at": song.last_played_at,
    }
    known = {name: value for name, value in values.items() if value not in ("", None)}
    return json.dumps(known | {"rating": values["rating"]})


class Importer:
    """Finds the songs of lines by content hash, else like entries of a playlist."""

    def __init__(self, songs: Iterable[Song]) -> None:
        songs = list(songs)
        self._matcher = Matcher(songs)
        self._by_content_hash: dict[str, list[Song]] = {}
        for song in songs:
            self._by_content_hash.setdefault(song.content_hash, []).append(song)

    def read(self, lines: Iterable[str]) -> Iterator[Line]:
        """Parse every line that is not empty; an invalid line has a `reason`."""
        for number, text in enumerate(lines, start=1):
            if text.strip():
                yield self._line(number, text)

    def _line(self, number: int, text: str) -> Line:
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            return Line(number, f"line {number}", reason="is no JSON")
        if not isinstance(values, dict):
            return Line(number, f"line {number}", reason="is no JSON object")
        rating = values.get("rating")
        if isinstance(rating, (dict, list)) or rating not in _RATINGS:
            return Line(number, f"line {number}", reason="its rating is not like, dislike or null")
        entry = _entry(values)
        song = self._matcher.find(entry, known=self._same(values))
        history = History(
            _RATINGS[rating],
            _count(values, "plays"),
            _count(values, "skips"),
            _number(values, "last_played_at"),
        )
        return Line(number, entry.name or f"line {number}", song.id if song else None, history)

    def _same(self, values: dict[str, Any]) -> Song | None:
        """The song with the line's content hash; a present one first, then the one at its path."""
        content_hash, path = _text(values, "fingerprint"), _text(values, "path")
        copies = self._by_content_hash.get(content_hash, []) if content_hash else []
        return max(copies, key=lambda song: (not song.missing, song.path == path), default=None)


def _entry(values: dict[str, Any]) -> Entry:
    path, length = _text(values, "path"), _number(values, "duration_ms")
    return Entry(
        paths=(path,) if path else (),
        location=path,
        title=_text(values, "title"),
        artist=_text(values, "artist"),
        album=_text(values, "album"),
        duration_ms=None if length is None else DurationMs(round(length)),
    )


def _text(values: dict[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _number(values: dict[str, Any], name: str) -> float | None:
    """A plausible time or duration, else None."""
    value = values.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 <= value < 1e12 else None


def _count(values: dict[str, Any], name: str) -> int:
    number = _number(values, name)
    return 0 if number is None or number > 1e9 else int(number)
