"""What regressions see of a song: its sound, the genres heard in it, and those its tags name."""

from typing import Final

import numpy as np

from tui_player.library.catalog import NOTHING, Catalog, Doubles, Floats, Rows

HEARD_SHARE: Final = 0.5
"""What heard genres count in what two songs have in common, against their sound."""

TAG_SHARE: Final = 1.0
"""The same of tagged ones."""

MOST_TAGS: Final = 32
"""Tagged genres that are told apart: those most frequent among the songs learnt from."""


class Seen:
    """M songs to learn from, along F = K + G + T directions: sound, heard and tagged genres."""

    matrix: Doubles
    """[M, F]; zero where nothing is known."""

    def __init__(self, catalog: Catalog, rows: Rows, features: Floats) -> None:
        """`features` [K + G, M] are those of the songs in the catalog."""
        self._catalog = catalog
        self._along = len(features)
        sets = catalog.genre_sets[catalog.genre_set[rows]]
        counts = np.bincount(sets.ravel(), minlength=len(catalog.genre_names))
        counts[NOTHING] = 0
        often = np.argsort(-counts, kind="stable")[:MOST_TAGS]
        self._tags = often[counts[often] > 0]
        """[T]; codes of genres."""
        shares = TAG_SHARE / np.maximum((sets != NOTHING).sum(axis=1), 1)
        tagged = (sets[:, :, None] == self._tags).any(axis=1) * shares[:, None]
        self.matrix = np.concatenate([features.T, tagged], axis=1, dtype=np.float64)
        self.matrix[:, len(catalog.sound) : self._along] *= HEARD_SHARE

    def foretell(self, vector: Doubles) -> Floats:
        """[N]: what is seen of all songs times `vector` [F]."""
        catalog = self._catalog
        along = vector[: self._along].astype(np.float32)
        along[len(catalog.sound) :] *= np.float32(HEARD_SHARE)
        foretold: Floats = along @ catalog.features
        if self._tags.size:
            of_tags = np.zeros(len(catalog.genre_names), np.float32)
            of_tags[self._tags] = TAG_SHARE * vector[self._along :]
            foretold += catalog.mean_of_tags(of_tags)
        return foretold
