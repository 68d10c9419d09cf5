"""What a listener likes in a mood, learnt from whatever the listener does.

Bayesian linear regression (Bishop 2006, section 3.3) from a song's sound and genres to liking (1)
or rejection (-1); of songs that were not analysed yet, from their tagged genres alone. Evidence of
another mood or of long ago enters with a share of its likelihood (power prior; Ibrahim & Chen
2000). What this does not explain is left to the artist, and then to the song itself, each drawn
towards nothing while little is known of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Doubles, Floats, Rows
from tui_player.library.ranking.event_weights import Evidence
from tui_player.library.ranking.song_features import Seen
from tui_player.library.ranking.terms.term import Knowledge
from tui_player.library.stable_random import evenly

NOISE: Final = 1.0
"""Variance of one like around what is foretold; that of an opinion beforehand is 1."""

ARTIST_PRIOR: Final = 2.0
"""Likes of no opinion that each artist starts with."""

SONG_PRIOR: Final = 0.7
"""And each song."""

GAIN: Final = 1.0
"""How steeply an opinion becomes a term."""

DOUBT: Final = (0.5, 0.3, 0.3)
"""How far sound and genres, artist, and song lie from what is foretold where nothing is known."""

UNIFORM_DEVIATION: Final = 12**-0.5


@dataclass(frozen=True, slots=True)
class Taste:
    """The listener's opinion of each song."""

    term: Floats
    """[N] in [0, 1]; 0.5 where nothing is known, 0 for a disliked song."""
    draw: Floats
    """[N] in [0, 1]; above 0.5 where the song is liked better than foretold in one of the opinions
    that the evidence allows (Thompson 1933): the more is known, the nearer to 0.5."""


def learnt_taste(knowledge: Knowledge) -> Taste:
    """What is known of the listener's taste, and a draw from what is not."""
    evidence = knowledge.evidence
    opinion = _Opinion(knowledge.catalog, evidence, knowledge.request.seed)
    opinion.add_artists()
    opinion.add_songs()
    term = _squashed(opinion.mean)
    term[evidence.ratings < 0] = 0
    return Taste(term, _squashed(opinion.drawn))


class _Opinion:
    """In the making: first by sound and genres, then by what is left of the evidence after them."""

    def __init__(self, catalog: Catalog, evidence: Evidence, seed: int) -> None:
        self._catalog, self._rows, self._seed = catalog, evidence.rows, seed
        seen = Seen(catalog, evidence.rows, evidence.features, evidence.weights)
        mean, root = fitted(seen, evidence)
        self.mean = seen.foretell(mean)
        """[N]"""
        # Every genre keeps its chance: what is learnt of one must not deal the others' anew.
        of_tags = _noise(evenly(np.arange(len(catalog.genre_names), dtype=np.uint64), seed + 2))
        of_sound = np.random.default_rng(seed).normal(size=len(catalog.features))
        chance = np.concatenate([of_sound, of_tags[seen.tags]])
        doubt = np.linalg.solve(root.T, chance).astype(np.float64)
        self.drawn = seen.foretell(doubt, of_tags)
        """[N]; how far one of the opinions that the evidence allows lies from the mean."""
        self.drawn *= np.float32(DOUBT[0])
        self._weights = np.abs(evidence.weights).astype(np.float64)
        self._left = np.sign(evidence.weights) - self.mean[evidence.rows].astype(np.float64)

    def add_artists(self) -> None:
        """What artists have of their own."""
        artists, count = self._catalog.artists, self._catalog.artist_count
        effect, doubt = self._effects(artists[self._rows], count, ARTIST_PRIOR)
        effect[NOTHING] = 0
        doubt[NOTHING] = 1
        self._left -= effect[artists[self._rows]]
        self.mean += effect[artists]
        noise = _noise(evenly(np.arange(count, dtype=np.uint64), self._seed))
        self.drawn += (DOUBT[1] * noise * doubt)[artists]

    def add_songs(self) -> None:
        """What songs have of their own."""
        songs, numbers = np.unique(self._rows, return_inverse=True)
        effect, doubt = self._effects(numbers, len(songs), SONG_PRIOR)
        self.mean[songs] += effect
        noise = _noise(self._catalog.chance(self._seed + 1))
        noise *= np.float32(DOUBT[2])
        noise[songs] *= doubt
        self.drawn += noise

    def _effects(self, codes: Rows, count: int, prior: float) -> tuple[Floats, Floats]:
        """[count] each: mean of what is left, drawn to 0, and the share of doubt that stays."""
        said = np.bincount(codes, self._weights, count) + prior
        effect = np.bincount(codes, self._weights * self._left, count) / said
        return effect.astype(np.float32), np.sqrt(prior / said).astype(np.float32)


def fitted(seen: Seen, evidence: Evidence) -> tuple[Doubles, Doubles]:
    """The regression's posterior: its mean [F], and the root of its precision, a square."""
    matrix = seen.matrix
    weighed = matrix.T * np.abs(evidence.weights)
    precision = np.eye(matrix.shape[1]) + (weighed @ matrix) / NOISE
    said = (matrix.T @ evidence.weights).astype(np.float64) / NOISE
    mean = np.linalg.solve(precision, said)
    return mean.astype(np.float64), np.linalg.cholesky(precision).astype(np.float64)


def _noise(chance: Floats) -> Floats:
    """Of mean 0 and deviation 1, from even numbers in [0, 1)."""
    noise = chance - np.float32(0.5)
    noise *= np.float32(1 / UNIFORM_DEVIATION)
    return noise


def _squashed(opinion: Floats) -> Floats:
    """As a term; in place."""
    opinion *= np.float32(GAIN)
    np.tanh(opinion, out=opinion)
    opinion += 1
    opinion *= np.float32(0.5)
    return opinion
