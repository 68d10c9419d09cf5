"""What a listener's corrections teach about the readings of this face.

A bias a class on top of the network's log-probabilities (vector scaling; Guo et al. 2017, arXiv
1706.04599), moved a step at a time down the gradient of what the listener said (online logistic
regression). It is small, bounded, and can be forgotten.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from tui_player.expression.classes import FER2013_CLASSES

STEP: Final = 0.5
"""How far one correction goes."""
FURTHEST: Final = 1.5
"""Largest bias; it weighs a class four and a half times as much, or as little."""
KEPT: Final = 0.98
"""Of all biases, at each correction: what is not said again fades."""


class Correction:
    """The listener's own."""

    def __init__(self, biases: Mapping[str, float] | None = None) -> None:
        """Go on with `biases` (by class) of another day."""
        known = biases or {}
        self._biases = [_bounded(known.get(label, 0.0)) for label in FER2013_CLASSES]

    @property
    def biases(self) -> dict[str, float]:
        """By class; empty where nothing was learnt."""
        named = zip(FER2013_CLASSES, self._biases, strict=True)
        return {label: round(bias, 4) for label, bias in named if abs(bias) >= 5e-5}

    def applied(self, probabilities: Sequence[float]) -> tuple[float, ...]:
        """The probabilities of the seven classes, corrected."""
        if not any(self._biases):
            return tuple(probabilities)
        weighed = [p * math.exp(b) for p, b in zip(probabilities, self._biases, strict=True)]
        total = sum(weighed) or 1.0
        return tuple(share / total for share in weighed)

    def said(self, label: str, shares: Sequence[float]) -> None:
        """The listener said `label` where `shares` were read."""
        said = [float(name == label) for name in FER2013_CLASSES]
        self._move([one - share for one, share in zip(said, shares, strict=True)])

    def denied(self, label: str, shares: Sequence[float]) -> None:
        """The listener said that it is not `label`, where `shares` were read."""
        number = FER2013_CLASSES.index(label)
        read = shares[number]
        rest = max(1 - read, 1e-6)
        slope = [read * share / rest for share in shares]
        slope[number] = -read
        self._move(slope)

    def forget(self) -> None:
        """As if nothing had been corrected."""
        self._biases = [0.0] * len(FER2013_CLASSES)

    def _move(self, slope: Sequence[float]) -> None:
        moved = zip(self._biases, slope, strict=True)
        self._biases = [_bounded(KEPT * bias + STEP * step) for bias, step in moved]


def _bounded(bias: float) -> float:
    return max(-FURTHEST, min(FURTHEST, bias)) if math.isfinite(bias) else 0.0
