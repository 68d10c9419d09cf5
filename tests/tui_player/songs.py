"""Songs and picks for tests."""

import struct

from tui_player.library.ranking.request import Pick
from tui_player.library.song import Analysis, DurationMs, Song, SongId, Tags
from tui_player.models.music import NETWORK_VERSION


def song(number: int, *, path: str | None = None, artist: str = "", missing: bool = False) -> Song:
    return Song(
        id=SongId(number),
        path=path or f"/music/{number}.ogg",
        size_bytes=1000,
        mtime_ns=1,
        content_hash=f"print-{number}",
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


PLACES = {
    "happy": (0.7, 0.6),
    "tense": (-0.6, 0.7),
    "sad": (-0.6, -0.5),
    "calm": (0.6, -0.6),
}
"""Valence and arousal of the four kinds of songs in the test library."""


def heard(kind: str, number: int) -> Analysis:
    """What the network might have heard: songs of a kind are alike.

    No two directions hold equally much, so that every machine finds the same ones.
    """
    vector = [0.0] * 16
    place = list(PLACES).index(kind)
    vector[place] = 0.9 - 0.1 * place
    vector[4 + number % 12] = 0.4 - 0.03 * (number % 12)
    q1, q2, q3, q4 = (0.85 if kind == name else 0.05 for name in PLACES)
    embedding = struct.pack("<16e", *vector)
    genres = {"Rock": 0.3, "Jazz": 0.4}
    return Analysis(NETWORK_VERSION, embedding, genres, (q1, q2, q3, q4), *PLACES[kind])


def make_songs(each: int) -> list[Song]:
    """Songs of four kinds, `each` of a kind, not stored yet."""
    return [
        Song(
            id=SongId(0),
            path=f"/music/{kind}/{number}.flac",
            size_bytes=1,
            mtime_ns=1,
            content_hash=f"{kind}-{number}",
            tags=Tags(
                title=f"{kind.capitalize()} song {number}",
                artist=f"The {kind.capitalize()} {number % 3}",
                album=f"All {kind}",
                genres=("Jazz" if number % 2 else "Rock",),
                duration_ms=DurationMs(180_000 + 1000 * number),
            ),
            analysis=heard(kind, number),
        )
        for kind in PLACES
        for number in range(each)
    ]
