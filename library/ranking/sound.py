"""Products of what is known of all songs with directions in sound and genres."""

from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Codes, Doubles, Floats

GENRE_SHARE: Final = 0.5
"""What genres count in what two songs have in common, against their sound."""


def features(catalog: Catalog, rows: Codes) -> Doubles:
    """[M, K + G]: sound and heard genres of some songs; zero where not known."""
    genres = GENRE_SHARE * catalog.heard_genres[rows]
    return np.concatenate([catalog.sound[rows], genres], axis=1, dtype=np.float64)


def times(catalog: Catalog, vector: Doubles) -> Floats:
    """[N]: the features of all songs times `vector` [K + G]."""
    along = catalog.sound.shape[1]
    weighted = np.concatenate([vector[:along], GENRE_SHARE * vector[along:]])
    product: Floats = catalog.features @ weighted.astype(np.float32)
    return product
