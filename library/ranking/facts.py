"""Facts about a song that tell it apart from its neighbours in the queue."""

from pathlib import PurePath
from typing import Final

from tui_player.library.ranking.terms.words import short_name
from tui_player.library.song import Song

DAY_S: Final = 86_400.0
NEW_DAYS: Final = 30
"""Days for which a song counts as added lately."""
FIRST_YEAR: Final = 1860
"""Earliest year of a recording; earlier ones are a composer's."""
LAST_YEAR: Final = 2100


def facts_of(song: Song, now: float) -> list[str]:
    """Short facts from tags, analysis and file, the most telling kind first."""
    facts = [
        _genre_and_time(song),
        _tempo(song),
        _key(song),
        _added(song, now),
        _album(song),
        _folder(song),
        _length(song),
    ]
    return [fact for fact in facts if fact]


def _genre_and_time(song: Song) -> str:
    """Genre and year, such as "bossa nova, 1964"."""
    genre = short_name(song.genre.lower())
    year = song.tags.year
    time = str(year) if year and FIRST_YEAR <= year <= LAST_YEAR else ""
    return ", ".join(part for part in (genre, time) if part)


def _tempo(song: Song) -> str:
    tempo_bpm = song.analysis.tempo_bpm if song.analysis else None
    return f"{tempo_bpm:.0f} bpm" if tempo_bpm else ""


def _key(song: Song) -> str:
    return (song.analysis.key if song.analysis else None) or ""


def _added(song: Song, now: float) -> str:
    days = int((now - song.added_at) / DAY_S)
    if not song.added_at or not 0 <= days <= NEW_DAYS:
        return ""
    return "added today" if days == 0 else f"added {days} day{'s' * (days > 1)} ago"


def _album(song: Song) -> str:
    return f"from {short_name(song.tags.album)}" if song.tags.album else ""


def _folder(song: Song) -> str:
    name = PurePath(song.path).parent.name
    return f"in the folder {short_name(name)}" if name else ""


def _length(song: Song) -> str:
    seconds = (song.tags.duration_ms or 0) // 1000
    return f"{seconds // 60}:{seconds % 60:02} long" if seconds else ""
