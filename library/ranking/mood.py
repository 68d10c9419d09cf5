"""Mood term: how near a song lies to the target on the valence-arousal plane."""

from typing import Final

import numpy as np

from tui_player.library.catalog import Catalog, Floats
from tui_player.library.ranking.request import Point

WIDTH: Final = 0.4
"""Distance at which the fit of a song that is surely there has fallen to 0.61."""

UNSURE_WIDTH: Final = 0.3
"""How far, in each direction, a song may lie elsewhere of which nothing at all is sure."""

UNANALYSED_FIT: Final = 0.35
"""Fit of a song that was not analysed yet: below a good one, above a wrong one."""


class MoodFit:
    """The term for any target: a Gaussian of the distance, expected over where a song may lie.

    A song's valence is the probability of a positive sign less that of a negative one, so that
    1 - valence squared is the variance of that sign; arousal likewise.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._shares = [
            WIDTH**2 / (WIDTH**2 + UNSURE_WIDTH**2 * (1 - place * place))
            for place in (catalog.valence, catalog.arousal)
        ]
        self._log_height: Floats = 0.5 * np.log(self._shares[0] * self._shares[1])
        self._unknown = np.flatnonzero(~catalog.analysed)

    def of(self, target: Point) -> Floats:
        """[N] in [0, 1]."""
        fit = self._log_height.copy()
        for place, share, wanted in zip(
            (self._catalog.valence, self._catalog.arousal), self._shares, target, strict=True
        ):
            distance = place - np.float32(wanted)
            distance *= distance
            distance *= share
            distance *= np.float32(0.5 / WIDTH**2)
            fit -= distance
        np.exp(fit, out=fit)
        fit[self._unknown] = UNANALYSED_FIT
        return fit
