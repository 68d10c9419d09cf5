"""Exploration term: a little chance, more of it for what was never heard."""

import numpy as np
from numpy.typing import NDArray

from tui_player.library.catalog import Catalog, Floats


def exploration(catalog: Catalog, seed: int) -> Floats:
    """[N] in [0, 1]; depends on seed and song alone, so that a growing library shuffles nothing."""
    chance = _mixed(catalog.ids, seed) >> np.uint64(40)
    share: Floats = chance.astype(np.float32) * np.float32(2**-24)
    share /= np.sqrt(1 + catalog.times_heard.astype(np.float32))
    return share


def _mixed(ids: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Even 64-bit numbers (SplitMix64; Steele, Lea & Flood 2014)."""
    mixed = ids * np.uint64(0x9E3779B97F4A7C15) + np.uint64(
        (seed * 0xD1B54A32D192ED03 + 0x9E3779B97F4A7C15) % 2**64
    )
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
