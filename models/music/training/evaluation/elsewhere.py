"""Figures for each collection of music, and for speech and noise."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tui_player.models.music.training.clips.dataset import CENTRE, SIGNS, Clip
from tui_player.models.music.training.evaluation.figures import (
    RESAMPLES,
    SEED,
    Predictions,
    auc,
)

LEAST_CLIPS: Final = 6
"""Fewest clips of each sign for a figure."""
FAR: Final = 0.9
KIND: Final = 0.5
"""Probability from which a clip counts as speech or noise."""
Values = NDArray[Any]
Compare = Callable[[Any, Any], float]
AXES: Final = ("valence", "arousal")


def collection_report(predictions: Predictions) -> dict[str, object]:
    """Figures of one collection as [value, low, high] with 95 % bootstrap intervals."""
    signs, places = signs_of(predictions.clips), places_of(predictions)
    figures: dict[str, object] = {"clips": len(predictions.clips)}
    for axis, name in enumerate(AXES):
        figures |= _axis_report(name, places[:, axis], signs[:, axis])
    both = np.flatnonzero(np.isfinite(signs).all(axis=1))
    if len(both) >= LEAST_CLIPS:
        right = np.array([SIGNS.index((v, a)) for v, a in signs[both]])
        said = predictions.quadrants[both].argmax(axis=1)
        figures["quadrant"] = with_interval(said, right, _equal)
    beyond = (np.abs(places) > FAR).any(axis=1)
    return figures | {"beyond_0.9": round(float(beyond.mean()), 3)}


def _axis_report(name: str, places: Values, signs: Values) -> dict[str, object]:
    known = np.flatnonzero(np.isfinite(signs))
    said, positive = places[known], signs[known] > 0.5
    if min(positive.sum(), (~positive).sum()) < LEAST_CLIPS:
        return {}
    return {
        f"{name}_auc": with_interval(said, positive, auc),
        f"{name}_sign": with_interval(said, positive, _same_sign),
        f"{name}_error": with_interval(said, positive, _mean_error),
    }


def kinds_report(predictions: Predictions) -> dict[str, object]:
    """Shares of clips of each kind that are called speech, noise and tense."""
    figures: dict[str, object] = {}
    for kind in ("music", "speech", "noise"):
        part = predictions.where(
            [row for row, clip in enumerate(predictions.clips) if clip.kind == kind]
        )
        if part.clips:
            figures[kind] = {
                "clips": len(part.clips),
                "sources": len({clip.artist for clip in part.clips}),
                "called_speech": _share([one.speech >= KIND for one in part.hearings]),
                "called_noise": _share([one.noise >= KIND for one in part.hearings]),
                "called_tense": _share(part.quadrants.argmax(axis=1) == 1),
            }
    return figures


def signs_of(clips: Sequence[Clip]) -> NDArray[np.float64]:
    """[N, 2] labelled signs: 1 positive, 0 negative, NaN unknown."""
    return np.array([clip.signs for clip in clips]).reshape(-1, 2)


def places_of(predictions: Predictions) -> NDArray[np.float64]:
    """[N, 2] predicted valence and arousal."""
    return np.array([[one.valence, one.arousal] for one in predictions.hearings]).reshape(-1, 2)


def with_interval(said: Values, right: Values, figure: Compare) -> list[float]:
    """`figure(said, right)` with its 95 % interval over resampled clips."""
    random = np.random.default_rng(SEED)
    values = []
    for _ in range(RESAMPLES):
        rows = random.integers(len(said), size=len(said))
        with np.errstate(invalid="ignore"):
            values.append(figure(said[rows], right[rows]))
    low, high = np.nanquantile(values, (0.025, 0.975)).tolist()
    return [round(float(one), 3) for one in (figure(said, right), low, high)]


def _same_sign(said: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    return float(((said > 0) == positive).mean())


def _mean_error(said: NDArray[np.float64], positive: NDArray[np.bool_]) -> float:
    """Mean distance from the labelled place, `CENTRE` or its negative."""
    return float(np.abs(said - np.where(positive, CENTRE, -CENTRE)).mean())


def _equal(said: NDArray[np.int64], right: NDArray[np.int64]) -> float:
    return float((said == right).mean())


def _share(flags: Sequence[bool] | NDArray[np.bool_]) -> float:
    return round(float(np.mean(flags)), 3)
