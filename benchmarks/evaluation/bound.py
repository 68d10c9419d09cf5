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
    BORED_S,
    BOREDOM,
    OF_THE_MOOD,
    RELUCTANCE,
    STEEPNESS,
    Chooser,
    Listener,
    Way,
    World,
    skips_by_hour,
    world_of,
)
from tui_player.library.catalog import Catalog
from tui_player.library.feedback import Feedback, FeedbackKind

OF_SOUND: Final = 0.35
"""Variance of the linear part of the opinion of sounds."""
OF_ARTISTS: Final = 0.25
FOR_GOOD: Final = 0.5
"""Covariance of one song's opinions in two moods."""
CURIOSITY: Final = 0.3
"""Standard deviations added to a song's predicted mean."""
STEPS: Final = 8
"""Steps of Newton's method. More steps change nothing."""
LEAST: Final = 1e-6

Floats = NDArray[np.float64]


class KnowsWhatMatters(Chooser):
    """Knows moods and boredom, but not the listener's taste."""

    def __init__(self, world: World, seed: int, moods: Floats) -> None:
        """`moods` [4, N]: probability of each song to be of each quadrant."""
        super().__init__(world, seed)
        self.moods = moods
        self.heard_at = np.full(len(world.songs), -np.inf)

    def next(self, mood: int, now: float) -> int:
        """The number of the next song."""
        bored = BOREDOM * 0.5 ** ((now - self.heard_at) / BORED_S)
        odds = OF_THE_MOOD * self.moods[mood] - RELUCTANCE - bored
        best = int((odds + self.leaning(mood)).argmax())
        self.offered(best, mood, float(odds[best]))
        self.heard_at[best] = now
        return best

    def leaning(self, _mood: int) -> Floats:
        """[N]; predicted taste part of each song's log odds."""
        return np.zeros(len(self.heard_at))

    def offered(self, number: int, mood: int, odds: float) -> None:
        """Take in an offered song. `odds` are its log odds without taste."""


class AllKnowing(KnowsWhatMatters):
    """Knows the listener's opinions."""

    def __init__(self, world: World, seed: int, moods: Floats) -> None:
        super().__init__(world, seed, moods)
        self.opinions = Listener(world, seed).opinions

    def leaning(self, mood: int) -> Floats:
        """[N]; true taste part of each song's log odds."""
        return STEEPNESS * self.opinions[mood]


class Learner(KnowsWhatMatters):
    """The Gaussian process."""

    def __init__(self, world: World, seed: int, moods: Floats, covariance: Floats) -> None:
        """`covariance` [N, N] is that of opinions in one mood."""
        super().__init__(world, seed, moods)
        self.covariance = STEEPNESS**2 * covariance
        self.said: list[tuple[int, int, float, bool]] = []
        """Song, mood, odds without taste, and whether it was played to its end."""
        self.last = (0, 0, 0.0)

    def offered(self, number: int, mood: int, odds: float) -> None:
        """Take in an offered song. `odds` are its log odds without taste."""
        self.last = number, mood, odds

    def learn(self, events: Sequence[Feedback]) -> None:
        """Take in feedback. A rating counts as two more songs at odds against it."""
        kinds = [event.kind for event in events]
        number, mood, odds = self.last
        self.said.append((number, mood, odds, FeedbackKind.PLAY in kinds))
        for kind, liked in ((FeedbackKind.LIKE, True), (FeedbackKind.DISLIKE, False)):
            against = -1.0 if liked else 1.0
            self.said += 2 * [(number, mood, against, liked)] * (kind in kinds)

    def leaning(self, mood: int) -> Floats:
        """[N]; mean plus a share of the standard deviation."""
        variance: Floats = self.covariance.diagonal()
        deviation: Floats = np.sqrt(variance)
        if not self.said:
            return CURIOSITY * deviation
        songs, moods, odds, heard = (np.array(column) for column in zip(*self.said, strict=True))
        same = FOR_GOOD + (1 - FOR_GOOD) * (moods[:, None] == moods)
        among = self.covariance[np.ix_(songs, songs)] * same
        to_all = self.covariance[:, songs] * (FOR_GOOD + (1 - FOR_GOOD) * (moods == mood))
        values, identity = np.zeros(len(songs)), np.eye(len(songs))
        for _ in range(STEPS):
            chance = 1 / (1 + np.exp(-(values + odds)))
            root = np.sqrt(chance * (1 - chance) + LEAST)
            aim = root**2 * values + heard - chance
            whole = identity + root[:, None] * among * root
            weights = aim - root * np.linalg.solve(whole, root * (among @ aim))
            values = among @ weights
        known = np.linalg.solve(whole, root[:, None] * to_all.T)
        left = variance - (to_all.T * root[:, None] * known).sum(axis=0)
        leaning: Floats = to_all @ weights + CURIOSITY * np.sqrt(np.maximum(left, 0))
        return leaning


def covariance_of(world: World) -> Floats:
    """[N, N]; covariance of opinions in one mood, as in `Listener`."""
    of_genres = world.genres @ world.genres.T
    of_sound = OF_SOUND * world.directions @ world.directions.T
    of_artists = OF_ARTISTS * (world.artists[:, None] == world.artists)
    covariance: Floats = of_genres + of_sound + of_artists
    return covariance


def main() -> None:
    """Simulate and print, a way a line."""
    options = command_line(__doc__).parse_args()
    world = world_of([one for one in load(options.data, options.home) if one.has_quadrant])
    covariance = covariance_of(world)
    heard = Catalog.of(world.songs).quadrants.astype(np.float64)
    for source, moods in (("network", heard), ("table", np.eye(4)[:, world.quadrants])):
        ways: dict[str, Way] = {
            "knows every opinion": partial(AllKnowing, moods=moods),
            "knows moods and boredom alone": partial(KnowsWhatMatters, moods=moods),
            "knows how opinions come about": partial(Learner, moods=moods, covariance=covariance),
        }
        for name, way in ways.items():
            hours = skips_by_hour(world, way)
            print(json.dumps({"way": name, "songs' moods by": source} | hours), flush=True)


if __name__ == "__main__":
    main()
