"""Calibrates readings by the listener's corrections.

Each class has a bias on top of the network's log-probability (vector scaling; Guo et al. 2017,
arXiv 1706.04599). Each correction moves the biases one step of online logistic regression. They are
small, bounded, and can be forgotten.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from tui_player.expression.classes import FER2013_CLASSES

STEP: Final = 0.5
"""Step size of one correction."""
MAX_BIAS: Final = 1.5
"""Largest bias; it multiplies or divides a class's weight by 4.5."""
DECAY: Final = 0.98
"""Factor on all biases at each correction, so that old corrections fade."""


class Correction:
    """The biases of one listener."""

    def __init__(self, biases: Mapping[str, float] | None = None) -> None:
        """Start from saved `biases`, by class."""
        known = biases or {}
        self._biases = [_bounded(known.get(label, 0.0)) for label in FER2013_CLASSES]

    @property
    def biases(self) -> dict[str, float]:
        """Biases by class; empty if nothing was learnt."""
        named = zip(FER2013_CLASSES, self._biases, strict=True)
        return {label: round(bias, 4) for label, bias in named if abs(bias) >= 5e-5}

    def applied(self, probabilities: Sequence[float]) -> tuple[float, ...]:
        """Return the probabilities of the seven classes with the biases applied."""
        if not any(self._biases):
            return tuple(probabilities)
        weighted = [p * math.exp(b) for p, b in zip(probabilities, self._biases, strict=True)]
        total = sum(weighted) or 1.0
        return tuple(share / total for share in weighted)

    def confirm(self, label: str, shares: Sequence[float]) -> None:
        """Learn that the listener named `label` while the reading was `shares`."""
        target = [float(name == label) for name in FER2013_CLASSES]
        self._update([one - share for one, share in zip(target, shares, strict=True)])

    def reject(self, label: str, shares: Sequence[float]) -> None:
        """Learn that `label` was wrong while the reading was `shares`."""
        number = FER2013_CLASSES.index(label)
        read = shares[number]
        remaining = max(1 - read, 1e-6)
        gradient = [read * share / remaining for share in shares]
        gradient[number] = -read
        self._update(gradient)

    def forget(self) -> None:
        """Remove all biases."""
        self._biases = [0.0] * len(FER2013_CLASSES)

    def _update(self, gradient: Sequence[float]) -> None:
        moved = zip(self._biases, gradient, strict=True)
        self._biases = [_bounded(DECAY * bias + STEP * step) for bias, step in moved]


def _bounded(bias: float) -> float:
    return max(-MAX_BIAS, min(MAX_BIAS, bias)) if math.isfinite(bias) else 0.0
