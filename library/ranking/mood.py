"""Mood term: how near a song lies to the target on the valence-arousal plane."""

from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.ranking.request import Point

WIDTH: Final = 0.5
"""Distance at which the fit has fallen to 0.61 (one standard deviation)."""

UNANALYSED_FIT: Final = 0.35
"""Fit of a song that was not analysed yet: below a good one, above a wrong one."""


def mood_fit(catalog: Catalog, target: Point) -> Floats:
    """[N] in [0, 1]; 1 at the target, falling as a Gaussian of the distance."""
    places = catalog.valence_arousal
    valence = places[:, 0] - np.float32(target[0])
    arousal = places[:, 1] - np.float32(target[1])
    fit: Floats = np.exp((valence * valence + arousal * arousal) * np.float32(-0.5 / WIDTH**2))
    fit[~catalog.analysed] = UNANALYSED_FIT
    return fit
