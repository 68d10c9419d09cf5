"""Songs and picks for tests."""

from tui_player.library.ranking import Pick
from tui_player.library.song import DurationMs, Song, SongId, Tags


def song(number: int, *, path: str | None = None, artist: str = "", missing: bool = False) -> Song:
    return Song(
        id=SongId(number),
        path=path or f"/music/{number}.ogg",
        size_bytes=1000,
        mtime_ns=1,
        fingerprint=f"print-{number}",
        tags=Tags(
            title=f"Song {number}",
            artist=artist or f"Artist {number}",
            duration_ms=DurationMs(10_000),
        ),
        missing=missing,
    )


def picks(*numbers: int) -> list[Pick]:
    return [
        Pick(song(number), score=1 - place / 100, terms={"mood": 0.5}, why="calm")
        for place, number in enumerate(numbers)
    ]
