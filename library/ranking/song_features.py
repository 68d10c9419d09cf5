"""What regressions see of a song: its sound, the genres heard in it, and those its tags name."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Doubles, Floats, Rows

HEARD_SHARE: Final = 0.5
"""What heard genres count in what two songs have in common, against their sound."""

TAG_SHARE: Final = 1.0
"""The same of tagged ones."""

MOST_TAGS: Final = 32
"""Tagged genres that are told apart: those that most is known of."""


class Seen:
    """M songs to learn from, along F = K + G + T directions: sound, heard and tagged genres."""

    matrix: Floats
    """[M, F]; zero where nothing is known."""

    def __init__(self, catalog: Catalog, rows: Rows, features: Floats, weights: Floats) -> None:
        """`features` [K + G, M] are those of the songs in the catalog, `weights` [M] how much is
        said of each, for or against it.
        """
        self._catalog = catalog
        self._along = len(features)
        sets = catalog.genre_sets[catalog.genre_set[rows]]
        said = np.repeat(np.abs(weights), sets.shape[1])
        known = np.bincount(sets.ravel(), said, len(catalog.genre_names))
        known[NOTHING] = 0
        most = np.argsort(-known, kind="stable")[:MOST_TAGS]
        self.tags = np.sort(most[known[most] > 0])
        """[T]; codes of genres."""
        shares = TAG_SHARE / np.maximum((sets != NOTHING).sum(axis=1), 1)
        tagged = (sets[:, :, None] == self.tags).any(axis=1) * shares[:, None].astype(np.float32)
        self.matrix = np.concatenate([features.T, tagged], axis=1)
        self.matrix[:, len(catalog.embeddings) : self._along] *= np.float32(HEARD_SHARE)

    def foretell(self, vector: Doubles, of_other_tags: Floats | None = None) -> Floats:
        """[N]: what is seen of all songs times `vector` [F].

        `of_other_tags` [number of genre names]: what tagged genres stand for that are not among the
        directions; nothing, if it is not given.
        """
        catalog = self._catalog
        along = vector[: self._along].astype(np.float32)
        along[len(catalog.embeddings) :] *= np.float32(HEARD_SHARE)
        foretold: Floats = along @ catalog.features
        of_tags = np.zeros(len(catalog.genre_names), np.float32)
        if of_other_tags is not None:
            of_tags[:] = of_other_tags
            of_tags[NOTHING] = 0
        of_tags[self.tags] = vector[self._along :]
        if of_tags.any():
            foretold += catalog.mean_of_tags(np.float32(TAG_SHARE) * of_tags)
        return foretold
