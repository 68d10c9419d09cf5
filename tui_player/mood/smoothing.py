"""Exponential smoothing of readings."""

import math
from collections.abc import Sequence
from typing import Final

from tui_player.expression.classes import FER2013_CLASSES

NOTHING: Final = (0.0,) * len(FER2013_CLASSES)
"""The look before any reading."""
LONGEST_GAP_S: Final = 2.0
"""Longest gap that one reading may cover, seconds. The time beyond it has no reading."""


class Smoothing:
    """Smooths class probabilities exponentially over irregular readings. It begins at nothing."""

    def __init__(self, smoothing_s: float, decay_s: float) -> None:
        self._smoothing_s = smoothing_s
        self._decay_s = decay_s
        self.look: tuple[float, ...] = NOTHING
        """Smoothed probabilities of the seven classes; what was not read is missing to 1."""

    @property
    def presence(self) -> float:
        """Sum of `look`: the weight of what was read, 0..1."""
        return sum(self.look)

    @property
    def probabilities(self) -> tuple[float, ...]:
        """`look`, scaled to the sum 1; `NOTHING` if nothing was read."""
        presence = self.presence
        return tuple(share / presence for share in self.look) if presence else NOTHING

    def add(self, probabilities: Sequence[float], elapsed_s: float) -> None:
        """Add a reading that came `elapsed_s` after the previous one."""
        self.fade(max(0.0, elapsed_s - LONGEST_GAP_S))
        weight = _weight(min(elapsed_s, LONGEST_GAP_S), self._smoothing_s)
        self.look = _mixed(self.look, probabilities, weight)

    def fade(self, elapsed_s: float) -> None:
        """Move towards nothing after `elapsed_s` without a reading."""
        self.look = _mixed(self.look, NOTHING, _weight(elapsed_s, self._decay_s))

    def reset(self) -> None:
        """Forget all readings."""
        self.look = NOTHING


def _weight(elapsed_s: float, time_constant_s: float) -> float:
    """Weight of the newest value in an exponential mean: 1 - exp(-dt / tau)."""
    return 1.0 if time_constant_s <= 0 else 1 - math.exp(-elapsed_s / time_constant_s)


def _mixed(old: Sequence[float], new: Sequence[float], weight: float) -> tuple[float, ...]:
    return tuple((1 - weight) * a + weight * b for a, b in zip(old, new, strict=True))
