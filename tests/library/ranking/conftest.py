"""Small made-up libraries: kinds of music as directions in the embedding space."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from tests.moods import quadrants_at
from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import Pick, RankRequest
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.song import Analysis, Song, SongId, Tags

NOW = 1_800_000_000.0
DIMENSIONS = 16

SongMaker = Callable[..., Song]
Ranker = Callable[..., list[Pick]]


@pytest.fixture
def make_song() -> SongMaker:
    """A song of a kind (0..15), at a place of the mood plane, each by an artist of its own."""
    ids = count(1)
    generator = np.random.default_rng(7)

    def made(
        kind: int | None = 0,
        place: tuple[float, float] = (0.0, 0.0),
        *,
        artist: str | None = None,
        genres: tuple[str, ...] = (),
        heard: dict[str, float] | None = None,
        deviations: tuple[float, float] = (0.2, 0.2),
        speech: float = 0.0,
        noise: float = 0.0,
        title: str = "",
        **fields: Any,
    ) -> Song:
        number = next(ids)
        analysis = None
        if kind is not None:
            vector = 0.8 + 0.2 * generator.normal(size=DIMENSIONS)
            vector[kind] += 4
            vector /= np.linalg.norm(vector)
            embedding = vector.astype("<f2").tobytes()
            analysis = Analysis(
                "1",
                embedding,
                heard or {},
                quadrants_at(*place),
                *place,
                deviations=deviations,
                speech=speech,
                noise=noise,
            )
        name = f"Artist {number}" if artist is None else artist
        tags = Tags(title=title or f"Song {number}", artist=name, genres=genres)
        song = Song(SongId(number), f"/music/{number}.ogg", 1, 1, str(number), tags, analysis)
        return replace(song, **fields)

    return made


@pytest.fixture
def ranked() -> Ranker:
    """A ranking of some songs, in a neutral mood unless told otherwise."""

    def picks(
        songs: list[Song],
        events: list[Feedback] | None = None,
        mood: tuple[float, float] = (0.0, 0.0),
        strategy: Strategy = Strategy.MATCH,
        **fields: Any,
    ) -> list[Pick]:
        request = RankRequest(*mood, strategy, NOW, **fields)
        return rank(Catalog.of(songs), events or [], request)

    return picks
