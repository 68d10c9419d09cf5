"""Collaborative filtering: predicts a listener's ratings from those of other listeners.

Item weights are learnt from the ratings of all listeners (EASE in closed form; Steck 2019, arXiv
1905.03375). The scores of unrated songs are predicted from their sound and genres.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.feedback import History
from tui_player.library.ranking.song_features import SongFeatures
from tui_player.library.song import SongId

Histories = Mapping[SongId, History]
Scores = Mapping[SongId, float]
"""Predictions for the songs that any listener knows, about -1..1."""

REGULARISATION: Final = 93.0
"""Ridge penalty in likes, chosen on HetRec's Last.fm set (`benchmarks/evaluation/taste.py`). It is
scaled by the number of listeners."""

HETREC_LISTENERS: Final = 1_892
"""Number of listeners in HetRec's Last.fm set."""

MOST_SONGS: Final = 2_000
"""Number of songs to learn from: those rated or played by most listeners. More would take too
much time and memory."""

PLAY: Final = 0.25
"""Weight of a play of an unrated song. A like weighs 1."""

SKIP: Final = -0.3
"""Weight of a skip of an unrated song."""

FEATURE_PRIOR: Final = 10.0
"""Ridge penalty of the regression on song features, in songs."""

GAIN: Final = 2.0
"""Factor of a score before `tanh`."""


def scores_for(histories_by_profile: Mapping[str, Histories], profile: str) -> Scores | None:
    """Predictions for one profile from the others' ratings; None if there are no others.

    The prediction for a profile without ratings is the mean rating of the others.
    """
    others = {name: own for name, own in histories_by_profile.items() if name != profile}
    if not others:
        return None
    songs = _most_rated(histories_by_profile)
    column = {song_id: number for number, song_id in enumerate(songs)}
    other_ratings = np.stack([_ratings(histories, column) for histories in others.values()])
    own_ratings = _ratings(histories_by_profile.get(profile, {}), column)
    if not own_ratings.any():
        predicted = np.asarray(other_ratings.mean(axis=0), np.float32)
    else:
        ratings = np.vstack([other_ratings, own_ratings])
        regularisation = max(1.0, REGULARISATION * len(ratings) / HETREC_LISTENERS)
        item_weights = item_weights_of(ratings.T @ ratings, regularisation)
        predicted = np.asarray(own_ratings @ item_weights, np.float32)
        # Two negatives must not predict a like.
        predicted = np.where((other_ratings > 0).any(axis=0), predicted, np.minimum(predicted, 0))
    highest = float(np.abs(predicted).max(initial=1e-6))
    return dict(zip(songs, (predicted / highest).tolist(), strict=True))


def item_weights_of(gram: Floats, regularisation: float) -> Floats:
    """[I, I]: item weights of EASE, from the Gram matrix `gram` [I, I] of the ratings.

    The diagonal is 0.
    """
    ridge = regularisation * np.eye(len(gram), dtype=np.float32)
    inverse = np.asarray(np.linalg.inv(gram + ridge), np.float32)
    weights: Floats = inverse / -inverse.diagonal()
    np.fill_diagonal(weights, 0)
    return weights


def collaborative_term(catalog: Catalog, scores: Scores) -> Floats:
    """[N] in [0, 1]; the collaborative filtering term, 0.5 if nothing is known."""
    known = [song_id for song_id in scores if song_id in catalog.row_of]
    rows = np.array([catalog.row_of[song_id] for song_id in known], np.intp)
    known_scores = np.array([scores[song_id] for song_id in known], np.float64)
    song_features = SongFeatures(
        catalog, rows, catalog.features[:, rows], known_scores.astype(np.float32)
    )
    matrix = song_features.matrix.astype(np.float64)
    precision = matrix.T @ matrix + FEATURE_PRIOR * np.eye(matrix.shape[1])
    coefficients = np.linalg.solve(precision, matrix.T @ known_scores)
    term = song_features.predict(coefficients.astype(np.float64))
    term[rows] = known_scores
    term *= np.float32(GAIN)
    np.tanh(term, out=term)
    term += 1
    term /= 2
    return term


def _most_rated(histories_by_profile: Mapping[str, Histories]) -> list[SongId]:
    count: dict[SongId, int] = {}
    for histories in histories_by_profile.values():
        for song_id in histories:
            count[song_id] = count.get(song_id, 0) + 1
    return sorted(count, key=lambda song_id: (-count[song_id], song_id))[:MOST_SONGS]


def _ratings(histories: Histories, column: Mapping[SongId, int]) -> Floats:
    """[I], -1..1: the listener's ratings, or weights of plays and skips."""
    ratings = np.zeros(len(column), np.float32)
    for song_id, history in histories.items():
        if song_id in column:
            rating = history.rating or PLAY * history.plays + SKIP * history.skips
            ratings[column[song_id]] = max(-1.0, min(1.0, rating))
    return ratings
