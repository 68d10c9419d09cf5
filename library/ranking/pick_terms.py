"""The picked songs and the values of their terms."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui_player.library.catalog import Floats, Rows
from tui_player.library.ranking.strategy import Point


@dataclass(frozen=True, slots=True)
class PickTerms:
    """The terms of M picked songs: T terms each."""

    rows: Rows
    """[M], in the catalog."""
    targets: Sequence[Point]
    """[M]"""
    names: Sequence[str]
    """[T]; names of the terms."""
    weights: Floats
    """[T], with a sum of 1."""
    terms: Floats
    """[T, M] in [0, 1]."""
    means: Floats
    """[T, M]; the mean of each term over all songs that could have been picked."""

    def scores(self) -> list[float]:
        """[M]; the weighted sum of the terms."""
        scores: list[float] = (self.weights @ self.terms).tolist()
        return scores

    def named_terms(self) -> list[dict[str, float]]:
        """[M]; each song's terms by name."""
        return [dict(zip(self.names, values, strict=True)) for values in self.terms.T.tolist()]
