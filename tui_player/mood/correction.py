"""Calibrates readings by the listener's corrections.

Each class has a bias on top of the network's log-probability (vector scaling; Guo et al. 2017,
arXiv 1706.04599). Each correction moves the biases one step of online logistic regression. They are
small, bounded, and can be taken back or forgotten.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tui_player.expression.classes import FER2013_CLASSES

STEP: Final = 0.5
"""Step size of one correction."""
MAX_BIAS: Final = 1.5
"""Largest bias; it multiplies or divides a class's weight by 4.5."""
DECAY: Final = 0.98
"""Factor on all biases at each correction, so that old corrections fade."""
MOST_EARLIER: Final = 20
"""Number of corrections that can be taken back one by one."""
LEAST_NAMED: Final = 0.05
"""Least bias that `in_words` names; it changes a class's weight by 5 %."""


def in_words(biases: Mapping[str, float]) -> str:
    """The effect of biases, the largest first; empty if none is worth a word.

    Such as "reads sad less easily (× 0.64), neutral more easily (× 1.25)": the factors of the
    classes' weights.
    """
    named = [(label, bias) for label, bias in biases.items() if abs(bias) >= LEAST_NAMED]
    named.sort(key=lambda one: -abs(one[1]))
    effects = [
        f"{label} {'more' if bias > 0 else 'less'} easily (× {math.exp(bias):.2f})"
        for label, bias in named
    ]
    return f"reads {', '.join(effects)}" if effects else ""


class Correction:
    """The biases of one listener."""

    def __init__(
        self,
        biases: Mapping[str, float] | None = None,
        earlier: Iterable[Mapping[str, float]] = (),
    ) -> None:
        """Start from saved `biases`, by class, and those before each of the last corrections."""
        self._biases = _listed(biases or {})
        self._earlier = [_listed(one) for one in earlier]

    @property
    def biases(self) -> dict[str, float]:
        """Biases by class; empty if nothing was learnt."""
        return _named(self._biases)

    @property
    def earlier(self) -> list[dict[str, float]]:
        """Biases before each of the corrections that can be taken back, oldest first."""
        return [_named(biases) for biases in self._earlier]

    @property
    def last_in_words(self) -> str:
        """What the last correction changed, in words; empty if none can be taken back."""
        if not self._earlier:
            return ""
        pairs = zip(self._biases, self._earlier[-1], strict=True)
        return in_words(_named([now - before for now, before in pairs]))

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
        """Learn that `label` was wrong while the reading was `shares`.

        Only its own bias moves: which class was right is not known.
        """
        named = zip(FER2013_CLASSES, shares, strict=True)
        self._update([-share if name == label else 0.0 for name, share in named])

    def take_back(self) -> bool:
        """Remove what the last correction taught. Returns whether there was one."""
        if not self._earlier:
            return False
        self._biases = self._earlier.pop()
        return True

    def forget(self) -> None:
        """Remove all biases."""
        self._biases = _listed({})
        self._earlier = []

    def _update(self, gradient: Sequence[float]) -> None:
        self._earlier = [*self._earlier, self._biases][-MOST_EARLIER:]
        moved = zip(self._biases, gradient, strict=True)
        self._biases = [_bounded(DECAY * bias + STEP * step) for bias, step in moved]


def _listed(biases: Mapping[str, float]) -> list[float]:
    """Biases in the order of the classes."""
    return [_bounded(biases.get(label, 0.0)) for label in FER2013_CLASSES]


def _named(biases: Sequence[float]) -> dict[str, float]:
    """Biases by class, without those that change nothing."""
    named = zip(FER2013_CLASSES, biases, strict=True)
    return {label: round(bias, 4) for label, bias in named if abs(bias) >= 5e-5}


def _bounded(bias: float) -> float:
    return max(-MAX_BIAS, min(MAX_BIAS, bias)) if math.isfinite(bias) else 0.0
