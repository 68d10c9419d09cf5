"""Taste term: what this listener likes in this mood, learnt from whatever it does.

Bayesian linear regression (Bishop 2006, section 3.3) from a song's sound and genres to liking (1)
or rejection (-1). Evidence of another mood or of long ago enters with a share of its likelihood
(power prior; Ibrahim & Chen 2000). What sound does not explain is left to the artist, and then to
the song itself, each drawn towards nothing while little is known of it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Codes, Doubles, Floats
from tui_player.library.ranking.chance import evenly
from tui_player.library.ranking.evidence import Evidence

NOISE: Final = 1.0
"""Variance of one like around what sound foretells; that of an opinion beforehand is 1."""

GENRE_SHARE: Final = 0.5
"""What genres count in what two songs have in common, against their sound."""

GENRE_GAIN: Final = 0.5
"""What the opinion of its genres counts for a song that was not heard yet."""

ARTIST_PRIOR: Final = 2.0
"""Likes of no opinion that each artist starts with."""

SONG_PRIOR: Final = 0.7
"""And each song."""

GAIN: Final = 1.5
"""How steeply an opinion becomes a term."""

DOUBT: Final = (0.5, 0.3, 0.3)
"""How far sound, artist and song lie from what is foretold where nothing is known of them."""

UNIFORM_DEVIATION: Final = 12**-0.5

SAME_SOUND: Final = 1e-4
"""Spread of the embeddings below which their differences are rounding."""


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
    sound = _Sound(catalog)
    opinion, drawn = sound.learnt(evidence.rows, weights, liked, seed)
    opinion[~catalog.embedded] += GENRE_GAIN * (2 * genre[~catalog.embedded] - 1)
    left = liked - opinion[evidence.rows]
    artists = catalog.artists[evidence.rows]
    count = int(catalog.artists.max(initial=NOTHING)) + 1
    effect, certainty = _effects(artists, left, weights, count, ARTIST_PRIOR)
    effect[NOTHING] = certainty[NOTHING] = 0
    left -= effect[artists]
    opinion += effect.astype(np.float32)[catalog.artists]
    names = np.arange(count, dtype=np.uint64)
    drawn += (_noise(names, seed) * (DOUBT[1] * np.sqrt(1 - certainty)))[catalog.artists]
    effect, certainty = _effects(evidence.rows, left, weights, len(catalog), SONG_PRIOR)
    opinion += effect.astype(np.float32)
    drawn += _noise(catalog.ids, seed + 1) * (DOUBT[2] * np.sqrt(1 - certainty))
    term = _squashed(opinion)
    term[evidence.ratings < 0] = 0
    return Taste(term, _squashed(drawn))


def _effects(
    codes: Codes, left: Doubles, weights: Doubles, count: int, prior: float
) -> tuple[Doubles, Doubles]:
    """Mean of what is left for each code, drawn towards 0, and how certain it is, 0..1."""
    said = np.bincount(codes, weights, count)
    certainty = said / (said + prior)
    return np.bincount(codes, weights * left, count) / (said + prior), certainty


def _noise(ids: "np.ndarray[tuple[int], np.dtype[np.uint64]]", seed: int) -> Floats:
    """Of mean 0 and deviation 1."""
    noise = evenly(ids, seed)
    noise -= np.float32(0.5)
    noise /= np.float32(UNIFORM_DEVIATION)
    return noise


def _squashed(opinion: Floats) -> Floats:
    squashed: Floats = 0.5 + 0.5 * np.tanh(np.float32(GAIN) * opinion.astype(np.float32))
    return squashed


class _Sound:
    """Embedding and genres of the songs as features of length 1, about, seen from their mean.

    Seen from the origin all songs would be alike, since embeddings share a large common part.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._centre = catalog.centre
        spread = float(1 - self._centre @ self._centre) if catalog.embedded.any() else 0.0
        self._scale = spread**-0.5 if spread > SAME_SOUND else 0.0

    def learnt(
        self, rows: Codes, weights: Doubles, liked: Doubles, seed: int
    ) -> tuple[Floats, Floats]:
        """[N]: the opinion foretold for each song, and a draw of how it differs from that."""
        features = self._features(rows)
        precision = np.eye(features.shape[1]) + (features.T * weights) @ features / NOISE
        lower = np.linalg.cholesky(precision)
        mean = np.linalg.solve(precision, features.T @ (weights * liked) / NOISE)
        chance = np.random.default_rng(seed).normal(size=len(mean))
        drawn = np.linalg.solve(lower.T, chance)
        both = self._times(np.stack([mean, DOUBT[0] * drawn], axis=1))
        return both[:, 0].copy(), both[:, 1].copy()

    def _features(self, rows: Codes) -> Doubles:
        """[M, D + G]"""
        catalog = self._catalog
        sound = (catalog.embeddings[rows] - self._centre) * self._scale
        sound *= catalog.embedded[rows, None]
        genres = catalog.heard_genres[rows] * catalog.analysed[rows, None]
        return np.concatenate([sound, GENRE_SHARE * genres], axis=1)

    def _times(self, vectors: Doubles) -> Floats:
        """The features of all songs times `vectors` [D + G, K], as [N, K]."""
        catalog, dimensions = self._catalog, len(self._centre)
        sound, genres = vectors[:dimensions] * self._scale, vectors[dimensions:] * GENRE_SHARE
        product: Floats = catalog.embeddings @ sound.astype(np.float32)
        product -= catalog.embedded[:, None] * (self._centre @ sound).astype(np.float32)
        product += catalog.heard_genres @ genres.astype(np.float32)
        return product
