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
        self._places = (catalog.valence, catalog.arousal)
        self._shares = [self._share(place) for place in self._places]
        self._log_height: Floats = self._shares[0] * self._shares[1]
        np.log(self._log_height, out=self._log_height)
        self._log_height /= 2
        for number in range(len(self._shares)):
            self._shares[number] *= np.float32(0.5 / WIDTH**2)
        self._unknown = np.flatnonzero(~catalog.analysed)
        self._distance = np.empty(len(catalog), np.float32)
        self._fit = np.empty(len(catalog), np.float32)

    def of(self, target: Point) -> Floats:
        """[N] in [0, 1]; the next call writes over it."""
        fit, distance = self._fit, self._distance
        np.copyto(fit, self._log_height)
        for place, share, wanted in zip(self._places, self._shares, target, strict=True):
            np.subtract(place, np.float32(wanted), out=distance)
            distance *= distance
            distance *= share
            fit -= distance
        np.exp(fit, out=fit)
        fit[self._unknown] = UNANALYSED_FIT
        return fit

    @staticmethod
    def _share(place: Floats) -> Floats:
        """Of the whole variance, what is the width's; the rest is the song's uncertainty."""
        share: Floats = place * place
        share *= np.float32(-(UNSURE_WIDTH**2))
        share += np.float32(WIDTH**2 + UNSURE_WIDTH**2)
        np.divide(np.float32(WIDTH**2), share, out=share)
        return share
