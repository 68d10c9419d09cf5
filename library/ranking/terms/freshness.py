"""Freshness term: not what was heard lately."""

from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats

RECOVERY_S: Final = 86_400.0
"""Time after which a song is half fresh again."""

HALVINGS: Final = 3
"""Of that time, for how long a song rests: after three hours it is half as tiresome."""


def freshness(catalog: Catalog, now: float) -> Floats:
    """[N] in [0, 1]; 0 just after the song was heard, in any of its files, 1 where it never was."""
    fresh = np.ones(len(catalog), np.float32)
    heard = np.flatnonzero(catalog.last_played_at > -np.inf)
    # a clock that was ahead once must not bury songs until it comes true
    age_s = np.abs(now - catalog.last_played_at[heard])
    fresh[heard] -= np.exp2(age_s * (-1 / RECOVERY_S))
    if not catalog.duplicates:
        return fresh
    np.minimum.at(fresh, catalog.recordings[heard], fresh[heard])
    of_any_file: Floats = fresh[catalog.recordings]
    return of_any_file


def tiredness(fresh: Floats) -> Floats:
    """[N] in [0, 1] from the term; 1 just after the song was heard, 0 where it never was."""
    tired = 1 - fresh
    for _ in range(HALVINGS):
        tired *= tired
    return tired
