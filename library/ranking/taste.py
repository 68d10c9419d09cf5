"""Taste term: what this listener likes in this mood."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Floats
from tui_player.library.ranking.evidence import Evidence

SIMILARITY_GAIN: Final = 1.5
"""How steeply likeness to liked songs counts."""

ARTIST_GAIN: Final = 0.4
"""How much an artist counts whose songs were liked."""

GENRE_GAIN: Final = 0.5
"""How much the genre stands in for likeness where there is no embedding."""

LIKED_BONUS: Final = 0.5
"""What a like counts for the song itself in every mood, beyond the weighted evidence."""

DOUBT: Final = 0.5
"""Likes that the direction of taste must outweigh to count in full."""

SAME_SOUND: Final = 1e-4
"""Spread of the embeddings below which their differences are rounding."""


def taste(catalog: Catalog, evidence: Evidence, genre: Floats) -> Floats:
    """[N] in [0, 1]; 0.5 without evidence, 0 for a disliked song.

    `genre` is the genre term, for songs without an embedding.
    """
    if not evidence.rows.size:
        return np.full(len(catalog), 0.5, np.float32)
    similarity = SIMILARITY_GAIN * _likeness(catalog, evidence)
    opinion = np.where(catalog.embedded, similarity, GENRE_GAIN * (2 * genre - 1))
    opinion += ARTIST_GAIN * _artist_opinion(catalog, evidence)
    np.add.at(opinion, evidence.rows, evidence.weights)
    opinion[evidence.ratings > 0] += LIKED_BONUS
    result: Floats = (0.5 + 0.5 * np.tanh(opinion)).astype(np.float32)
    result[evidence.ratings < 0] = 0
    return result


def _likeness(catalog: Catalog, evidence: Evidence) -> Floats:
    """[N], about -1..1: cosine to the liked songs less the rejected ones, seen from the mean song.

    Rocchio 1971, "Relevance feedback in information retrieval". Seen from the origin all songs
    would be alike, since a network's embeddings share a large common part. Little or contradictory
    evidence gives a short vector, and so a small likeness.
    """
    spread = _spread(catalog)
    if spread < SAME_SOUND:
        return np.zeros(len(catalog), np.float32)
    known = catalog.embedded[evidence.rows]
    rows, weights = evidence.rows[known], evidence.weights[known]
    centre = catalog.centre
    direction = weights @ catalog.embeddings[rows] - weights.sum() * centre
    direction /= np.sqrt(direction @ direction + DOUBT * spread) * np.sqrt(spread)
    likeness: Floats = catalog.embeddings @ direction.astype(np.float32)
    likeness -= np.float32(centre @ direction)
    return likeness


def _spread(catalog: Catalog) -> float:
    """Mean square distance of the embeddings, all of length 1, from their centre."""
    return float(1 - catalog.centre @ catalog.centre) if catalog.embedded.any() else 0.0


def _artist_opinion(catalog: Catalog, evidence: Evidence) -> Floats:
    """[N], -1..1: what the listener thinks of each song's artist."""
    artists = catalog.artists[evidence.rows]
    opinion = np.tanh(np.bincount(artists, evidence.weights, int(catalog.artists.max()) + 1))
    opinion[NOTHING] = 0
    by_song: Floats = opinion.astype(np.float32)[catalog.artists]
    return by_song
