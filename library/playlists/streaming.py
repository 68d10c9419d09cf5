"""Reads CSV exports of streaming services' playlists, as written by common exporters.

Headings identify the columns: track name, artist name(s), album name, duration (ms).
"""

import csv
import io
import re
from typing import Final

from tui_player.errors import PlaylistError
from tui_player.library.playlists.entry import Entry, seconds_to_ms
from tui_player.library.song import DurationMs

_HEADINGS: Final = {
    "title": ("track name", "track title", "title", "song", "name", "track"),
    "artist": ("artist name(s)", "artist names", "artist name", "artists", "artist"),
    "album": ("album name", "album title", "album"),
    "milliseconds": ("track duration (ms)", "duration (ms)", "duration_ms", "duration ms"),
    "length": ("track duration", "duration", "length", "time"),
}
"""Lower-case headings by meaning, likeliest first."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_SEPARATORS: Final = ",;\t"


def read_streaming(text: str) -> list[Entry]:
    """Read the entries of an export. Raises `PlaylistError` without a column of titles."""
    lines = text.splitlines()
    separator = max(_SEPARATORS, key=lines[0].count) if lines else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = _columns(next(rows, []))
        if "title" not in columns:
            raise PlaylistError("has no column of track names in its first line")
        return [entry for row in rows if (entry := _entry(row, columns)).title]
    except csv.Error as error:
        raise PlaylistError(f"is no CSV: {error}") from error


def _columns(headings: list[str]) -> dict[str, int]:
    places = {heading.strip().lower(): place for place, heading in enumerate(headings)}
    return {
        meaning: places[name]
        for meaning, names in _HEADINGS.items()
        for name in reversed(names)
        if name in places
    }


def _entry(row: list[str], columns: dict[str, int]) -> Entry:
    texts = {name: row[place].strip() for name, place in columns.items() if place < len(row)}
    return Entry(
        title=texts.get("title", ""),
        artist=texts.get("artist", ""),
        album=texts.get("album", ""),
        duration_ms=_duration(texts),
    )


def _duration(texts: dict[str, str]) -> DurationMs | None:
    if texts.get("milliseconds"):
        return seconds_to_ms(f"{texts['milliseconds']}e-3")
    parts = texts.get("length", "").split(":")
    if len(parts) == 1:
        return seconds_to_ms(parts[0])
    if len(parts) > 3 or not all(_NUMBER.fullmatch(part.strip()) for part in parts):
        return None
    seconds = 0
    for part in parts:
        seconds = 60 * seconds + int(part)
    return seconds_to_ms(str(seconds))
