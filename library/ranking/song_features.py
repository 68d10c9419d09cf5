"""Song features for regressions: sound, predicted genres and tagged genres."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Doubles, Floats, Rows

HEARD_SHARE: Final = 0.5
"""Scale of predicted genres relative to sound."""

TAG_SHARE: Final = 1.0
"""Scale of tagged genres relative to sound."""

MOST_TAGS: Final = 32
"""Number of tagged genres with a feature each: those with the largest event weights."""


class Seen:
    """F = K + G + T features of M songs to learn from: sound, predicted and tagged genres."""

    matrix: Floats
    """[M, F]; the feature matrix, 0 for unknown features."""

    def __init__(self, catalog: Catalog, rows: Rows, features: Floats, weights: Floats) -> None:
        """`features` [K + G, M] are the catalog features of the songs.

        `weights` [M] are their event weights, positive or negative.
        """
        self._catalog = catalog
        self._along = len(features)
        sets = catalog.genre_sets[catalog.genre_set[rows]]
        said = np.repeat(np.abs(weights), sets.shape[1])
        known = np.bincount(sets.ravel(), said, len(catalog.genre_names))
        known[NOTHING] = 0
        most = np.argsort(-known, kind="stable")[:MOST_TAGS]
        self.tags = np.sort(most[known[most] > 0])
        """[T]; codes of the tagged genres with a feature each."""
        shares = TAG_SHARE / np.maximum((sets != NOTHING).sum(axis=1), 1)
        tagged = (sets[:, :, None] == self.tags).any(axis=1) * shares[:, None].astype(np.float32)
        self.matrix = np.concatenate([features.T, tagged], axis=1)
        self.matrix[:, len(catalog.embeddings) : self._along] *= np.float32(HEARD_SHARE)

    def predict(self, vector: Doubles, of_other_tags: Floats | None = None) -> Floats:
        """[N]: prediction for all songs: their features times the coefficients `vector` [F].

        `of_other_tags` [number of genre names] are coefficients of the tagged genres without a
        feature; 0 if not given.
        """
        catalog = self._catalog
        along = vector[: self._along].astype(np.float32)
        along[len(catalog.embeddings) :] *= np.float32(HEARD_SHARE)
        predicted: Floats = along @ catalog.features
        of_tags = np.zeros(len(catalog.genre_names), np.float32)
        if of_other_tags is not None:
            of_tags[:] = of_other_tags
            of_tags[NOTHING] = 0
        of_tags[self.tags] = vector[self._along :]
        if of_tags.any():
            predicted += catalog.mean_of_tags(np.float32(TAG_SHARE) * of_tags)
        return predicted
