"""Products of what is known of all songs with directions in sound and genres."""

from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Doubles, Floats

GENRE_SHARE: Final = 0.5
"""What genres count in what two songs have in common, against their sound."""


def weighed(catalog: Catalog, features: Floats) -> Doubles:
    """[M, K + G]: what regressions see of songs with these `features` [K + G, M]."""
    seen = features.T.astype(np.float64)
    seen[:, len(catalog.sound) :] *= GENRE_SHARE
    return seen


def times(catalog: Catalog, vector: Doubles) -> Floats:
    """[N]: what regressions see of all songs times `vector` [K + G]."""
    weighted = vector.astype(np.float32)
    weighted[len(catalog.sound) :] *= np.float32(GENRE_SHARE)
    product: Floats = weighted @ catalog.features
    return product
