"""Taste term: what this listener likes in this mood, learnt from whatever it does.

Bayesian linear regression (Bishop 2006, section 3.3) from a song's sound and genres to liking (1)
or rejection (-1). Evidence of another mood or of long ago enters with a share of its likelihood
(power prior; Ibrahim & Chen 2000). What sound does not explain is left to the artist, and then to
the song itself, each drawn towards nothing while little is known of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tui_player.library.catalog import NOTHING, Catalog, Codes, Doubles, Floats
from tui_player.library.chance import evenly
from tui_player.library.ranking.evidence import Evidence
from tui_player.library.ranking.seen import Seen

NOISE: Final = 1.0
"""Variance of one like around what sound foretells; that of an opinion beforehand is 1."""

GENRE_GAIN: Final = 0.5
"""What the opinion of its genres counts for a song that was not heard yet."""

ARTIST_PRIOR: Final = 2.0
"""Likes of no opinion that each artist starts with."""

SONG_PRIOR: Final = 0.7
"""And each song."""

GAIN: Final = 1.0
"""How steeply an opinion becomes a term."""

DOUBT: Final = (0.5, 0.3, 0.3)
"""How far sound, artist and song lie from what is foretold where nothing is known of them."""

UNIFORM_DEVIATION: Final = 12**-0.5


@dataclass(frozen=True, slots=True)
class Taste:
    """The listener's opinion of each song."""

    term: Floats
    """[N] in [0, 1]; 0.5 where nothing is known, 0 for a disliked song."""
    draw: Floats
    """[N] in [0, 1]; above 0.5 where the song is liked better than foretold in one of the opinions
    that the evidence allows (Thompson 1933): the more is known, the nearer to 0.5."""


def taste(catalog: Catalog, evidence: Evidence, genre: Floats, seed: int) -> Taste:
    """What is known of the listener's taste, and a draw from what is not.

    `genre` is the genre term, for songs that were not heard yet.
    """
    weights = np.abs(evidence.weights).astype(np.float64)
    liked = np.sign(evidence.weights).astype(np.float64)
    seen = Seen(catalog, evidence.rows, evidence.features)
    mean, root = fitted(seen, evidence)
    chance = np.random.default_rng(seed).normal(size=len(mean))
    doubt = DOUBT[0] * np.linalg.solve(root.T, chance).astype(np.float64)
    opinion, drawn = seen.foretell(mean), seen.foretell(doubt)
    unheard = np.flatnonzero(~catalog.embedded)
    opinion[unheard] += np.float32(GENRE_GAIN) * (2 * genre[unheard] - 1)
    left = liked - opinion[evidence.rows]
    artists = catalog.artists[evidence.rows]
    effect, certainty = _effects(artists, left, weights, catalog.artist_count, ARTIST_PRIOR)
    effect[NOTHING] = certainty[NOTHING] = 0
    left -= effect[artists]
    opinion += effect[catalog.artists]
    names = np.arange(catalog.artist_count, dtype=np.uint64)
    noise = _noise(evenly(names, seed))
    drawn += (noise * (DOUBT[1] * np.sqrt(1 - certainty)))[catalog.artists]
    songs, numbers = np.unique(evidence.rows, return_inverse=True)
    effect, certainty = _effects(numbers, left, weights, len(songs), SONG_PRIOR)
    opinion[songs] += effect
    noise = _noise(catalog.chance(seed + 1))
    noise *= np.float32(DOUBT[2])
    noise[songs] *= np.sqrt(1 - certainty)
    drawn += noise
    term = _squashed(opinion)
    term[evidence.ratings < 0] = 0
    return Taste(term, _squashed(drawn))


def fitted(seen: Seen, evidence: Evidence) -> tuple[Doubles, Doubles]:
    """The regression's posterior: its mean [F], and the root of its precision, a square."""
    weights = np.abs(evidence.weights).astype(np.float64)
    matrix = seen.matrix
    precision = np.eye(matrix.shape[1]) + (matrix.T * weights) @ matrix / NOISE
    said = matrix.T @ evidence.weights.astype(np.float64) / NOISE
    mean = np.linalg.solve(precision, said)
    return mean.astype(np.float64), np.linalg.cholesky(precision).astype(np.float64)


def _effects(
    codes: Codes | NDArray[np.intp], left: Doubles, weights: Doubles, count: int, prior: float
) -> tuple[Floats, Floats]:
    """[count]: mean of what is left for each code, drawn to 0, and how certain it is, 0..1."""
    said = np.bincount(codes, weights, count) + prior
    effect: Floats = (np.bincount(codes, weights * left, count) / said).astype(np.float32)
    return effect, (1 - prior / said).astype(np.float32)


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
