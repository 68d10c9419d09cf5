"""How many of the first ten songs of each mood are right, by several ways to choose them.

`python -m benchmarks.evaluation.mood --data DATA --home HOME` (see `clips.py`). Only 4Q's clips of
fold 0 are in the library, whose artists the shipped network never met. What tags say of a mood is
learnt on the other folds. 95 % by bootstrap over artists.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation.clips import RESAMPLES, SEED, Labelled, asked_for, load
from tui_player.library.catalog import Catalog
from tui_player.library.ranking import RankRequest, Strategy, Weights, rank
from tui_player.library.ranking.mood import mood_fit, quadrant_fits
from tui_player.library.song import SongId
from tui_player.models.music.training.dataset import HELD_OUT_FOLD

CENTRES: Final = ((0.6, 0.6), (-0.6, 0.6), (-0.6, -0.6), (0.6, -0.6))
"""Of Q1..Q4 on the valence-arousal plane."""
FIRST: Final = 10
NOW: Final = 1_800_000_000.0
SHUFFLES: Final = 200
PRIOR: Final = 4.0
"""Songs of no mood that each genre starts with."""

Way = Callable[[Sequence[Labelled], int], list[int]]
"""Songs and a quadrant -> their numbers, the best first."""


def best_first(values: NDArray[Any]) -> list[int]:
    """Numbers of the songs by falling value."""
    order: list[int] = np.argsort(-values, kind="stable").tolist()
    return order


def by_tags(learnt_on: Sequence[Labelled]) -> Way:
    """By how often songs of the same tagged genres carry the mood."""
    counts: dict[str, NDArray[np.float64]] = {}
    for one in learnt_on:
        for genre in one.genres:
            counts.setdefault(genre, np.full(4, PRIOR / 4))[one.clip.quadrant] += 1

    def way(songs: Sequence[Labelled], quadrant: int) -> list[int]:
        even = np.full(4, PRIOR / 4)
        shares = [
            np.mean(
                [
                    counts.get(genre, even)[quadrant] / counts.get(genre, even).sum()
                    for genre in one.genres
                ]
                or [0.25]
            )
            for one in songs
        ]
        return best_first(np.array(shares))

    return way


def by_distance(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """By the distance on the plane alone."""
    places = np.array(
        [
            (one.song.analysis.valence, one.song.analysis.arousal)
            for one in songs
            if one.song.analysis
        ]
    )
    return best_first(-np.hypot(*(places - CENTRES[quadrant]).T))


def by_probability(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """By the network's probability of the quadrant."""
    shares = np.array([one.song.analysis.quadrants[quadrant] for one in songs if one.song.analysis])
    return best_first(shares)


def by_mood_term(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """By the mood term, which knows how sure the network is."""
    fit = mood_fit(Catalog.of([one.song for one in songs]), quadrant_fits(CENTRES[quadrant]))
    return best_first(fit)


def by_ranking(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """As the player queues them for a listener of whom nothing is known."""
    tagged = [one.tagged for one in songs]
    number = {song.id: row for row, song in enumerate(tagged)}
    request = RankRequest(*CENTRES[quadrant], Strategy.MATCH, NOW, limit=FIRST)
    return [number[pick.song.id] for pick in rank(Catalog.of(tagged), [], request, Weights())]


def first_ten(way: Way, songs: Sequence[Labelled]) -> float:
    """Mean share of right ones among the first ten of each quadrant."""
    shares = []
    for quadrant in range(len(CENTRES)):
        first = way(songs, quadrant)[:FIRST]
        shares.append(np.mean([songs[number].clip.quadrant == quadrant for number in first]))
    return float(np.mean(shares))


def interval(way: Way, songs: Sequence[Labelled], resamples: int) -> list[float]:
    """The figure, and 95 % by bootstrap over artists."""
    random = np.random.default_rng(SEED)
    artists = sorted({one.clip.artist for one in songs})
    by_artist = {name: [one for one in songs if one.clip.artist == name] for name in artists}
    values = []
    for _ in range(resamples):
        drawn = random.integers(len(artists), size=len(artists))
        # A song that is drawn twice is two songs: the catalog tells them apart by their ids.
        some = [one for number in drawn for one in by_artist[artists[number]]]
        numbered = [
            replace(one, song=replace(one.song, id=SongId(number)))
            for number, one in enumerate(some, 1)
        ]
        values.append(first_ten(way, numbered))
    low, high = np.quantile(values, (0.025, 0.975)).tolist()
    return [round(value, 4) for value in (first_ten(way, songs), low, high)]


def shuffled(songs: Sequence[Labelled]) -> float:
    """Of random tens, the mean over many."""
    random = np.random.default_rng(SEED)

    def way(songs: Sequence[Labelled], _: int) -> list[int]:
        return best_first(random.random(len(songs)))

    return float(np.mean([first_ten(way, songs) for _ in range(SHUFFLES)]))


def main() -> None:
    """Measure and print, a way a line."""
    options = asked_for(__doc__)
    clips = [one for one in load(options.data, options.home) if one.has_quadrant]
    judged = [one for one in clips if one.clip.fold == HELD_OUT_FOLD]
    others = [one for one in clips if one.clip.fold != HELD_OUT_FOLD]
    print(json.dumps({"way": "shuffle", "first_ten": round(shuffled(judged), 4)}))
    ways: dict[str, Way] = {
        "tags only": by_tags(others),
        "distance": by_distance,
        "quadrant probability": by_probability,
        "mood term": by_mood_term,
        "full ranking": by_ranking,
    }
    for name, way in ways.items():
        figure = interval(way, judged, RESAMPLES if way is not by_ranking else RESAMPLES // 10)
        print(json.dumps({"way": name, "first_ten": figure, "clips": len(judged)}), flush=True)


if __name__ == "__main__":
    main()
