"""What the looks of the last seconds say together."""

import math
from collections.abc import Sequence
from typing import Final

from tui_player.expression.classes import FER2013_CLASSES

NEUTRAL_INDEX: Final = FER2013_CLASSES.index("neutral")
NOTHING_SEEN: Final = tuple(float(i == NEUTRAL_INDEX) for i in range(len(FER2013_CLASSES)))
LONGEST_SAY_S: Final = 2.0
"""One look speaks for at most so long; the rest of a longer gap counts as nothing seen."""


class Evidence:
    """Class probabilities smoothed exponentially over irregular looks, neutral at the start."""

    def __init__(self, smoothing_s: float, decay_s: float) -> None:
        self._smoothing_s = smoothing_s
        self._decay_s = decay_s
        self.shares: tuple[float, ...] = NOTHING_SEEN
        """Of the seven classes; they sum to 1."""
        self.presence = 0.0
        """0..1: how much of `shares` was seen, not assumed."""

    @property
    def seen(self) -> tuple[float, ...]:
        """`shares` without what was only assumed; they sum to 1."""
        assumed = ((1 - self.presence) * share for share in NOTHING_SEEN)
        left = [max(0.0, share - less) for share, less in zip(self.shares, assumed, strict=True)]
        return tuple(share / total for share in left) if (total := sum(left)) else self.shares

    def add(self, probabilities: Sequence[float], elapsed_s: float) -> None:
        """Take in a look, `elapsed_s` after the one before."""
        self.fade(max(0.0, elapsed_s - LONGEST_SAY_S))
        weight = _weight(min(elapsed_s, LONGEST_SAY_S), self._smoothing_s)
        self.shares = _mixed(self.shares, probabilities, weight)
        self.presence += weight * (1 - self.presence)

    def fade(self, elapsed_s: float) -> None:
        """Go towards neutral, as nothing was seen for `elapsed_s`."""
        weight = _weight(elapsed_s, self._decay_s)
        self.shares = _mixed(self.shares, NOTHING_SEEN, weight)
        self.presence *= 1 - weight

    def forget(self) -> None:
        """Start anew."""
        self.shares = NOTHING_SEEN
        self.presence = 0.0


def _weight(elapsed_s: float, time_constant_s: float) -> float:
    """Of the newest value in an exponential mean: 1 - exp(-dt / tau)."""
    return 1.0 if time_constant_s <= 0 else 1 - math.exp(-elapsed_s / time_constant_s)


def _mixed(old: Sequence[float], new: Sequence[float], weight: float) -> tuple[float, ...]:
    return tuple((1 - weight) * a + weight * b for a, b in zip(old, new, strict=True))
