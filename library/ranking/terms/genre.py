"""Genre term: how far this listener likes the genres of a song."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Floats
from tui_player.library.ranking.event_weights import Evidence

PRIOR: Final = 1.0
"""Evidence of no opinion that each genre starts with, in likes."""


def genre_affinity(catalog: Catalog, evidence: Evidence) -> Floats:
    """[number of genre names], -1..1: the listener's mean opinion of each genre, drawn towards 0.

    A piece of evidence is shared out among the song's tagged genres, or, where it has none, among
    the network's genres by their probability.
    """
    tagged = catalog.genre_sets[catalog.genre_set[evidence.rows]]
    counts = (tagged != NOTHING).sum(axis=1)
    share = np.where(counts > 0, evidence.weights / np.maximum(counts, 1), 0)
    untagged = np.where(counts > 0, 0, evidence.weights)
    heard = evidence.features[len(catalog.sound) :].T * untagged[:, None]
    codes = np.concatenate([tagged.ravel(), np.tile(catalog.heard_genre_codes, len(heard))])
    parts = np.concatenate([np.repeat(share, tagged.shape[1]), heard.ravel()])
    size = len(catalog.genre_names)
    said = np.bincount(codes, np.abs(parts), size)
    affinity: Floats = (np.bincount(codes, parts, size) / (said + PRIOR)).astype(np.float32)
    affinity[NOTHING] = 0
    return affinity


def genre_liking(catalog: Catalog, affinity: Floats) -> Floats:
    """[N] in [0, 1]; 0.5 where nothing is known of the song's genres."""
    if not affinity.any():
        return np.full(len(catalog), 0.5, np.float32)
    liking: Floats = affinity[catalog.heard_genre_codes] @ catalog.heard_genres
    liking *= catalog.genre_set == 0
    liking += catalog.mean_of_tags(affinity)
    liking *= np.float32(0.5)
    liking += np.float32(0.5)
    return liking.clip(0, 1, out=liking)
