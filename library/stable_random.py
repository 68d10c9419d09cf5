"""Random numbers per song. They depend on seed and song id alone, not on the library's size."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def uniform(ids: NDArray[np.uint64], seed: int) -> Floats:
    """[N] uniform in [0, 1) (SplitMix64; Steele, Lea & Flood 2014)."""
    mixed = ids * np.uint64(0x9E3779B97F4A7C15) + np.uint64(
        (seed * 0xD1B54A32D192ED03 + 0x9E3779B97F4A7C15) % 2**64
    )
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = (mixed ^ (mixed >> np.uint64(31))) >> np.uint64(40)
    share: Floats = mixed.astype(np.float32)
    share *= np.float32(2**-24)
    return share
