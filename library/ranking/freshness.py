"""Freshness term: not what was heard lately."""

from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats

RECOVERY_S: Final = 86_400.0
"""Time after which a song is half fresh again."""


def freshness(catalog: Catalog, now: float) -> Floats:
    """[N] in [0, 1]; 0 just after the song was heard, 1 where it never was."""
    fresh = np.ones(len(catalog), np.float32)
    heard = np.flatnonzero(np.isfinite(catalog.last_played_at))
    age = np.maximum(now - catalog.last_played_at[heard], 0)
    fresh[heard] -= np.exp2(age * (-1 / RECOVERY_S)).astype(np.float32)
    return fresh
