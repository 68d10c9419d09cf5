"""What the teacher's ears and simple sums make of music: answers for what no table labels.

Regressions from what the four tagging networks hear to quadrants and genres (logistic) and to the
emotions felt (ridge). Their answers are softer than labels and there for every variant and free
piece, which is why the small network learns from them as well (knowledge distillation, Hinton et
al. 2015, arXiv 1503.02531).
No clip is judged by a regression that its artist was used for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tui_player.models.music.genres import GENRES
from tui_player.models.music.training.dataset import (
    FELT,
    FOLDS,
    NO_FOLD,
    NO_QUADRANT,
    Clip,
    standardised_felt,
)

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

STRENGTH: Final = 3e-3
"""Inverse of the regularisation, chosen by five folds of the training artists."""
FELT_STRENGTHS: Final = np.geomspace(1e2, 1e6, 9)
"""Regularisations of the emotions felt, of which the best over the training folds is taken."""
MIN_YES: Final = 8
"""A genre with fewer clips is not judged."""

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Judgement:
    """What regressions make of windows."""

    quadrant: Tensor
    """[N, 4] probabilities."""
    genre: Tensor
    """[N, G] probabilities; NaN where not judged."""
    felt: Tensor
    """[N, 9], standardised."""


class Judge:
    """Judges of the inner folds, and one fitted on all clips for what has no artist."""

    def __init__(self, clips: Sequence[Clip], heard: Floats) -> None:
        """`heard` [N, F]: the standardised mean over each clip."""
        folds = np.array([clip.fold for clip in clips])
        quadrant = np.array([clip.quadrant for clip in clips])
        genre = np.array([clip.genres for clip in clips])
        felt = standardised_felt(clips)
        self._sums = {
            fold: _joined(
                _fitted(heard[rows], quadrant[rows], genre[rows]),
                _fitted_felt(heard[rows], felt[rows], folds[rows]),
            )
            for fold in (NO_FOLD, *range(FOLDS))
            if (rows := (folds != fold) & (folds != NO_FOLD)).any()
        }

    def says(self, folds: Sequence[int], heard: Tensor) -> Judgement:
        """Of windows of clips of `folds` [N], by what was `heard` [N, F]."""
        sums = [self._sums[fold] for fold in folds]
        answers = torch.stack(
            [row @ weights + bias for row, (weights, bias) in zip(heard, sums, strict=True)]
        )
        quadrant, genre, felt = answers.split([4, len(GENRES), len(FELT)], dim=1)
        return Judgement(quadrant.softmax(1), genre.sigmoid(), felt)


def _joined(*sums: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    weights, biases = zip(*sums, strict=True)
    return torch.cat(weights, dim=1), torch.cat(biases)


def _fitted_felt(heard: Floats, felt: Floats, folds: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
    """Weights [F, 9] and bias [9]."""
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import PredefinedSplit

    known = ~np.isnan(felt[:, 0])
    ridge = RidgeCV(FELT_STRENGTHS, cv=PredefinedSplit(folds[known]))
    ridge.fit(heard[known], felt[known])
    return (
        torch.from_numpy(ridge.coef_.T.astype(np.float32)),
        torch.from_numpy(ridge.intercept_.astype(np.float32)),
    )


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
