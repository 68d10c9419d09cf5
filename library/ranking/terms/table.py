"""All terms but mood, for all songs at once."""

import math

import numpy as np

from tui_player.library.catalog import Floats
from tui_player.library.ranking.request import Weights
from tui_player.library.ranking.terms.mood import MOOD
from tui_player.library.ranking.terms.registry import TERMS
from tui_player.library.ranking.terms.term import TermInputs

Terms = dict[str, Floats]


def compute_terms(inputs: TermInputs) -> Terms:
    """The terms by name, [N] in [0, 1] each; terms without data are left out."""
    computed = {
        name: term.compute(inputs) for name, term in TERMS.items() if term.compute is not None
    }
    return {name: values for name, values in computed.items() if values is not None}


def normalised(weights: Weights, terms: Terms) -> dict[str, float]:
    """The weights of the mood and of `terms`, with a sum of 1.

    A weight that is negative, missing or not a finite number becomes 0.
    """
    asked = {name: weights.get(name, 0.0) for name in (MOOD.name, *terms)}
    usable = {
        name: value if math.isfinite(value) and value > 0 else 0.0 for name, value in asked.items()
    }
    total = sum(usable.values()) or 1.0
    return {name: value / total for name, value in usable.items()}


def weighted_sum(terms: Terms, weights: dict[str, float]) -> Floats:
    """[N]; the weighted sum of all terms."""
    total = np.zeros(len(next(iter(terms.values()))), np.float32)
    for name, term in terms.items():
        if weights[name]:
            total += np.float32(weights[name]) * term
    return total
