"""Lower bounds on skips: simulated listeners with choosers that know more than the player.

`python -m benchmarks.evaluation.bound --data DATA --home HOME` (see `clips.py` and `learning.py`).

One chooser knows every hidden opinion. One knows only moods and boredom. One knows no opinion, but
knows how they are generated: a Gaussian process for classification by Laplace's method (Rasmussen &
Williams 2006, chapter 3) with the generator's covariance. It prefers good predictions and, a
little, uncertain ones. A player's skips lie above those of the last chooser. Each chooser runs
twice: with song moods from the music network, as in the player, and with those from the table.
"""

import json
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation.clips import command_line, load
from benchmarks.evaluation.learning import (
    BOREDOM,
    BOREDOM_HALF_LIFE_S,
    MOOD_LOG_ODDS,
    SKIP_LOG_ODDS,
    STEEPNESS,
    Chooser,
    Listener,
    Method,
    World,
    make_world,
    skips_by_hour,
)
from tui_player.library.feedback import Feedback, FeedbackKind

SOUND_VARIANCE: Final = 0.35
"""Variance of the linear part of the opinion of sounds."""
ARTIST_VARIANCE: Final = 0.25
CROSS_MOOD_COVARIANCE: Final = 0.5
"""Covariance of one song's opinions in two moods."""
EXPLORATION: Final = 0.3
"""Standard deviations added to a song's predicted mean."""
STEPS: Final = 8
"""Steps of Newton's method. More steps change nothing."""
LEAST: Final = 1e-6

Floats = NDArray[np.float64]


class KnownMoods(Chooser):
    """Knows moods and boredom, but not the listener's taste."""

    def __init__(self, world: World, seed: int, moods: Floats) -> None:
        """`moods` [4, N]: probability of each song to be of each quadrant."""
        super().__init__(world, seed)
        self.moods = moods
        self.offered_at = np.full(len(world.songs), -np.inf)

    def next(self, mood: int, now: float) -> int:
        """The number of the next song."""
        bored = BOREDOM * 0.5 ** ((now - self.offered_at) / BOREDOM_HALF_LIFE_S)
        odds = MOOD_LOG_ODDS * self.moods[mood] - SKIP_LOG_ODDS - bored
        best = int((odds + self.taste_log_odds(mood)).argmax())
        self.offered(best, mood, float(odds[best]))
        self.offered_at[best] = now
        return best

    def taste_log_odds(self, _mood: int) -> Floats:
        """[N]; predicted taste part of each song's log odds."""
        return np.zeros(len(self.offered_at))

    def offered(self, number: int, mood: int, odds: float) -> None:
        """Take in an offered song. `odds` are its log odds without taste."""


class KnownOpinions(KnownMoods):
    """Knows the listener's opinions."""

    def __init__(self, world: World, seed: int, moods: Floats) -> None:
        super().__init__(world, seed, moods)
        self.opinions = Listener(world, seed).opinions

    def taste_log_odds(self, mood: int) -> Floats:
        """[N]; true taste part of each song's log odds."""
        return STEEPNESS * self.opinions[mood]


class GaussianProcess(KnownMoods):
    """The Gaussian process."""

    def __init__(self, world: World, seed: int, moods: Floats, covariance: Floats) -> None:
        """`covariance` [N, N] is that of opinions in one mood."""
        super().__init__(world, seed, moods)
        self.covariance = STEEPNESS**2 * covariance
        self.answers: list[tuple[int, int, float, bool]] = []
        """Song, mood, odds without taste, and whether it was played to its end."""
        self.last = (0, 0, 0.0)

    def offered(self, number: int, mood: int, odds: float) -> None:
        """Take in an offered song. `odds` are its log odds without taste."""
        self.last = number, mood, odds

    def learn(self, events: Sequence[Feedback]) -> None:
        """Take in feedback. A rating counts as two more songs at odds against it."""
        kinds = [event.kind for event in events]
        number, mood, odds = self.last
        self.answers.append((number, mood, odds, FeedbackKind.PLAY in kinds))
        for kind, liked in ((FeedbackKind.LIKE, True), (FeedbackKind.DISLIKE, False)):
            against = -1.0 if liked else 1.0
            self.answers += 2 * [(number, mood, against, liked)] * (kind in kinds)

    def taste_log_odds(self, mood: int) -> Floats:
        """[N]; mean plus a share of the standard deviation."""
        variance: Floats = self.covariance.diagonal()
        deviation: Floats = np.sqrt(variance)
        if not self.answers:
            return EXPLORATION * deviation
        songs, moods, odds, played = (
            np.array(column) for column in zip(*self.answers, strict=True)
        )
        same = CROSS_MOOD_COVARIANCE + (1 - CROSS_MOOD_COVARIANCE) * (moods[:, None] == moods)
        among = self.covariance[np.ix_(songs, songs)] * same
        to_all = self.covariance[:, songs] * (
            CROSS_MOOD_COVARIANCE + (1 - CROSS_MOOD_COVARIANCE) * (moods == mood)
        )
        values, identity = np.zeros(len(songs)), np.eye(len(songs))
        for _ in range(STEPS):
            probability = 1 / (1 + np.exp(-(values + odds)))
            root = np.sqrt(probability * (1 - probability) + LEAST)
            target = root**2 * values + played - probability
            whole = identity + root[:, None] * among * root
            weights = target - root * np.linalg.solve(whole, root * (among @ target))
            values = among @ weights
        known = np.linalg.solve(whole, root[:, None] * to_all.T)
        left = variance - (to_all.T * root[:, None] * known).sum(axis=0)
        log_odds: Floats = to_all @ weights + EXPLORATION * np.sqrt(np.maximum(left, 0))
        return log_odds


def covariance_of(world: World) -> Floats:
    """[N, N]; covariance of opinions in one mood, as in `Listener`."""
    of_genres = world.genres @ world.genres.T
    of_sound = SOUND_VARIANCE * world.directions @ world.directions.T
    of_artists = ARTIST_VARIANCE * (world.artists[:, None] == world.artists)
    covariance: Floats = of_genres + of_sound + of_artists
    return covariance


def main() -> None:
    """Simulate and print, a method a line."""
    options = command_line(__doc__).parse_args()
    world = make_world([one for one in load(options.data, options.home) if one.has_quadrant])
    covariance = covariance_of(world)
    analyses = [song.analysis for song in world.songs if song.analysis]
    predicted = np.array([analysis.quadrants for analysis in analyses]).T
    for source, moods in (("network", predicted), ("table", np.eye(4)[:, world.quadrants])):
        methods: dict[str, Method] = {
            "knows every opinion": partial(KnownOpinions, moods=moods),
            "knows moods and boredom alone": partial(KnownMoods, moods=moods),
            "knows how opinions come about": partial(
                GaussianProcess, moods=moods, covariance=covariance
            ),
        }
        for name, method in methods.items():
            hours = skips_by_hour(world, method)
            print(json.dumps({"method": name, "songs' moods by": source} | hours), flush=True)


if __name__ == "__main__":
    main()
