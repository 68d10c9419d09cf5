"""Exponential smoothing of readings."""

import math
from collections.abc import Sequence
from typing import Final

from tui_player.expression.classes import FER2013_CLASSES

NEUTRAL_INDEX: Final = FER2013_CLASSES.index("neutral")
NEUTRAL_PRIOR: Final = tuple(float(i == NEUTRAL_INDEX) for i in range(len(FER2013_CLASSES)))
LONGEST_GAP_S: Final = 2.0
"""Longest gap that one reading may cover, seconds. The time beyond it has no reading."""


class Smoothing:
    """Smooths class probabilities exponentially over irregular readings; neutral at the start."""

    def __init__(self, smoothing_s: float, decay_s: float) -> None:
        self._smoothing_s = smoothing_s
        self._decay_s = decay_s
        self.shares: tuple[float, ...] = NEUTRAL_PRIOR
        """Smoothed probabilities of the seven classes; they sum to 1."""
        self.presence = 0.0
        """Part of `shares` that comes from readings, not from the neutral start, 0..1."""

    @property
    def observed(self) -> tuple[float, ...]:
        """`shares` without the part of the neutral start; they sum to 1."""
        prior = ((1 - self.presence) * share for share in NEUTRAL_PRIOR)
        left = [max(0.0, share - less) for share, less in zip(self.shares, prior, strict=True)]
        return tuple(share / total for share in left) if (total := sum(left)) else self.shares

    def add(self, probabilities: Sequence[float], elapsed_s: float) -> None:
        """Add a reading that came `elapsed_s` after the previous one."""
        self.fade(max(0.0, elapsed_s - LONGEST_GAP_S))
        weight = _weight(min(elapsed_s, LONGEST_GAP_S), self._smoothing_s)
        self.shares = _mixed(self.shares, probabilities, weight)
        self.presence += weight * (1 - self.presence)

    def fade(self, elapsed_s: float) -> None:
        """Move towards neutral after `elapsed_s` without a reading."""
        weight = _weight(elapsed_s, self._decay_s)
        self.shares = _mixed(self.shares, NEUTRAL_PRIOR, weight)
        self.presence *= 1 - weight

    def reset(self) -> None:
        """Return to the neutral start."""
        self.shares = NEUTRAL_PRIOR
        self.presence = 0.0


def _weight(elapsed_s: float, time_constant_s: float) -> float:
    """Weight of the newest value in an exponential mean: 1 - exp(-dt / tau)."""
    return 1.0 if time_constant_s <= 0 else 1 - math.exp(-elapsed_s / time_constant_s)


def _mixed(old: Sequence[float], new: Sequence[float], weight: float) -> tuple[float, ...]:
    return tuple((1 - weight) * a + weight * b for a, b in zip(old, new, strict=True))
