"""Metrics with 95 % intervals."""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ECE_BINS: Final = 15
Z95: Final = 1.959964
RESAMPLES: Final = 1000


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    share: float
    low: float
    high: float
    of: int
    """Number of faces."""

    @classmethod
    def right(cls, right: NDArray[np.bool_]) -> "Share":
        """Share of true values in `right` [N], N at least 1, with Wilson's interval (1927)."""
        of = len(right)
        p = float(right.mean())
        middle = (p + Z95**2 / (2 * of)) / (1 + Z95**2 / of)
        half = Z95 / (1 + Z95**2 / of) * math.sqrt(p * (1 - p) / of + Z95**2 / (4 * of**2))
        return cls(p, middle - half, middle + half, of)

    @classmethod
    def mean(cls, scores: NDArray[Any]) -> "Share":
        """Mean of [N] scores in 0..1, one per face, with the normal interval."""
        mean, of = float(scores.mean()), len(scores)
        half = Z95 * float(scores.std(ddof=1)) / math.sqrt(of)
        return cls(mean, mean - half, mean + half, of)

    def __str__(self) -> str:
        return f"{self.share:.1%} ({self.low:.1%} to {self.high:.1%}, n = {self.of})"


def calibration_error(confidence: NDArray[Any], right: NDArray[np.bool_]) -> float:
    """Mean gap between confidence and accuracy over 15 bins (Guo et al., arXiv 1706.04599)."""
    bins = np.minimum((confidence * ECE_BINS).astype(int), ECE_BINS - 1)
    gaps = [
        abs(float(np.sum(confidence[bins == b]) - np.sum(right[bins == b])))
        for b in range(ECE_BINS)
    ]
    return sum(gaps) / len(confidence)


def coverage(confidence: NDArray[Any], right: NDArray[np.bool_], accuracy: float) -> Share:
    """Largest share of faces, by falling confidence, that reaches `accuracy`.

    The interval is a bootstrap over the faces (1,000 samples, fixed seed).
    """
    rng = np.random.default_rng(0)
    of = len(right)
    samples = [_coverage(confidence[rows], right[rows], accuracy) for rows in _resampled(rng, of)]
    low, high = np.percentile(samples, [2.5, 97.5])
    return Share(_coverage(confidence, right, accuracy), float(low), float(high), of)


def _resampled(rng: np.random.Generator, of: int) -> NDArray[np.int64]:
    return rng.integers(0, of, (RESAMPLES, of))


def _coverage(confidence: NDArray[Any], right: NDArray[np.bool_], accuracy: float) -> float:
    order = np.argsort(-confidence, kind="stable")
    so_far = np.cumsum(right[order]) / np.arange(1, len(right) + 1)
    good_enough = np.flatnonzero(so_far >= accuracy)
    return 0.0 if len(good_enough) == 0 else float(good_enough[-1] + 1) / len(right)
