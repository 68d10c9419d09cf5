"""Knowledge distillation: predictions of earlier networks soften the labels."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from tui_player.models.emotion.training.evaluate import predict

SHARE: Final = 0.7
"""Share of the teachers' predictions in an original label (one annotator)."""
CROWD_SHARE: Final = 0.5
"""Share of the teachers' predictions in the FER+ votes (ten annotators)."""


class Teachers:
    """Targets mixed with the averaged predictions of trained networks.

    Knowledge distillation (Hinton et al. 2015, arXiv 1503.02531) from networks of the same kind
    (born-again networks, Furlanello et al. 2018, arXiv 1805.04770). The teachers see the
    original face, the student an augmented one.
    """

    def __init__(self, models: Sequence[Path], images: NDArray[np.uint8], share: float) -> None:
        """Predict `images` [N, 48, 48] with the networks in the ONNX files `models`.

        `share` is the weight of the predictions against the original labels.
        """
        answers = [predict(model, images) for model in models]
        fer2013, ferplus = (np.mean(several, axis=0) for several in zip(*answers, strict=True))
        self._fer2013, self._ferplus = torch.from_numpy(fer2013), torch.from_numpy(ferplus)
        self._share = share

    def targets(
        self, rows: Tensor, labels: Tensor, votes: Tensor, progress: float
    ) -> tuple[Tensor, Tensor]:
        """`labels` [N, 7] and `votes` [N, 8] of the faces `rows` [N], mixed with predictions.

        `progress` has no effect: the teachers are fully trained.
        """
        return (
            (1 - self._share) * labels + self._share * self._fer2013[rows],
            (1 - CROWD_SHARE) * votes + CROWD_SHARE * self._ferplus[rows],
        )

    def update(self, rows: Tensor, fer2013: Tensor, ferplus: Tensor) -> None:
        """Do nothing: teachers do not learn from the student."""

    def state(self) -> dict[str, Tensor]:
        """Empty: the predictions can be computed again."""
        return {}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Do nothing: there is no state."""
