"""The mean of all eligible songs. A term is a reason if a song lies above this mean."""

from typing import Final

from tui_player.library.catalog import Catalog, Floats, Mask, Rows
from tui_player.library.ranking.terms.mood import UNANALYSED_FIT
from tui_player.library.ranking.terms.table import Terms

SAMPLE: Final = 2_000
"""Approximate number of songs that the mean is estimated from."""


class MeanSong:
    """The mean of the terms, and the mean fit to a mood."""

    terms: dict[str, float]
    """The mean of each term, except mood."""

    def __init__(self, catalog: Catalog, terms: Terms, among: Rows) -> None:
        """`among` are the rows of the eligible songs."""
        sample = among[:: max(1, len(among) // SAMPLE)]
        self.terms = {name: _mean(term[sample]) for name, term in terms.items()}
        analysed = catalog.analysed[sample]
        known = catalog.quadrants[:, sample] * analysed
        self._quadrants = known.sum(axis=1) / max(1, len(sample))
        self._unanalysed = 1 - _mean(analysed)

    def mood_fit(self, fits: Floats) -> float:
        """The mean of the songs' mood fits; `fits` are the target's `quadrant_fits`."""
        return float(fits @ self._quadrants) + UNANALYSED_FIT * self._unanalysed


def _mean(values: Floats | Mask) -> float:
    return float(values.mean()) if values.size else 0.0
