"""The mean of all eligible songs. A term is a reason if a song lies above this mean."""

from typing import Final

from tui_player.library.catalog import Floats, Rows
from tui_player.library.ranking.terms.table import Terms

SAMPLE: Final = 2_000
"""Approximate number of songs that the mean is estimated from."""


class MeanSong:
    """The mean of the terms over the eligible songs."""

    terms: dict[str, float]
    """The mean of each term, except mood."""

    def __init__(self, terms: Terms, among: Rows) -> None:
        """`among` are the rows of the eligible songs."""
        self._sample = among[:: max(1, len(among) // SAMPLE)]
        self.terms = {name: self.mean_of(term) for name, term in terms.items()}

    def mean_of(self, term: Floats) -> float:
        """The mean of a term [N], such as the fits to a mood."""
        sample = term[self._sample]
        return float(sample.mean()) if sample.size else 0.0
