"""Song features for regressions: sound, predicted genres and tagged genres."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NO_CODE, Catalog, Doubles, Floats, Rows

PREDICTED_GENRE_SCALE: Final = 0.5
"""Scale of predicted genres relative to sound."""

TAGGED_GENRE_SCALE: Final = 1.0
"""Scale of tagged genres relative to sound."""

MOST_TAGS: Final = 32
"""Number of tagged genres with a feature each: those with the largest event weights."""


class SongFeatures:
    """F = K + G + T features of M songs to learn from: sound, predicted and tagged genres."""

    matrix: Floats
    """[M, F]; the feature matrix, 0 for unknown features."""

    def __init__(self, catalog: Catalog, rows: Rows, features: Floats, weights: Floats) -> None:
        """`features` [K + G, M] are the catalog features of the songs.

        `weights` [M] are their event weights, positive or negative.
        """
        self._catalog = catalog
        self._dense_count = len(features)
        sets = catalog.genre_sets[catalog.genre_set[rows]]
        weight = np.repeat(np.abs(weights), sets.shape[1])
        known = np.bincount(sets.ravel(), weight, len(catalog.genre_names))
        known[NO_CODE] = 0
        most = np.argsort(-known, kind="stable")[:MOST_TAGS]
        self.tags = np.sort(most[known[most] > 0])
        """[T]; codes of the tagged genres with a feature each."""
        shares = TAGGED_GENRE_SCALE / np.maximum((sets != NO_CODE).sum(axis=1), 1)
        tagged = (sets[:, :, None] == self.tags).any(axis=1) * shares[:, None].astype(np.float32)
        self.matrix = np.concatenate([features.T, tagged], axis=1)
        self.matrix[:, len(catalog.embeddings) : self._dense_count] *= np.float32(
            PREDICTED_GENRE_SCALE
        )

    def predict(
        self, coefficients: Doubles, other_tag_coefficients: Floats | None = None
    ) -> Floats:
        """[N]: prediction for all songs: their features times `coefficients` [F].

        `other_tag_coefficients` [number of genre names] are those of the tagged genres without a
        feature; 0 if not given.
        """
        catalog = self._catalog
        dense = coefficients[: self._dense_count].astype(np.float32)
        dense[len(catalog.embeddings) :] *= np.float32(PREDICTED_GENRE_SCALE)
        predicted: Floats = dense @ catalog.features
        tag_coefficients = np.zeros(len(catalog.genre_names), np.float32)
        if other_tag_coefficients is not None:
            tag_coefficients[:] = other_tag_coefficients
            tag_coefficients[NO_CODE] = 0
        tag_coefficients[self.tags] = coefficients[self._dense_count :]
        if tag_coefficients.any():
            predicted += catalog.mean_of_tags(np.float32(TAGGED_GENRE_SCALE) * tag_coefficients)
        return predicted
