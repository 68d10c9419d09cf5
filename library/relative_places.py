"""Places on the valence-arousal plane, taken half as they are and half relative to the library.

A library of piano music lies in one corner of the plane. Relative to that library, its liveliest
piece is lively. A small library says little about itself, so it is taken nearly as it is.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

OWN_SHARE: Final = 0.5
"""Weight of the relative place; the rest is the place itself."""

USUAL_SPREAD: Final = 0.35
"""Least spread (standard deviation) of an axis in a library of many kinds of music. A library with
more is not stretched."""

LEAST_SPREAD: Final = 0.1
"""Least spread that is stretched to the usual one. Smaller differences are the network's errors."""

PRIOR_SONGS: Final = 20.0
"""Songs at which half of a library's own median and spread are believed."""

INNER: Final = (0.16, 0.84)
"""Quantiles that lie a standard deviation from the median of a normal distribution."""


def relative_places(places: Floats, counted: NDArray[np.bool_]) -> Floats:
    """[2, N] valence and arousal -> [2, N] in -1..1; the order on each axis stays.

    `counted` [N] are the songs that make up the library's median and spread.
    """
    if not counted.any():
        return places.copy()
    trust = counted.sum() / (counted.sum() + PRIOR_SONGS)
    low, median, high = np.quantile(places[:, counted], (INNER[0], 0.5, INNER[1]), axis=1)
    spread = trust * (high - low) / 2 + (1 - trust) * USUAL_SPREAD
    stretch = np.maximum(USUAL_SPREAD / np.maximum(spread, LEAST_SPREAD), 1)
    own = (places - trust * median[:, None]) * stretch[:, None]
    mixed: Floats = ((1 - OWN_SHARE) * places + OWN_SHARE * own).astype(np.float32)
    return mixed.clip(-1, 1, out=mixed)
