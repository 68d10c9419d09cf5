"""Measures the share of right songs among the first ten of each mood, by several methods.

`python -m benchmarks.evaluation.mood --data DATA --home HOME --runs RUNS` (see `clips.py`). The
shipped network has learnt from all clips of 4Q, so RUNS, a folder written by the training, has the
networks that judge. Each fold is a library analysed by a network that was not trained on its
artists. The moods of tags are learnt on the other folds. Intervals are 95 %, by bootstrap over
artists.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation.clips import (
    RESAMPLES,
    SEED,
    Labelled,
    analysed_out_of_fold,
    command_line,
    load,
)
from tui_player.library.catalog import Catalog
from tui_player.library.ranking.ranker import rank
from tui_player.library.ranking.request import RankRequest, Weights
from tui_player.library.ranking.strategy import Strategy
from tui_player.library.ranking.terms.mood import MoodFits
from tui_player.library.song import SongId
from tui_player.models.music.training.clips.dataset import FOLDS

CENTRES: Final = ((0.6, 0.6), (-0.6, 0.6), (-0.6, -0.6), (0.6, -0.6))
"""Points of Q1..Q4 on the valence-arousal plane."""
FIRST: Final = 10
NOW: Final = 1_800_000_000.0
PRIOR: Final = 4.0
"""Songs without a mood added to each genre as a prior."""

Method = Callable[[Sequence[Labelled], int], list[int]]
"""Songs and a quadrant -> their numbers, the best first."""


def best_first(values: NDArray[Any]) -> list[int]:
    """Numbers of the songs by descending value."""
    order: list[int] = np.argsort(-values, kind="stable").tolist()
    return order


def by_chance() -> Method:
    """A new random order each time."""
    random = np.random.default_rng(SEED)
    return lambda songs, _: best_first(random.random(len(songs)))


def by_tags(learnt_on: Sequence[Labelled]) -> Method:
    """Order by the share of songs of the mood in the same tagged genres."""
    counts: dict[str, NDArray[np.float64]] = {}
    for one in learnt_on:
        for genre in one.genres:
            counts.setdefault(genre, np.full(4, PRIOR / 4))[one.clip.quadrant] += 1

    def method(songs: Sequence[Labelled], quadrant: int) -> list[int]:
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

    return method


def by_distance(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """Order by the distance on the plane alone."""
    places = np.array(
        [
            (one.song.analysis.valence, one.song.analysis.arousal)
            for one in songs
            if one.song.analysis
        ]
    )
    return best_first(-np.hypot(*(places - CENTRES[quadrant]).T))


def by_probability(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """Order by the network's probability of the quadrant."""
    shares = np.array([one.song.analysis.quadrants[quadrant] for one in songs if one.song.analysis])
    return best_first(shares)


def by_mood_term(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """Order by the mood term, which includes the library's spread and the network's deviation."""
    fits = MoodFits(Catalog.of([one.song for one in songs]))
    return best_first(fits.fit_to(CENTRES[quadrant]))


def by_ranking(songs: Sequence[Labelled], quadrant: int) -> list[int]:
    """Order by the player's ranking for a listener without feedback."""
    tagged = [one.tagged for one in songs]
    number = {song.id: row for row, song in enumerate(tagged)}
    request = RankRequest(*CENTRES[quadrant], Strategy.MATCH, NOW, limit=FIRST)
    return [number[pick.song.id] for pick in rank(Catalog.of(tagged), [], request, Weights())]


def first_ten(method: Method, songs: Sequence[Labelled]) -> float:
    """Mean share of right songs among the first ten of each quadrant."""
    shares = []
    for quadrant in range(len(CENTRES)):
        first = method(songs, quadrant)[:FIRST]
        shares.append(np.mean([songs[number].clip.quadrant == quadrant for number in first]))
    return float(np.mean(shares))


@dataclass(frozen=True)
class Fold:
    """A library of artists unknown to the network, and methods to choose from it."""

    songs: list[Labelled]
    methods: dict[str, Method]

    def resampled(self, random: np.random.Generator) -> list[Labelled]:
        """Songs of as many artists, drawn with replacement."""
        artists = sorted({one.clip.artist for one in self.songs})
        drawn = [artists[number] for number in random.integers(len(artists), size=len(artists))]
        by_artist = {name: [one for one in self.songs if one.clip.artist == name] for name in drawn}
        some = [one for name in drawn for one in by_artist[name]]
        # A song drawn twice needs two ids, because the catalog tells songs apart by id.
        return [
            replace(one, song=replace(one.song, id=SongId(number)))
            for number, one in enumerate(some, 1)
        ]


def folds_of(clips: Sequence[Labelled], numbers: Sequence[int]) -> list[Fold]:
    """The folds, each with methods learnt on the other folds' clips."""
    folds = []
    for number in numbers:
        songs = [one for one in clips if one.clip.fold == number]
        others = [one for one in clips if one.clip.fold != number]
        methods: dict[str, Method] = {
            "shuffle": by_chance(),
            "tags only": by_tags(others),
            "distance": by_distance,
            "quadrant probability": by_probability,
            "mood term": by_mood_term,
            "full ranking": by_ranking,
        }
        folds.append(Fold(songs, methods))
    return folds


def interval(name: str, folds: Sequence[Fold]) -> list[float]:
    """The mean figure of the folds, and 95 % by bootstrap over each fold's artists."""
    random = np.random.default_rng(SEED)
    figure = np.mean([first_ten(fold.methods[name], fold.songs) for fold in folds])
    means = [
        np.mean([first_ten(fold.methods[name], fold.resampled(random)) for fold in folds])
        for _ in range(RESAMPLES // 5)
    ]
    return [round(float(value), 4) for value in (figure, *np.quantile(means, (0.025, 0.975)))]


def main() -> None:
    """Measure and print one line per method."""
    parser = command_line(__doc__)
    parser.add_argument("--runs", type=Path, required=True, help="folder of the folds' networks")
    options = parser.parse_args()
    clips = [one for one in load(options.data, options.home) if one.has_quadrant]
    folds = folds_of(analysed_out_of_fold(clips, options.runs), range(FOLDS))
    count = sum(len(fold.songs) for fold in folds)
    for name in folds[0].methods:
        figure = interval(name, folds)
        print(json.dumps({"method": name, "first_ten": figure, "clips": count}), flush=True)


if __name__ == "__main__":
    main()
