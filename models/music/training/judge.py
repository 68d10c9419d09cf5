"""What the teachers' ears and simple sums make of music: answers for what no table labels.

Logistic regression from what the four tagging networks hear to quadrants and genres. Its answers
are softer than labels and there for every variant, mix and free piece, which is why the small
network learns from them as well (knowledge distillation, Hinton et al. 2015, arXiv 1503.02531).
No clip is judged by a regression that its artist was used for.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.dataset import FOLDS, NO_FOLD, NO_QUADRANT, Clip

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

STRENGTH: Final = 3e-3
"""Inverse of the regularisation, chosen by five folds of the training artists."""
MIN_YES: Final = 8
"""A genre with fewer clips is not judged."""

Floats = NDArray[np.float32]


class Judge:
    """Judges of the inner folds, and one fitted on all clips for what has no artist."""

    def __init__(self, clips: Sequence[Clip], heard: Floats) -> None:
        """`heard` [N, F]: the standardised mean over each clip."""
        folds = np.array([clip.fold for clip in clips])
        quadrant = np.array([clip.quadrant for clip in clips])
        genre = np.array([clip.genres for clip in clips])
        self._sums = {
            fold: _fitted(heard[rows], quadrant[rows], genre[rows])
            for fold in (NO_FOLD, *range(FOLDS))
            if (rows := folds != fold).any()
        }

    def says(self, fold: int, heard: Tensor) -> Tensor:
        """`heard` [F] of a window of `fold` -> probabilities [4 + G]; NaN where not judged."""
        weights, bias = self._sums[fold]
        logits = heard @ weights + bias
        quadrant = logits[: -len(GENRES)].softmax(0)
        return torch.cat([quadrant, logits[-len(GENRES) :].sigmoid()])


def _fitted(
    heard: Floats, quadrant: NDArray[np.int64], genre: NDArray[np.float64]
) -> tuple[Tensor, Tensor]:
    """Weights [F, 4 + G] and bias [4 + G]."""
    known = quadrant != NO_QUADRANT
    mood = _regression().fit(heard[known], quadrant[known])
    columns, biases = [*mood.coef_], [*mood.intercept_]
    for number in range(len(GENRES)):
        known = ~np.isnan(genre[:, number])
        if genre[known, number].sum() < MIN_YES:
            columns.append(np.full(heard.shape[1], np.nan))
            biases.append(np.nan)
            continue
        fitted = _regression().fit(heard[known], genre[known, number] > 0.5)
        columns.append(fitted.coef_[0])
        biases.append(fitted.intercept_[0])
    return (
        torch.from_numpy(np.stack(columns, axis=1).astype(np.float32)),
        torch.from_numpy(np.array(biases, np.float32)),
    )


def _regression() -> "LogisticRegression":
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, max_iter=2000)
