"""Measures a ranking of a large library against a floor.

The floor is one float32 matrix-vector product over the embeddings and one argpartition, side by
side with the ranking on the same machine. Run: `python benchmarks/ranking.py [--songs N]`.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from tui_player.cli import ONE_BLAS_THREAD

os.environ.setdefault(*ONE_BLAS_THREAD)  # before numpy, as the player does

import numpy as np

from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind
from tui_player.library.ranking.event_weights import weigh_events
from tui_player.library.ranking.events import Events
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.song_features import SongFeatures
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.ranking.terms.taste_regression import posterior
from tui_player.library.song import Analysis, Song, SongId, Tags
from tui_player.models.music import GENRES

DIMENSIONS = 128
NOW = 1_800_000_000.0
DAY_S = 86_400.0


def make_songs(count: int) -> list[Song]:
    """A library with the shape of a real one: ten songs an artist, genres, a tenth of it played."""
    generator = np.random.default_rng(1)
    embeddings = generator.normal(size=(count, DIMENSIONS)) + 1.5
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
    moods = generator.dirichlet((0.5,) * 4, count)
    rows = zip(embeddings.astype("<f2"), moods.tolist(), strict=True)
    return [_make_song(index, row.tobytes(), mood) for index, (row, mood) in enumerate(rows)]


def _make_song(index: int, embedding: bytes, mood: list[float]) -> Song:
    happy, tense, sad, calm = mood
    predicted_genres = {genre: 1 / len(GENRES) for genre in GENRES}
    valence, arousal = happy + calm - tense - sad, happy + tense - sad - calm
    analysis = Analysis(
        "1", embedding, predicted_genres, (happy, tense, sad, calm), valence, arousal
    )
    genres = (GENRES[index // 10 % len(GENRES)],) if index % 3 else ()
    tags = Tags(title=f"Song {index}", artist=f"Artist {index // 10}", genres=genres)
    last = NOW - index % 1000 * 3600 if index % 10 == 0 else None
    song_id = SongId(index + 1)
    return Song(song_id, f"/{index}", 1, 1, str(index), tags, analysis, last_played_at=last)


def make_events(songs: list[Song], count: int) -> Events:
    """Likes, dislikes, skips and plays of the last half year in all moods."""
    rng = random.Random(1)
    kinds = list(FeedbackKind)
    events = [
        Feedback(
            rng.choice(kinds),
            rng.choice(songs).id,
            NOW - rng.uniform(0, 180) * DAY_S,
            rng.uniform(-1, 1),
            rng.uniform(-1, 1),
            rng.random(),
        )
        for _ in range(count)
    ]
    return Events(sorted(events, key=lambda event: event.at))


def seconds_of(*works: Callable[[], object], rounds: int) -> list[list[float]]:
    """Times of each work. They run in turns, so that other load affects all equally."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, own in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            own.append(time.perf_counter() - start)
    return times


def learning_of(catalog: Catalog, songs: list[Song], events: Events) -> Callable[[], object]:
    """A like that updates the catalog and fits the taste model anew."""
    request = RankRequest(-0.6, -0.3, Strategy.MATCH, NOW)
    liked = replace(songs[0], rating=1)
    like = Feedback(FeedbackKind.LIKE, liked.id, NOW, -0.6, -0.3)

    def learn() -> object:
        catalog.replace(liked)
        events.append(like)
        event_weights = weigh_events(catalog, events, request)
        song_features = SongFeatures(
            catalog, event_weights.rows, event_weights.features, event_weights.weights
        )
        return posterior(song_features, event_weights)

    return learn


def main() -> None:
    """Print the times and their ratio."""
    parser = argparse.ArgumentParser(description="time a full ranking")
    parser.add_argument("--songs", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    songs = make_songs(options.songs)
    events = make_events(songs, options.events)
    start = time.perf_counter()
    catalog = Catalog.of(songs)
    print(f"catalog of {options.songs} songs: {time.perf_counter() - start:.2f} s")
    embeddings = np.random.default_rng(2).normal(size=(options.songs, DIMENSIONS))
    embeddings = embeddings.astype(np.float32)
    vector = np.ones(DIMENSIONS, np.float32)

    def floor() -> object:
        return np.argpartition(embeddings @ vector, -50)

    def ranking(strategy: Strategy) -> Callable[[], object]:
        request = RankRequest(-0.6, -0.3, strategy, NOW, limit=50)
        return lambda: rank(catalog, events, request, Weights())

    names = ("floor", "match (one target)", "uplift (eight targets)")
    works = (floor, ranking(Strategy.MATCH), ranking(Strategy.UPLIFT))
    seconds_of(*works, rounds=3)
    times = seconds_of(*works, rounds=options.rounds)
    least = statistics.median(times[0])
    for name, own in zip(names, times, strict=True):
        middle, high = statistics.median(own), statistics.quantiles(own, n=100)[98]
        print(f"{name}: median {middle * 1e3:.1f} ms, p99 {high * 1e3:.1f} ms", end="")
        print(f", {middle / least:.1f} times the floor")
    [learning] = seconds_of(learning_of(catalog, songs, events), rounds=options.rounds)
    middle, high = statistics.median(learning), statistics.quantiles(learning, n=100)[98]
    print(f"one like learnt: median {middle * 1e3:.2f} ms, p99 {high * 1e3:.2f} ms")
    scores = [pick.score for pick in rank(catalog, events, RankRequest(0, 0, Strategy.MATCH, NOW))]
    assert all(left >= right for left, right in pairwise(scores))


if __name__ == "__main__":
    main()
