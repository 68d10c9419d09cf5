"""Freshness term: not what was heard lately."""

from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats

RECOVERY_S: Final = 86_400.0
"""Time after which a song is half fresh again."""

REST_S: Final = 3 * 3600.0
"""Time after which a song is half as tiresome as just after it was heard."""


def freshness(catalog: Catalog, now: float) -> Floats:
    """[N] in [0, 1]; 0 just after the song was heard, 1 where it never was."""
    return 1 - _fading(catalog, now, RECOVERY_S)


def tiredness(catalog: Catalog, now: float) -> Floats:
    """[N] in [0, 1]; 1 just after the song was heard, 0 where it never was."""
    return _fading(catalog, now, REST_S)


def _fading(catalog: Catalog, now: float, half_life_s: float) -> Floats:
    faded = np.zeros(len(catalog), np.float32)
    heard = np.flatnonzero(catalog.last_played_at > -np.inf)
    age_s = np.maximum(now - catalog.last_played_at[heard], 0)
    faded[heard] = np.exp2(age_s * (-1 / half_life_s))
    return faded
